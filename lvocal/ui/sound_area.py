"""Sound: the lanes of music, ambience and speech, the mood dial, and the desk that shows what is heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from lvocal.ui import incoming
from lvocal.ui.area import Area, Form, Update
from lvocal.ui.controls import fader, lane_controls
from lvocal.ui.desk_view import desk_value, keep_tried
from lvocal.ui.forms import DEFAULTS, read_request
from lvocal.ui.sound_form import SOUND_DEFAULTS, Choice, sound_choices
from lvocal.ui.theme import widget
from lvocal.ui.visits import Visit
from lvocal.values import EMOTIONS

SLIDERS = ("blend", "db", "strength")


class SoundArea(Area):
    """What is heard, and what each road of sound listens to."""

    def lay_out_left(self) -> None:
        """Two lanes, speech, the dial, and a sound of one's own."""
        lane_controls("music", "Tone", self.form)
        self.form["mood"] = widget("dial", DEFAULTS["mood"], "lv-mood", emotions=list(EMOTIONS))
        lane_controls("ambience", "Place", self.form)
        self.form["speech_track"] = widget("track", DEFAULTS["speech_track"], "lv-speech-track")
        with gr.Row(elem_classes="lv-tight lv-lane"):
            self.form["speech_db"] = fader("speech", "Loudness, dB")
            self.sound = gr.UploadButton(
                "Add a sound …", file_types=["audio", "video"], size="sm", elem_id="lv-sound", min_width=110
            )
        self.form["changes"] = widget("changes", DEFAULTS["changes"], "lv-changes")

    def lay_out_right(self) -> None:
        """The desk."""
        self.desk = self.keep(widget("desk", {}, "lv-sound-desk"))

    def connect(self) -> None:
        """Whatever changes the sound is listened to again; the newest question wins inside the engine."""
        shown = [self.desk, self.page.status]
        for name in SOUND_DEFAULTS:
            control: Any = self.form[name]
            changed = control.release if name.endswith(SLIDERS) else control.input
            self.on(changed, self._listen, mode="multiple", outputs=shown)
        self.on(self.sound.upload, self._add, asks=self.sound)

    def show(self, visit: Visit) -> Update:
        """The sounds to choose from, and what was heard."""
        return {self.desk: desk_value(visit), **self._choices(visit)}

    def filled(self, visit: Visit, form: Form) -> Update:
        """Own sounds are choices before one of them can be chosen."""
        return {
            self.form[name]: gr.Dropdown(choices=choices, value=form[name])
            for name, choices in lane_choices(visit).items()
        }

    def hear(self, visit: Visit, form: Form) -> Iterator[Update]:
        """Try the sound of a form; dropped when another film has come meanwhile."""
        visit.form = form
        request = read_request(form, visit.source, visit.sounds, self.engine.weights, visit.handed)
        tried = self.engine.audition(request, [frame for frame, _ in visit.strip], visit.id)
        if visit.source != request.source:
            return
        keep_tried(visit, request, tried)
        yield {self.desk: desk_value(visit)}

    def _listen(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        yield from self.hear(visit, form)

    def _add(self, visit: Visit, form: Form, upload: str) -> Iterator[Update]:
        """A sound of one's own joins the choices of both lanes."""
        path = incoming.adopt(Path(upload), visit.folder)
        incoming.check_sound(path)
        visit.sounds[path.name] = path
        said = self.page.say(f"{path.name} can now be chosen for music and ambience.")
        yield {**self._choices(visit), **said}

    def _choices(self, visit: Visit) -> Update:
        return {
            self.form[name]: gr.Dropdown(choices=choices) for name, choices in lane_choices(visit).items()
        }


def lane_choices(visit: Visit) -> dict[str, list[Choice]]:
    """What each of the four sound controls offers, the person's own files included."""
    return {
        f"{lane}_{side}": sound_choices(lane, visit.sounds, side == "b")
        for lane in ("music", "ambience")
        for side in ("a", "b")
    }
