"""A page opens, or a film comes in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from lvocal.ui import incoming
from lvocal.ui.area import Area, Form, Update
from lvocal.ui.facts import facts_value
from lvocal.ui.first_visit import EXAMPLES
from lvocal.ui.forms import defaults, for_another_film
from lvocal.ui.sound_area import SoundArea
from lvocal.ui.status import notes_status
from lvocal.ui.theme import ASSETS, widget
from lvocal.ui.viewer_area import ViewerArea
from lvocal.ui.visits import Visit


class FilmArea(Area):
    """The head line, and the buttons that bring a film."""

    def lay_out_head(self) -> None:
        """The line over the whole page."""
        self.facts = self.keep(widget("head", facts_value(None, self.engine.weights), "lv-facts"))

    def lay_out_left(self) -> None:
        """Open a film, or take an example."""
        with gr.Row(elem_classes="lv-tight"):
            self.upload = gr.UploadButton(
                "Open a film …",
                file_types=["video", ".mkv", ".mxf"],
                variant="primary",
                size="sm",
                elem_id="lv-open",
                scale=2,
            )
            self.examples = {name: gr.Button(name, size="sm", scale=1) for name in EXAMPLES}

    def connect(self) -> None:
        """Films come by upload or by example."""
        self.on(self.upload.upload, self._open_upload, asks=self.upload)
        for name, button in self.examples.items():
            self.on(button.click, self.open_example, asks=repr(name))

    def show(self, visit: Visit) -> Update:
        """The facts of the film."""
        return {self.facts: facts_value(visit.clip, self.engine.weights)}

    def enter(self, claimed: str | None, request: gr.Request) -> str:
        """A page opens: the id its browser shall keep."""
        return self.visits.enter(claimed, str(request.session_hash)).id

    def restore(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """Show the visit as it was; a new one starts with the first example."""
        if visit.clip is None:
            yield from self.open_example(visit, form, next(iter(EXAMPLES)))
            return
        yield {**self.page.show(visit), **self.page.fill(visit, visit.form)}
        if visit.still is None:  # the page was left while it was painted
            yield from self.page.area(ViewerArea).paint(visit, visit.form)
        if visit.tried is None:  # a visit of an earlier run of the program
            yield from self.page.area(SoundArea).hear(visit, visit.form)

    def open_example(self, visit: Visit, form: Form, name: str) -> Iterator[Update]:
        """An example was asked for."""
        film, words = EXAMPLES[name]
        start = {**defaults(self.engine.weights), **words}
        yield from self._arrive(visit, ASSETS / "examples" / film, start)

    def _open_upload(self, visit: Visit, form: Form, upload: str) -> Iterator[Update]:
        film = incoming.adopt(Path(upload), visit.folder)
        words = [example for _, example in EXAMPLES.values()]
        yield from self._arrive(visit, film, for_another_film(form, words))

    def _arrive(self, visit: Visit, path: Path, form: Form) -> Iterator[Update]:
        yield self.page.busy("Reading the film and looking for cuts")
        incoming.take_in(visit, path)
        assert visit.clip is not None
        filled = self.page.fill(visit, form)
        yield {**self.page.show(visit), **filled, self.page.status: notes_status(visit.clip)}
        viewer = self.page.area(ViewerArea)
        yield from viewer.paint(visit, form)
        yield from self.page.area(SoundArea).hear(visit, form)
        incoming.make_proxy(visit)
        yield viewer.show(visit)
