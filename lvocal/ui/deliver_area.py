"""Delivery: files of a take for other people, and settings that come back from such files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from lvocal.sample.delivering import check_kinds
from lvocal.sample.sidecar import read_settings
from lvocal.ui import incoming
from lvocal.ui.area import TOUCH, Area, Form, Update
from lvocal.ui.bringing_back import brought_back
from lvocal.ui.deliver_view import deliver_value
from lvocal.ui.takes import take_of
from lvocal.ui.theme import widget
from lvocal.ui.visits import Visit
from lvocal.values import UserError


class DeliverArea(Area):
    """Files for editing, archives and compositing."""

    def lay_out_below(self) -> None:
        """What can be made, what was made, and the way back."""
        self.panel = self.keep(widget("deliver", {}, "lv-deliver"))
        self.bring = gr.UploadButton(
            "Bring a take back …",
            file_types=[".mp4", ".mov", ".mkv", ".png", ".exr", ".json"],
            size="sm",
            elem_id="lv-bring",
            min_width=150,
        )

    def connect(self) -> None:
        """One event for Make, one for a panel without news, one for a file that comes back."""
        self.on(self.panel.select, self._make, asks="lvocal.deliver.asked()", mode="multiple")
        self.on(self.panel.input, self._tell, outputs=[self.panel])
        self.on(self.bring.upload, self._bring_back, asks=self.bring, after=TOUCH)

    def show(self, visit: Visit) -> Update:
        """The take at hand and its files."""
        return {self.panel: deliver_value(visit)}

    def _make(self, visit: Visit, form: Form, asked: dict[str, Any]) -> Iterator[Update]:
        """Queue everything that is ticked as one job."""
        take = take_of(visit.takes, asked["id"])
        if visit.clip is None or take.source != visit.source:
            raise UserError("This take belongs to another film.", "Open that film again first.")
        check_kinds(asked["kinds"], visit.clip)
        self.page.orders.deliver(visit, take, asked["kinds"])
        yield {**self.page.show(visit), **self.page.say(f"The files of {take.name} are on their way.")}

    def _tell(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """The panel was opened for the first time."""
        yield self.show(visit)

    def _bring_back(self, visit: Visit, form: Form, upload: str) -> Iterator[Update]:
        """The settings inside a film or a still, or of a sidecar, fill the form."""
        file = incoming.adopt(Path(upload), visit.folder)
        try:
            request, record = read_settings(file)
        finally:
            file.unlink(missing_ok=True)
        filled, said = brought_back(
            request, record, form, visit.sounds, visit.source, self.engine.weights, visit.handed
        )
        yield {
            **self.page.fill(visit, filled),
            **self.page.say(f"The settings of {file.name} are back.", notes=said),
        }
