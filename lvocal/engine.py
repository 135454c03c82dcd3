"""The one wrapper of the model: every page, command and test asks here.

Progress goes up as yielded values, cancelling comes down as one `check`. What one session makes,
no other sees.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import torch

from lvocal.checkpoint.engines import load_networks
from lvocal.estimate import Estimate, estimate, wait_sec
from lvocal.glances import Glance
from lvocal.jobs import Job
from lvocal.lane import IDLE_SEC, Lane
from lvocal.machine import AS_IS
from lvocal.model.vace_networks import AnyNetworks
from lvocal.rooms import Rooms, keep_newest
from lvocal.sample import pipeline
from lvocal.sample.audition import Audition, audition
from lvocal.sample.contact_sheet import SheetOrder
from lvocal.sample.sounding import probed
from lvocal.sheet_job import SheetJob
from lvocal.shortcuts import NO_SHORTCUTS, Events, Shortcuts
from lvocal.speeds import Speeds
from lvocal.turns import Way
from lvocal.values import ColorizeRequest, Delivery, Machine, SoundMix, Stems, Still, UserError, Weights

log = logging.getLogger(__name__)

STANDARD = Weights()


class Engine:
    """Films, stills and listening for many sessions, on one device. Making one costs nothing."""

    def __init__(
        self,
        load: Callable[[Weights], AnyNetworks] = load_networks,
        root: Path | None = None,
        idle_sec: float = IDLE_SEC,
        clock: Callable[[], float] = time.monotonic,
        device: torch.device | None = None,
        machine: Machine = AS_IS,
        weights: Weights = STANDARD,
        keeps: bool = False,
        shortcuts: Shortcuts = NO_SHORTCUTS,
    ) -> None:
        """`root` holds the folders of sessions, by default a fresh one; `device` defaults to the best.
        `weights` are asked for where nobody says which. With `keeps`, the folders outlive the program, and
        beside `root` it remembers how fast this machine is."""
        self.weights = weights
        self.speeds = Speeds(root.parent / "speeds.json" if keeps and root else None)
        self._rooms, self._clock = Rooms(root, keeps), clock
        self._watchers: list[Callable[[Job], None]] = []
        self._shortcuts = shortcuts
        self._lane = Lane(load, self._place, self._after, idle_sec, clock, device, machine, self._short_way)
        self._jobs, self._leaving = dict[str, Job](), set[str]()
        self._lock = Lock()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(
        self, request: ColorizeRequest, session: str, name: str = "", form: dict[str, Any] | None = None
    ) -> Job:
        """Queue a film; returns at once. `name` and `form` are the person's own and stay with the job."""
        return self.resume(self.made(request, session, name, form))

    def deliver(
        self, delivery: Delivery, session: str, name: str = "", form: dict[str, Any] | None = None
    ) -> Job:
        """Queue files of a take; returns at once. The job's result names them in `delivered`."""
        return self.resume(self.made(delivery.take, session, name, form, delivery=delivery))

    def made(
        self, request: ColorizeRequest, session: str, name: str = "", form: dict[str, Any] | None = None,
        job_id: str | None = None, delivery: Delivery | None = None,
    ) -> Job:  # fmt: skip
        """A job that is known but not queued, such as one of an earlier run of the program."""
        job = Job(request, session, self._clock, self._lane.ahead, self._changed, job_id, delivery)
        job.name, job.form = name, form or {}
        with self._lock:
            self._jobs[job.id] = job
        return job

    def sheet(self, request: ColorizeRequest, order: SheetOrder, session: str) -> SheetJob:
        """Queue a contact sheet of a film in several looks; returns at once."""
        job = SheetJob(order, request, session, self._clock, self._lane.ahead)
        with self._lock:
            self._jobs[job.id] = job
        self._lane.queue(job)
        return job

    def resume(self, job: Job) -> Job:
        """Queue a job that was made."""
        self._lane.queue(job)
        return job

    def job(self, job_id: str, session: str) -> Job:
        """Find a job again, after a page reload. UserError when this session has none of that id."""
        job = self._jobs.get(job_id)
        if job is None or job.session != session:
            raise UserError("This job is not known any more.", "Start it again.")
        return job

    def cancel(self, job_id: str, session: str) -> None:
        """Stop one of this session's jobs; what is finished of it is kept."""
        self.job(job_id, session).cancel()

    def retry(self, job_id: str, session: str) -> Job:
        """Queue the same request once more, as a new job that knows which it repeats."""
        return self.resume(self.repeat(job_id, session))

    def repeat(self, job_id: str, session: str) -> Job:
        """The job that `retry` queues."""
        old = self.job(job_id, session)
        if not old.is_over:
            raise UserError("This job is still on its way.", "Wait for it, or stop it first.")
        job = self.made(old.request, session, old.name, old.form, delivery=old.delivery)
        job.number, job.repeats = old.number, old.id
        return job

    def move(self, job_id: str, session: str, way: Way) -> bool:
        """Change the order of this session's own waiting jobs; False when it stays where it is."""
        return self._lane.move(self.job(job_id, session), way)

    def forget(self, job_id: str, session: str) -> None:
        """Take a job that is over from the list; its files stay."""
        job = self.job(job_id, session)
        if not job.is_over:
            raise UserError("This job is still on its way.", "Stop it first.")
        with self._lock:
            self._jobs.pop(job_id, None)

    def watch(self, call: Callable[[Job], None]) -> None:
        """Call this whenever a job starts or is over, on whichever thread that happens."""
        self._watchers.append(call)

    def estimate(self, request: ColorizeRequest) -> Estimate | None:
        """Seconds the film will take, by itself. UserError for a film that cannot be read."""
        return estimate(request, probed(request.source), self.speeds)

    def wait_sec(self, job: Job) -> float | None:
        """Until a waiting job begins; None when that cannot be told."""
        with suppress(UserError):  # a film that cannot be read will say so when it is its turn
            return wait_sec(job, self._lane.line(), self.estimate)
        return None

    def preview(self, request: ColorizeRequest, frame: int, session: str) -> Path:
        """The picture of `still` alone."""
        return self.still(request, frame, session).path

    def still(self, request: ColorizeRequest, frame: int, session: str) -> Still:
        """A coloured frame and what became of its words. Waits; Cancelled when a newer one took its turn."""
        path = self.folder(session) / f"still-{secrets.token_hex(8)}.png"
        if (loan := self._shortcuts.loan_for(request)) is not None:
            return loan.still(request, frame, path)
        work = partial(pipeline.still, request, frame, path=path, check=self._lane.check_open)
        still: Still = self._lane.ask(Glance("preview", session, request.weights, work)).result()
        keep_newest(path.parent)
        return still

    def audition(self, request: ColorizeRequest, frames: Sequence[int], session: str) -> Audition:
        """What is heard in the mix of a request, and how it fits some frames. Waits like `preview`."""
        work = partial(audition, request, frames, check=self._lane.check_open)
        return self._lane.ask(Glance("listen", session, request.weights, work)).result()

    def separate(self, mix: SoundMix, source: Path, session: str, weights: Weights | None = None) -> Stems:
        """The film's own sound, taken apart as a mix says. Waits, and makes way, like `listen`."""
        work = partial(pipeline.separate, mix, source, check=self._lane.check_open)
        return self._lane.ask(Glance("separate", session, weights or self.weights, work)).result()

    def folder(self, session: str) -> Path:
        """The session's own folder, also for what it uploads; no other session can find it."""
        return self._rooms.folder(session)

    def leave(self, session: str) -> None:
        """The session is over: stop its jobs, then remove its folder."""
        self._lane.drop(session)
        with self._lock:
            self._leaving.add(session)
            jobs = [job for job in self._jobs.values() if job.session == session]
            for job in jobs:
                del self._jobs[job.id]
        for job in jobs:
            job.cancel()
        if not self._lane.runs(session):
            self._clear(session)

    def sweep(self, max_age_sec: float) -> None:
        """Tidy up: folders and jobs of sessions unseen for so long, and networks long idle."""
        with self._lock:
            busy = {job.session for job in self._jobs.values() if not job.is_over} | self._lane.asks()
            gone = set(self._rooms.sweep(max_age_sec, busy))
            self._jobs = {job.id: job for job in self._jobs.values() if job.session not in gone}
        self._lane.look_at_the_clock()

    def close(self) -> None:
        """Stop everything; remove all folders, unless they are kept. Nobody is told, so that what a watcher
        wrote down stays true for the next run."""
        self._watchers.clear()
        for job in list(self._jobs.values()):
            job.cancel()
        self._lane.close()
        self._rooms.close()

    def rooms(self) -> dict[str, Path]:
        """Folders by session, also of an earlier run; for the program itself, never for a page."""
        return {name: room for name in self._rooms.sessions() if (room := self._rooms.find(name)) is not None}

    def _changed(self, job: Job) -> None:
        if job.state == "done" and job.result is not None and job.delivery is None:
            self.speeds.remember(job.request, job.result)
            self._shortcuts.done(job)
        for call in self._watchers.copy():
            try:
                call(job)
            except Exception:  # the film has nothing to do with it
                log.exception("a watcher of job %s failed", job.id)

    def _place(self, job: Job) -> Path:
        return self.folder(job.session) / job.id

    def _short_way(self, job: Job) -> Events | None:
        return None if isinstance(job, SheetJob) else self._shortcuts.way(job, self._place(job))

    def _after(self, job: Job) -> None:
        """A film has left the lane; its session may have been waiting to go."""
        if job.session in self._leaving:
            self._clear(job.session)

    def _clear(self, session: str) -> None:
        self._leaving.discard(session)
        self._rooms.leave(session)
