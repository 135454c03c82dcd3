"""Jobs: colouring films, watching them, stopping them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Lock
from typing import Any

import gradio as gr

from lvocal.jobs import Job
from lvocal.ui import incoming
from lvocal.ui.area import Area, Form, Page, Update
from lvocal.ui.compare import viewer_value
from lvocal.ui.desk_view import film_seen
from lvocal.ui.forms import read_request
from lvocal.ui.status import job_status
from lvocal.ui.viewer_area import ViewerArea
from lvocal.ui.visits import Take, Visit
from lvocal.values import ColorizeRequest, Progress, UserError

POLL_SEC = 0.2
MASTER_NAMES = {"prores": "ProRes", "ffv1": "FFV1", "png": "PNG"}


class JobsArea(Area):
    """Films on their way."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._settling = Lock()

    def lay_out_actions(self) -> None:
        """Start and stop."""
        self.colorize = self.keep(
            gr.Button("Colorize", variant="primary", size="sm", elem_id="lv-colorize", min_width=150)
        )
        self.stop = self.keep(
            gr.Button("Stop", variant="stop", size="sm", elem_id="lv-stop", interactive=False, min_width=80)
        )

    def connect(self) -> None:
        """Both buttons."""
        self.on(self.colorize.click, self._colorize)
        self.on(self.stop.click, self._stop, outputs=[self.page.status])

    def show(self, visit: Visit) -> Update:
        """Colorize while nothing runs, Stop while something does."""
        return {
            self.colorize: gr.Button(interactive=not visit.is_busy),
            self.stop: gr.Button(interactive=visit.is_busy),
        }

    def start(self, visit: Visit, request: ColorizeRequest, form: Form, name: str = "") -> Iterator[Update]:
        """Queue a film and follow it; its take may have a name of its own."""
        if visit.is_busy:
            raise UserError("A film is being coloured already.", "Wait for it, or stop it.")
        visit.job_form, visit.job_name = form, name
        visit.job = self.engine.submit(request, visit.id)
        yield from self._follow(visit, visit.job)

    def resume(self, visit: Visit) -> Iterator[Update]:
        """Go on watching what runs, after a reload."""
        if visit.job is not None and not visit.job.is_over:
            yield from self._follow(visit, visit.job)

    def _colorize(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """Colour the film for the viewer."""
        visit.form = form
        request = read_request(form, visit.source, visit.sounds, self.engine.weights)
        yield from self.start(visit, request, form)

    def _stop(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """Stop the film of this visit, and of no other; the finished part is kept."""
        if visit.job is None or visit.job.is_over:
            return
        visit.job.cancel()
        yield {self.page.status: {"state": "running", "text": "Stopping at the next step"}}

    def _follow(self, visit: Visit, job: Job) -> Iterator[Update]:
        """Show a job until it is over; any page of the visit may follow it, also after a reload."""
        shown: Progress | None = None
        viewer = self.page.area(ViewerArea).viewer
        while not job.is_over:
            update: Update = {self.page.status: job_status(job), **self.show(visit)}
            if job.progress and job.progress.still and job.progress is not shown:
                update[viewer] = viewer_value(visit, job.progress.still)
            shown = job.progress
            yield update
            time.sleep(POLL_SEC)
        with self._settling:
            _settle(visit, job)
        yield {**self.page.show(visit), self.page.status: job_status(job)}


def _settle(visit: Visit, job: Job) -> None:
    """Keep what a job has left as a take, once."""
    result = job.result
    is_known = any(take.id == job.id for take in visit.takes)
    if result is None or is_known or visit.clip is None or visit.clip.path != job.request.source:
        return
    master = job.request.master
    number = sum(not take.is_master for take in visit.takes) + 1
    name = f"{MASTER_NAMES[master]} {len(visit.takes) - number + 2}" if master else f"Take {number}"
    name = visit.job_name or name
    film = incoming.one_file(result.video)
    visit.takes.append(
        Take(job.id, name, film, result.sidecar, job.request, visit.job_form, master is not None)
    )
    film_seen(visit, job.request, result.heard)
    if visit.job_name == "Text only":
        visit.a = job.id
    elif not master:
        visit.b = job.id
    if not master:
        visit.show("film")
