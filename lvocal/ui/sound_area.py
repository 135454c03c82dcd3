"""Sound: the lanes of music and ambience, speech, and what is heard in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from lvocal.ui import incoming
from lvocal.ui.area import Area, Form, Update
from lvocal.ui.controls import fader, lane_controls, title_line
from lvocal.ui.forms import Choice, read_mix, read_request, sound_choices
from lvocal.ui.heard_view import heard_value
from lvocal.ui.theme import widget
from lvocal.ui.visits import Visit

PLAY = "() => { const mix = document.querySelector('#lv-heard audio'); if (mix) mix.play(); }"


class SoundArea(Area):
    """What is heard, and what each road of sound listens to."""

    def lay_out_left(self) -> None:
        """Two lanes, speech, and a sound of one's own."""
        for lane, title in (("music", "Music sets the tone"), ("ambience", "Ambience sets the place")):
            title_line(title)
            lane_controls(lane, self.form)
        with gr.Row(elem_classes="lv-tight lv-bottom"):
            self.form["speech_db"] = fader("speech", "Speech, dB")
            self.sound = gr.UploadButton(
                "Add a sound …", file_types=["audio", "video"], size="sm", elem_id="lv-sound"
            )
            self.listen = gr.Button("Listen to the mix", size="sm", elem_id="lv-listen")

    def lay_out_right(self) -> None:
        """What was heard."""
        self.heard = self.keep(widget("heard", {}, "lv-heard"))

    def connect(self) -> None:
        """Whatever changes the mix is listened to again."""
        lanes = [f"{lane}_{part}" for lane in ("music", "ambience") for part in ("a", "b", "blend", "db")]
        for name in (*lanes, "speech_db", "separator"):
            slides = name.endswith(("blend", "db"))
            listened = self.form[name].release if slides else self.form[name].input  # type: ignore[attr-defined]
            self.on(listened, self._listen, mode="always_last")
        self.on(self.listen.click, self._listen, after=PLAY)
        self.on(self.sound.upload, self._add, asks=self.sound)

    def show(self, visit: Visit) -> Update:
        """The sounds to choose from, and what was heard."""
        return {self.heard: heard_value(visit), **self._choices(visit)}

    def filled(self, visit: Visit, form: Form) -> Update:
        """Own sounds are choices before one of them can be chosen."""
        return {
            self.form[name]: gr.Dropdown(choices=choices, value=form[name])
            for name, choices in lane_choices(visit).items()
        }

    def hear(self, visit: Visit, form: Form) -> Iterator[Update]:
        """What the model hears in the mix of a form."""
        visit.form = form
        source = read_request(form, visit.source, visit.sounds, self.engine.weights, visit.handed).source
        mix = read_mix(form, visit.sounds)
        visit.heard = self.engine.listen(mix, source, visit.id)
        apart = mix.separates and visit.clip is not None and visit.clip.audio is not None
        stems = self.engine.separate(mix, source, visit.id) if apart else None
        incoming.make_mix(visit, mix, stems)
        yield {self.heard: heard_value(visit)}

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
