"""The viewer and the filmstrip: what is seen, and the still that answers while the form changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr
from gradio.components import Component

from lvocal.ui import incoming
from lvocal.ui.area import QUIET, TOUCH, Area, Form, Update
from lvocal.ui.compare import strip_value, viewer_value
from lvocal.ui.forms import read_request
from lvocal.ui.status import notes_status
from lvocal.ui.theme import widget
from lvocal.ui.visits import Visit
from lvocal.ui.words_area import WordsArea
from lvocal.values import ColorizeRequest


class ViewerArea(Area):
    """Two pictures on one clock, the strip of frames, and stills."""

    def lay_out_right(self) -> None:
        """The viewer is the largest thing on the page."""
        self.viewer = self.keep(widget("viewer", {}, "lv-viewer"))
        self.strip = self.keep(widget("strip", {}, "lv-strip"))
        self.live = gr.Button("live", visible="hidden", elem_id="lv-live")

    def lay_out_actions(self) -> None:
        """What asks for a still."""
        self.preview = gr.Button("Preview still", size="sm", elem_id="lv-preview", min_width=110)
        gr.Checkbox(
            True, label="while editing", elem_id="lv-live-on", container=False, min_width=120,
            interactive=True,  # no event of the server reads it, so Gradio would grey it out
        )  # fmt: skip

    def connect(self) -> None:
        """Whatever is edited is painted again; newest wins inside the engine, so every press may be sent."""
        seen = self.seen
        for control in self.form.values():
            control.input(None, js=TOUCH, **QUIET)  # type: ignore[attr-defined]
        self.on([self.preview.click, self.live.click], self._preview, mode="multiple", outputs=seen)
        self.on(self.strip.select, self._turn_to, "lvocal.strip.chosen()", mode="multiple", outputs=seen)

    @property
    def seen(self) -> list[Component]:
        """What a still changes."""
        return [self.viewer, self.strip, self.page.status, *self.page.area(WordsArea).shown]

    def show(self, visit: Visit) -> Update:
        """The pictures of a visit."""
        return {self.viewer: viewer_value(visit), self.strip: strip_value(visit)}

    def paint(self, visit: Visit, form: Form) -> Iterator[Update]:
        """The chosen frame in colour; dropped when the person has moved on meanwhile."""
        visit.form = form
        request = read_request(form, visit.source, visit.sounds, self.engine.weights, visit.handed)
        if not visit.is_busy:
            yield self.page.busy("Painting the still")
        frame, started_sec, ordered = visit.frame, time.monotonic(), visit.count
        still = self.engine.still(request, frame, visit.id)
        if visit.frame != frame or visit.clip is None or visit.clip.path != request.source:
            return
        spent_sec = time.monotonic() - started_sec
        visit.still, visit.text_still = still.path, None
        visit.landed(still.words, "still", form)
        if visit.count == ordered:  # else a film was asked for meanwhile, and that is what is waited for
            visit.show("still")
        yield {self.viewer: viewer_value(visit), **self.page.area(WordsArea).show(visit)}
        if visit.a == "text":
            visit.text_still = self.engine.preview(words_only(request), frame, visit.id)
            yield {self.viewer: viewer_value(visit)}
        if not visit.is_busy:
            yield {self.page.status: {**notes_status(visit.clip), "text": f"Still in {spent_sec:.1f} s"}}

    def _preview(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        yield from self.paint(visit, form)

    def _turn_to(self, visit: Visit, form: Form, frame: int) -> Iterator[Update]:
        """Another picture of the filmstrip was chosen."""
        incoming.turn_to(visit, int(frame))
        yield {self.viewer: viewer_value(visit), **self.page.area(WordsArea).show(visit)}
        yield from self.paint(visit, form)


def words_only(request: ColorizeRequest) -> ColorizeRequest:
    """The same request with both roads of sound shut."""
    return replace(request, settings=replace(request.settings, music_strength=0.0, ambience_strength=0.0))
