"""Colouring films: starting, watching, stopping, and the takes that come of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from threading import Lock
from typing import Any

from lvocal.engine import Engine
from lvocal.jobs import Job
from lvocal.ui import compare, incoming
from lvocal.ui.forms import read_request
from lvocal.ui.screen import Screen, Update, told
from lvocal.ui.visits import Take, Visit, Visits
from lvocal.values import Progress, UserError

POLL_SEC = 0.2
MASTER_NAMES = {"prores": "ProRes", "ffv1": "FFV1", "png": "PNG"}


class Coloring:
    """Handlers of films."""

    def __init__(self, engine: Engine, visits: Visits, screen: Screen) -> None:
        self.engine, self.visits, self.screen = engine, visits, screen
        self.page = screen.page
        self._settling = Lock()

    @told
    def colorize(self, visit_id: str, *values: Any) -> Iterator[Update]:
        """Colour the film for the viewer."""
        visit = self.visits.find(visit_id)
        if visit.job and not visit.job.is_over:
            raise UserError("A film is being coloured already.", "Wait for it, or stop it.")
        visit.form = visit.job_form = self.screen.form(values)
        request = read_request(visit.form, visit.source, visit.sounds, self.engine.weights)
        visit.job = self.engine.submit(request, visit.id)
        yield from self.follow(visit, visit.job)

    @told
    def make_master(self, visit_id: str, take_id: str, master: str) -> Iterator[Update]:
        """Render a take once more, with the same settings and seed, as a master."""
        visit = self.visits.find(visit_id)
        take = self._take(visit, take_id)
        visit.job_form = take.form
        visit.job = self.engine.submit(replace(take.request, master=master), visit.id)  # type: ignore[arg-type]
        yield from self.follow(visit, visit.job)

    @told
    def stop(self, visit_id: str) -> Iterator[Update]:
        """Stop the film of this visit, and of no other; the finished part is kept."""
        visit = self.visits.find(visit_id)
        if visit.job is None or visit.job.is_over:
            return
        visit.job.cancel()
        yield {self.page.status: {"state": "running", "text": "Stopping at the next step"}}

    def follow(self, visit: Visit, job: Job) -> Iterator[Update]:
        """Show a job until it is over; any page of the visit may follow it, also after a reload."""
        shown: Progress | None = None
        while not job.is_over:
            update: Update = {
                self.page.status: compare.job_status(job),
                **self.screen.buttons(busy=True),
            }
            if job.progress and job.progress.still and job.progress is not shown:
                update[self.page.viewer] = compare.viewer_value(visit, job.progress.still)
            shown = job.progress
            yield update
            time.sleep(POLL_SEC)
        with self._settling:
            self._settle(visit, job)
        yield {**self.screen.everything(visit), self.page.status: compare.job_status(job)}

    def _settle(self, visit: Visit, job: Job) -> None:
        """Keep what a job has left as a take, once."""
        result = job.result
        is_known = any(take.id == job.id for take in visit.takes)
        if result is None or is_known or visit.clip is None or visit.clip.path != job.request.source:
            return
        master = job.request.master
        number = sum(not take.is_master for take in visit.takes) + 1
        name = f"{MASTER_NAMES[master]} {len(visit.takes) - number + 2}" if master else f"Take {number}"
        film = incoming.one_file(result.video)
        visit.takes.append(
            Take(job.id, name, film, result.sidecar, job.request, visit.job_form, master is not None)
        )
        visit.heard = result.heard
        if not master:
            visit.show("film")

    @told
    def choose_take(self, visit_id: str, take_id: str) -> Iterator[Update]:
        """Offer the files of a take."""
        yield self.screen.files(self._take(self.visits.find(visit_id), take_id))

    @told
    def take_back(self, visit_id: str, take_id: str) -> Iterator[Update]:
        """Put the settings of a take back into the form."""
        yield self.screen.fill(self._take(self.visits.find(visit_id), take_id).form)

    def _take(self, visit: Visit, take_id: str) -> Take:
        for take in visit.takes:
            if take.id == take_id:
                return take
        raise UserError("This take is not known any more.", "Colorize the film again.")
