"""A contact sheet on its way through the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from lvocal.jobs import Job
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.contact_sheet import Sheet, SheetOrder, contact_sheet
from lvocal.values import ColorizeRequest, ColorizeResult, Progress


class SheetJob(Job):
    """One film in several looks. It waits, tells and stops as a film does; what comes out is `sheet`."""

    def __init__(
        self,
        order: SheetOrder,
        request: ColorizeRequest,
        session: str,
        clock: Callable[[], float],
        ahead: Callable[[Job], int],
    ) -> None:
        super().__init__(request, session, clock, ahead)
        self.order = order
        self.sheet: Sheet | None = None
        """None until it is done."""

    def work(
        self, request: ColorizeRequest, networks: Callable[[], AnyNetworks], folder: Path
    ) -> Iterator[Progress | ColorizeResult]:
        """For the worker: draw."""
        for event in contact_sheet(request, self.order, networks(), folder, self.check):
            if isinstance(event, Sheet):
                self.sheet = event
            else:
                yield event
