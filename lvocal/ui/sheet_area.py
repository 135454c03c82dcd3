"""The contact sheet: one film in up to nine looks, over the whole page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lvocal.color.looks import find_look
from lvocal.sample.contact_sheet import SheetOrder
from lvocal.sheet_job import SheetJob
from lvocal.ui.area import Area, Form, Update
from lvocal.ui.forms import read_request
from lvocal.ui.served import served
from lvocal.ui.theme import widget
from lvocal.ui.visits import Visit
from lvocal.values import Cancelled, Progress


class SheetArea(Area):
    """Asks for a sheet, watches it grow, and shows it."""

    def lay_out_left(self) -> None:
        """Nothing is seen of it until it is opened."""
        self.jobs: dict[str, SheetJob] = {}
        """On their way, by visit."""
        self.sheet = self.keep(widget("sheet", {}, "lv-sheet-home"))

    def connect(self) -> None:
        """Draw and stop; a press on a look is the gallery's."""
        asks = "lvocal.sheet.asked()"
        self.on(self.sheet.submit, self._draw, asks=asks, outputs=[self.sheet, self.page.status])
        self.on(self.sheet.clear, self._stop, mode="multiple", outputs=[self.sheet])

    def _draw(self, visit: Visit, form: Form, asked: dict[str, Any]) -> Iterator[Update]:
        """Draw the sheet that was asked for, of the chosen frame or of the film's beginning."""
        try:
            request = read_request(form, visit.source, visit.sounds, self.engine.weights, visit.handed)
            looks = tuple(find_look(name) for name in asked["looks"])
            order = SheetOrder(looks, (visit.frame,), asked["seconds"])
            job = self.jobs[visit.id] = self.engine.sheet(request, order, visit.id)
            for event in job.events():
                if isinstance(event, Progress):
                    yield self._say(event.message, event.fraction)
            yield {self.sheet: sheet_value(job)}
        except Cancelled:
            yield self._say("Stopped", over=True)
        except Exception as problem:
            yield self._say(str(problem), over=True)
            raise
        finally:
            self.jobs.pop(visit.id, None)

    def _stop(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """Stop the sheet of this visit, and of no other."""
        if job := self.jobs.get(visit.id):
            job.cancel()
            yield self._say("Stopping at the next step")

    def _say(self, text: str, fraction: float | None = None, over: bool = False) -> Update:
        return {self.sheet: {"text": text, "fraction": fraction, "over": over}}


def sheet_value(job: SheetJob) -> dict[str, Any]:
    """A finished sheet for the browser."""
    sheet = job.sheet
    assert sheet is not None
    seconds = sum(sheet.seconds.values())
    return {
        "text": f"Drawn in {seconds:.1f} s; click on a look to wear it",
        "over": True,
        "file": served(sheet.path),
        "moving": job.order.seconds is not None,
        "looks": list(sheet.looks),
        "columns": sheet.columns,
        "rows": sheet.rows,
        "share": sheet.grid_share,
    }
