"""Films on order: from a form to a job, from a job to a take, and all of it over a restart."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from lvocal.engine import Engine
from lvocal.jobs import Job
from lvocal.media.masters import short_title
from lvocal.turns import Way
from lvocal.ui import takes
from lvocal.ui.desk_view import film_seen
from lvocal.ui.served import one_file
from lvocal.ui.visit_file import JobRecord, is_kept, read_visit, waits, write_visit
from lvocal.ui.visits import GRACE_SEC, Visit, Visits
from lvocal.values import ColorizeRequest, Delivery

log = logging.getLogger(__name__)

MASTER_NAMES = {"prores": "ProRes", "ffv1": "FFV1", "png": "PNG"}

TEXT_ONLY = "Text only"
"""A take that was made to stand beside another, on side A."""

FINISHED_KEPT = 30
"""So many jobs that are over stay in the list of a visit."""


class Orders:
    """What people have asked the engine for. One for the program."""

    def __init__(self, engine: Engine, keeps: bool = False) -> None:
        """With `keeps`, no closed page ends a visit; only age does."""
        self.engine = engine
        self.visits = Visits(
            engine.folder,
            engine.leave,
            None if keeps else GRACE_SEC,
            lambda visit_id, folder: read_visit(visit_id, folder, self._recall),
            lambda visit_id: is_kept(engine.rooms().get(visit_id)),
        )
        self._written: dict[str, str] = {}
        engine.watch(self._changed)

    def wake(self) -> None:
        """Go on with what waited when the program ended, in the order it was asked for."""
        rooms = self.engine.rooms()
        woken = [self.visits.known(session) for session, folder in rooms.items() if waits(folder)]
        jobs = [job for visit in woken if visit for job in visit.jobs if not job.is_over]
        for job in sorted(jobs, key=lambda job: job.asked):
            self.engine.resume(job)
        for visit in woken:
            if visit:
                self.save(visit)

    def save(self, visit: Visit) -> None:
        """Write the visit into its room, if it has changed."""
        try:
            with visit.lock:
                self._written[visit.id] = write_visit(visit, self._written.get(visit.id))
        except OSError as problem:  # a full disk, or a room that was swept away a moment ago
            log.error("the visit in room %s was not written: %s", visit.folder.name, problem)

    def order(self, visit: Visit, request: ColorizeRequest, form: dict[str, Any], name: str = "") -> Job:
        """Queue a film of this visit, under a name of its own or the next number."""
        with visit.lock:
            job = self.engine.made(request, visit.id, form=dict(form))
            if request.master:
                number = sum(other.request.master is not None for other in visit.jobs) + 1
                job.name = name or f"{MASTER_NAMES.get(request.master, request.master)} {number}"
            else:
                visit.count += 1
                job.number = visit.count
                job.name = name or f"{'Draft' if request.draft else 'Take'} {job.number}"
            visit.watching = True
            return self._queue(visit, job)

    def deliver(self, visit: Visit, take: takes.Take, kinds: Sequence[str]) -> Job:
        """Queue further files of a take of this visit."""
        delivery = Delivery(take.request, tuple(kinds), take.colors, take.video.name, take.id)
        with visit.lock:
            job = self.engine.made(take.request, visit.id, form=dict(take.form), delivery=delivery)
            job.name = f"{take.name} · {', '.join(short_title(kind) for kind in kinds)}"
            return self._queue(visit, job)

    def retry(self, visit: Visit, job_id: str) -> Job:
        """Try a job of this visit once more."""
        with visit.lock:
            return self._queue(visit, self.engine.repeat(job_id, visit.id))

    def cancel(self, visit: Visit, job_id: str) -> None:
        """Stop a job of this visit."""
        self.engine.cancel(job_id, visit.id)

    def move(self, visit: Visit, job_id: str, way: Way) -> bool:
        """Let a waiting job of this visit change places with its others."""
        return self.engine.move(job_id, visit.id, way)

    def clear(self, visit: Visit) -> None:
        """Take what is over from the list of jobs; takes stay."""
        with visit.lock:
            for job in [job for job in visit.jobs if job.is_over]:
                self._forget(visit, job)
        self.save(visit)

    def remove(self, visit: Visit, take: takes.Take) -> None:
        """A take goes, with its files; the viewer shows something else."""
        with visit.lock:
            takes.remove(visit.takes, take)
            if visit.a == take.id:
                visit.a = "original"
            if visit.b == take.id:
                left = visit.own_takes
                visit.b = left[-1].id if left else None
                visit.show("film" if left else "still")
            for job in [job for job in visit.jobs if job.id == take.id and job.is_over]:
                self._forget(visit, job)
        self.save(visit)

    def _queue(self, visit: Visit, job: Job) -> Job:
        visit.jobs.append(job)
        over = [job for job in visit.jobs if job.is_over]
        for old in over[: max(0, len(over) - FINISHED_KEPT)]:
            self._forget(visit, old)
        self.engine.resume(job)
        self.save(visit)
        return job

    def _forget(self, visit: Visit, job: Job) -> None:
        visit.jobs.remove(job)
        self.engine.forget(job.id, visit.id)

    def _changed(self, job: Job) -> None:
        """A job started or is over, whether a page looks or not."""
        visit = self.visits.known(job.session)
        if visit is None:
            return
        with visit.lock:
            if job in visit.jobs:
                self._settle(visit, job)
        self.save(visit)

    def _settle(self, visit: Visit, job: Job) -> None:
        """Keep what a job has left as a take, once."""
        result = job.result
        if job.delivery is not None:
            made_of = [take for take in visit.takes if take.id == job.delivery.of]
            if job.is_over and result is not None:
                job.files = tuple(one_file(made.path) for made in result.delivered)
                if made_of:
                    takes.hand(made_of[0], result)
            return
        if not job.is_over or result is None or any(take.id == job.id for take in visit.takes):
            return
        take = takes.take_from(job, result)
        visit.takes.append(take)
        if take.source != visit.source:
            return
        film_seen(visit, job.request, result.heard)
        if result.words is not None:
            visit.landed(result.words, "film", take.form)
        if not take.is_master and visit.watching:
            if take.name == TEXT_ONLY:
                visit.look_at(a=take.id)
            else:
                visit.look_at(b=take.id)
            visit.watching = visit.is_busy

    def _recall(self, session: str, record: JobRecord) -> Job:
        return self.engine.made(record.request, session, job_id=record.id, delivery=record.asked_for())
