"""A request on its way through the engine, as the person who asked sees it.

The worker writes (start, report, finish); any number of readers, on any thread, watch. A reader that is slow,
or comes back after a page reload, gets the newest progress and never a backlog.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Condition, Event
from typing import Literal

from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample import pipeline
from lvocal.sample.contact_sheet import Sheet, SheetOrder, contact_sheet
from lvocal.values import Cancelled, ColorizeRequest, ColorizeResult, Progress

State = Literal["queued", "running", "done", "failed", "cancelled"]

ETA_FROM = 0.05
"""Share of the work after which the time left can be told from the time spent."""


class Job:
    """One film to colour, or one contact sheet of it. Everything here may be called from any thread."""

    def __init__(
        self,
        request: ColorizeRequest,
        session: str,
        clock: Callable[[], float],
        ahead: Callable[[Job], int],
        order: SheetOrder | None = None,
    ) -> None:
        """`clock` counts seconds; `ahead` tells how many jobs go before this one. With an `order` a contact
        sheet is drawn instead of a film."""
        self.id = secrets.token_urlsafe(12)
        self.request, self.session, self.order = request, session, order
        self.state: State = "queued"
        self.progress: Progress | None = None
        """The newest word from the worker."""
        self.result: ColorizeResult | None = None
        """The film; of a stopped job, the part that was finished, if any."""
        self.sheet: Sheet | None = None
        """The contact sheet, where one was ordered."""
        self.problem: BaseException | None = None
        """Why the job failed or stopped."""
        self._clock, self._ahead = clock, ahead
        self._changed = Condition()
        self._stop = Event()
        self._started_sec = 0.0
        self._news = 0

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "failed", "cancelled")

    @property
    def queue_position(self) -> int:
        """How many films are coloured before this one; 0 when it is its turn, or was."""
        return self._ahead(self)

    def events(self) -> Iterator[Progress | ColorizeResult | Sheet]:
        """Progress until the end, then the result; what went wrong is raised here, to whoever reads.

        A stopped job gives the finished part, where there is one, before it raises Cancelled.
        """
        seen = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda seen=seen: self._news > seen or self.is_over)  # type: ignore[misc]
                fresh, seen = self._news > seen, self._news
                progress, is_over = self.progress, self.is_over
            if fresh and progress is not None:
                yield progress
            if is_over:
                break
        if made := self.result or self.sheet:
            yield made
        if self.problem is not None:
            raise self.problem

    def cancel(self) -> None:
        """Ask the worker to stop at its next step. A job that still waits is over at once."""
        with self._changed:
            self._stop.set()
            if self.state == "queued":
                self._end("cancelled", Cancelled("Stopped before it began."))

    def check(self) -> None:
        """For the worker, between steps: raises Cancelled when the person has stopped the job."""
        if self._stop.is_set():
            raise Cancelled("Stopped.")

    def work(
        self, request: ColorizeRequest, networks: AnyNetworks, folder: Path
    ) -> Iterator[Progress | ColorizeResult | Sheet]:
        """For the worker: the steps of this job, with a request that may have been cut to fit the memory."""
        if self.order is None:
            return pipeline.colorize(request, networks, folder, self.check)
        return contact_sheet(request, self.order, networks, folder, self.check)

    def start(self) -> bool:
        """For the worker: it is this job's turn. False when it was cancelled while it waited."""
        with self._changed:
            if self.state != "queued":
                return False
            self.state, self._started_sec = "running", self._clock()
            self._changed.notify_all()
            return True

    def report(self, event: Progress | ColorizeResult | Sheet) -> None:
        """For the worker: how far it is, or what came out."""
        with self._changed:
            if isinstance(event, ColorizeResult):
                self.result = event
                return
            if isinstance(event, Sheet):
                self.sheet = event
                return
            if event.eta_sec is None:
                event = replace(event, eta_sec=self._eta_sec(event.fraction))
            self.progress, self._news = event, self._news + 1
            self._changed.notify_all()

    def finish(self, problem: BaseException | None = None) -> None:
        """For the worker: nothing more will come."""
        state: State = "done" if problem is None else "failed"
        with self._changed:
            self._end("cancelled" if isinstance(problem, Cancelled) else state, problem)

    def _end(self, state: State, problem: BaseException | None) -> None:
        self.state, self.problem = state, problem
        self._changed.notify_all()

    def _eta_sec(self, fraction: float) -> float | None:
        if fraction < ETA_FROM:
            return None
        spent_sec = self._clock() - self._started_sec
        return spent_sec * (1 - min(fraction, 1.0)) / fraction
