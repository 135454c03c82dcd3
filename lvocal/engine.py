"""The one wrapper of the model: every page, command and test asks here.

Progress goes up as yielded values, cancelling comes down as one `check`. What one session makes,
no other sees.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import torch

from lvocal.checkpoint.engines import load_networks
from lvocal.jobs import Job
from lvocal.lane import Glance, Lane
from lvocal.machine import AS_IS
from lvocal.model.vace_networks import AnyNetworks
from lvocal.rooms import Rooms
from lvocal.sample import pipeline
from lvocal.sample.contact_sheet import SheetOrder
from lvocal.values import ColorizeRequest, Heard, Machine, SoundMix, Stems, UserError, Weights

IDLE_SEC = 900.0
"""Networks nobody has asked for are dropped after this long."""

STANDARD = Weights()

STILLS_KEPT = 8
"""Stills of a session that stay on disk; a browser may still be loading the one before."""


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
    ) -> None:
        """`root` holds the folders of sessions, by default a fresh one; `device` defaults to the best.
        `weights` are those that a page asks for, and that listen where nobody says which."""
        self.weights = weights
        self._rooms, self._clock = Rooms(root), clock
        self._lane = Lane(load, self._place, self._after, idle_sec, clock, device, machine)
        self._jobs: dict[str, Job] = {}
        self._leaving: set[str] = set()
        self._lock = Lock()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, request: ColorizeRequest, session: str) -> Job:
        """Queue a film; returns at once."""
        return self._queue(Job(request, session, self._clock, self._lane.ahead))

    def sheet(self, request: ColorizeRequest, order: SheetOrder, session: str) -> Job:
        """Queue a contact sheet of a film in several looks; returns at once."""
        return self._queue(Job(request, session, self._clock, self._lane.ahead, order))

    def _queue(self, job: Job) -> Job:
        with self._lock:
            self._jobs[job.id] = job
        self._lane.queue(job)
        return job

    def job(self, job_id: str, session: str) -> Job:
        """Find a job again, after a page reload. UserError when this session has none of that id."""
        job = self._jobs.get(job_id)
        if job is None or job.session != session:
            raise UserError("This job is not known any more.", "Start it again.")
        return job

    def preview(self, request: ColorizeRequest, frame: int, session: str) -> Path:
        """One coloured frame as a PNG. Waits; Cancelled when a newer one of the session took its turn."""
        path = self.folder(session) / f"still-{secrets.token_hex(8)}.png"

        def work(networks: AnyNetworks) -> Path:
            pipeline.preview(request, frame, networks, path, self._lane.check_open)
            _keep_newest(path.parent)
            return path

        return self._lane.ask(Glance("preview", session, request.weights, work)).result()

    def listen(self, mix: SoundMix, source: Path, session: str, weights: Weights | None = None) -> Heard:
        """What is heard in a mix over a film. Waits, and makes way for a newer question, like `preview`."""

        def work(networks: AnyNetworks) -> Heard:
            return pipeline.listen(mix, source, networks, self._lane.check_open)

        return self._lane.ask(Glance("listen", session, weights or self.weights, work)).result()

    def separate(self, mix: SoundMix, source: Path, session: str, weights: Weights | None = None) -> Stems:
        """The film's own sound, taken apart as a mix says; quick when it has been listened to. Waits, and
        makes way for a newer question, like `preview`."""

        def work(networks: AnyNetworks) -> Stems:
            return pipeline.separate(mix, source, networks, self._lane.check_open)

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
        """Stop everything and remove all folders."""
        for job in list(self._jobs.values()):
            job.cancel()
        self._lane.close()
        self._rooms.close()

    def _place(self, job: Job) -> Path:
        return self.folder(job.session) / job.id

    def _after(self, job: Job) -> None:
        """A film has left the lane; its session may have been waiting to go."""
        if job.session in self._leaving:
            self._clear(job.session)

    def _clear(self, session: str) -> None:
        self._leaving.discard(session)
        self._rooms.leave(session)


def _keep_newest(folder: Path) -> None:
    stills = sorted(folder.glob("still-*.png"), key=lambda still: still.stat().st_mtime_ns)
    for old in stills[:-STILLS_KEPT]:
        old.unlink(missing_ok=True)
