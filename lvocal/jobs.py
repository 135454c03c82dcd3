"""A request on its way through the engine, as the person who asked sees it.

The worker writes (start, report, finish); any number of readers, on any thread, watch. A reader that is slow,
or comes back after a page reload, gets the newest progress and never a backlog.
"""

from __future__ import annotations

import contextvars
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Condition, Event
from typing import Any, Literal

from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.delivering import carry_out
from lvocal.values import Cancelled, ColorizeRequest, ColorizeResult, Delivery, Progress

State = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
"""An interrupted job ran when the program ended; it can be tried again."""

OVER: tuple[State, ...] = ("done", "failed", "cancelled", "interrupted")

ETA_FROM = 0.05
"""Share of the work after which the time left can be told from the time spent."""


class Job:
    """One film to colour, or to deliver. Everything here may be called from any thread."""

    def __init__(
        self,
        request: ColorizeRequest,
        session: str,
        clock: Callable[[], float],
        ahead: Callable[[Job], int] = lambda job: 0,
        tell: Callable[[Job], None] = lambda job: None,
        job_id: str | None = None,
        delivery: Delivery | None = None,
    ) -> None:
        """`clock` counts seconds; `ahead` tells how many jobs go before this one; `tell` is called, by
        whichever thread, when it starts and when it is over. A job keeps its `job_id` over a restart. Of a
        delivery, `request` is its take."""
        self.id = job_id or secrets.token_urlsafe(12)
        self.request, self.session, self.delivery = request, session, delivery
        self.name = ""
        """How its person knows it, and its number among that person's."""
        self.number = 0
        self.form: dict[str, Any] = {}
        """What the page said when it was asked for; nothing here reads it."""
        self.repeats: str | None = None
        """The job that this one tries again."""
        self.context = contextvars.copy_context()
        """Of whoever asked, where their browser can be known by it."""
        self.files: tuple[Path, ...] = ()
        """What a delivery has left to be downloaded."""
        self.asked = time.time()
        """When it was asked for, in seconds of the calendar."""
        self.state: State = "queued"
        self.progress: Progress | None = None
        """The newest word from the worker."""
        self.result: ColorizeResult | None = None
        """The film; of a stopped job, the part that was finished, if any."""
        self.problem: BaseException | None = None
        """Why the job failed or stopped."""
        self._clock, self._ahead, self._tell = clock, ahead, tell
        self._changed = Condition()
        self._stop = Event()
        self._started_sec = 0.0
        self._news = 0

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def queue_position(self) -> int:
        """How many films are coloured before this one; 0 when it is its turn, or was."""
        return self._ahead(self)

    def events(self) -> Iterator[Progress | ColorizeResult]:
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
        if self.result is not None:
            yield self.result
        if self.problem is not None:
            raise self.problem

    def cancel(self) -> None:
        """Ask the worker to stop at its next step. A job that still waits is over at once."""
        with self._changed:
            self._stop.set()
            waits = self.state == "queued"
            if waits:
                self._end("cancelled", Cancelled("Stopped before it began."))
        if waits:
            self._tell(self)

    def check(self) -> None:
        """For the worker, between steps: raises Cancelled when the person has stopped the job."""
        if self._stop.is_set():
            raise Cancelled("Stopped.")

    def work(
        self, request: ColorizeRequest, networks: Callable[[], AnyNetworks], folder: Path
    ) -> Iterator[Progress | ColorizeResult]:
        """For the worker: what is done, step by step, with a request that may have been cut to fit memory."""
        return carry_out(request, self.delivery, networks, folder, self.check)

    def start(self) -> bool:
        """For the worker: it is this job's turn. False when it was cancelled while it waited."""
        with self._changed:
            if self.state != "queued":
                return False
            self.state, self._started_sec = "running", self._clock()
            self._changed.notify_all()
        self._tell(self)
        return True

    def report(self, event: Progress | ColorizeResult) -> None:
        """For the worker: how far it is, or what came out."""
        with self._changed:
            if isinstance(event, ColorizeResult):
                self.result = event
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
        self._tell(self)

    def recall(self, state: State, problem: BaseException | None = None) -> None:
        """For whoever read it from disk: how it ended in an earlier run of the program."""
        with self._changed:
            self._end(state, problem)

    @property
    def spent_sec(self) -> float | None:
        """Since it started; None while it waits."""
        return self._clock() - self._started_sec if self.state == "running" else None

    def _end(self, state: State, problem: BaseException | None) -> None:
        self.state, self.problem = state, problem
        self._changed.notify_all()

    def _eta_sec(self, fraction: float) -> float | None:
        if fraction < ETA_FROM:
            return None
        spent_sec = self._clock() - self._started_sec
        return spent_sec * (1 - min(fraction, 1.0)) / fraction
