"""Jobs: ordering films, watching them, stopping them.

The page asks how things stand, again and again, by a plain request of its own, and fetches what has changed
since it last asked. A reload or a dropped connection loses nothing but a few of these questions. (A timer of
Gradio asks by events; when one of them fails, Gradio loads the whole page anew as soon as it can.)
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from lvocal.jobs import Job
from lvocal.ui.area import QUIET, Area, Form, Update
from lvocal.ui.compare import viewer_value
from lvocal.ui.deliver_area import DeliverArea
from lvocal.ui.deliver_view import deliver_value
from lvocal.ui.forms import read_request
from lvocal.ui.jobs_view import current_job, jobs_value, seen_mark
from lvocal.ui.status import job_status, spoken_sec
from lvocal.ui.takes_area import TakesArea
from lvocal.ui.takes_view import takes_value
from lvocal.ui.theme import widget
from lvocal.ui.viewer_area import ViewerArea
from lvocal.ui.visits import Visit
from lvocal.ui.words_area import WordsArea
from lvocal.values import ColorizeRequest, UserError

log = logging.getLogger(__name__)

SETS_TIME = ("steps", "guidance", "paint_px")
"""Controls on which the time depends."""

DEEDS = ("cancel", "retry", "up", "down", "front", "clear")


class JobsArea(Area):
    """Films on their way."""

    def lay_out_actions(self) -> None:
        """Start and stop, and how long it will take."""
        self.draft = gr.Button("Preview clip", size="sm", elem_id="lv-draft", min_width=110)
        self.draft_first = gr.Checkbox(
            False,
            label="draft first",
            elem_id="lv-draft-first",
            container=False,
            min_width=100,
            interactive=True,
        )
        self.time = self.keep(gr.HTML("", elem_id="lv-time", apply_default_css=False))
        self.colorize = gr.Button(
            "Colorize", variant="primary", size="sm", elem_id="lv-colorize", min_width=150
        )
        self.stop = self.keep(
            gr.Button("Stop", variant="stop", size="sm", elem_id="lv-stop", interactive=False, min_width=80)
        )

        def has_news(question: list[str]) -> bool:
            """[visit, seen]: something has changed since the page saw what it marked with `seen`."""
            visit_id, seen = question
            return self._pulse(self.visits.find(visit_id))["seen"] != seen

        self.pulse = self.keep(widget("pulse", {}, "lv-pulse", server_functions=[has_news]))

    def lay_out_below(self) -> None:
        """All jobs of the visit."""
        self.jobs = self.keep(widget("jobs", {}, "lv-jobs"))

    def connect(self) -> None:
        """Buttons, the list, and the clock."""
        self.on(self.colorize.click, self._colorize, asks=self.draft_first, mode="multiple")
        self.on(self.draft.click, self._preview, mode="multiple")
        self.on(self.stop.click, self._stop, mode="multiple")
        self.on(self.jobs.select, self._act, asks="lvocal.jobs.asked()", mode="multiple")
        changes = [self.form[name].change for name in SETS_TIME]  # type: ignore[attr-defined]
        self.on(changes, self._tell_time, mode="always_last", outputs=[self.time])
        page, takes = self.page, self.page.area(TakesArea)
        gr.on(
            self.pulse.tick,
            self._look,
            page.visit,
            [
                self.pulse,
                self.jobs,
                self.stop,
                takes.takes,
                page.area(DeliverArea).panel,
                page.area(ViewerArea).viewer,
                page.status,
                *page.area(WordsArea).shown,
            ],
            queue=False,
            **QUIET,
        )

    def show(self, visit: Visit) -> Update:
        """The list, what stands beside the buttons, and the line on what is on its way."""
        update: Update = {
            self.pulse: self._pulse(visit),
            self.jobs: jobs_value(visit, self.engine),
            self.stop: gr.Button(interactive=visit.is_busy),
            self.time: self._time(visit, visit.form),
        }
        if (job := current_job(visit)) is not None and visit.is_busy:
            update[self.page.status] = self._status(job)
        return update

    def start(self, visit: Visit, request: ColorizeRequest, form: Form, name: str = "") -> Iterator[Update]:
        """Queue a film; its take may have a name of its own."""
        self.page.orders.order(visit, request, form, name)
        yield self._news(visit)

    def _colorize(self, visit: Visit, form: Form, draft_first: bool) -> Iterator[Update]:
        """Colour the film for the viewer; a draft of it before, if wished."""
        if draft_first:
            yield from self._order(visit, form, draft=True)
        yield from self._order(visit, form)

    def _preview(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """The whole clip, small and quick."""
        yield from self._order(visit, form, draft=True)

    def _order(self, visit: Visit, form: Form, draft: bool = False) -> Iterator[Update]:
        visit.form = form
        request = read_request(form, visit.source, visit.sounds, self.engine.weights, visit.handed)
        yield from self.start(visit, replace(request, draft=draft), form)

    def _stop(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        """Stop the film at work of this visit, and of no other; the finished part is kept."""
        job = current_job(visit)
        if job is not None and not job.is_over:
            self.page.orders.cancel(visit, job.id)
            stopping = {"state": "running", "text": "Stopping at the next step"}
            yield {**self._news(visit), self.page.status: job_status(job) if job.is_over else stopping}

    def _act(self, visit: Visit, form: Form, asked: dict[str, str]) -> Iterator[Update]:
        """A button of the list was pressed."""
        deed, job_id, orders = asked["deed"], asked["id"], self.page.orders
        if deed not in DEEDS:
            raise ValueError(f"unknown deed {deed}")
        if deed == "cancel":
            orders.cancel(visit, job_id)
        elif deed == "retry":
            orders.retry(visit, job_id)
        elif deed == "clear":
            orders.clear(visit)
        else:
            orders.move(visit, job_id, deed)  # type: ignore[arg-type]
        yield self._news(visit)

    def _tell_time(self, visit: Visit, form: Form, asked: Any) -> Iterator[Update]:
        yield {self.time: self._time(visit, form)}

    def _look(self, visit_id: str) -> Update:
        return self._news(self.visits.find(visit_id))

    def _news(self, visit: Visit) -> Update:
        page, job = self.page, current_job(visit)
        update = self.show(visit)
        update |= page.area(TakesArea).show(visit) | page.area(DeliverArea).show(visit)
        update.pop(self.time)
        if job is None:
            return update
        progress = job.progress if job.state == "running" else None
        if visit.watching and progress and progress.still and job.request.source == visit.source:
            update[page.area(ViewerArea).viewer] = viewer_value(visit, progress.still)
        elif job.is_over:
            update |= {page.area(ViewerArea).viewer: viewer_value(visit), **page.area(WordsArea).show(visit)}
        return {**update, page.status: self._status(job)}

    def _status(self, job: Job) -> dict[str, Any]:
        return job_status(job, self.engine.wait_sec(job) if job.state == "queued" else None)

    def _pulse(self, visit: Visit) -> dict[str, Any]:
        """By what the page tells whether there is news, and how often it asks."""
        value = jobs_value(visit, self.engine)
        seen = seen_mark(value, takes_value(visit), deliver_value(visit), visit.token)
        count = sum(not job.is_over for job in visit.jobs)
        return {"visit": visit.id, "seen": seen, "busy": visit.is_busy, "count": count}

    def _time(self, visit: Visit, form: Form) -> str:
        """How long the film would take, where that is known."""
        try:
            request = read_request(form, visit.source, visit.sounds, self.engine.weights, visit.handed)
            found = self.engine.estimate(request)
        except (UserError, KeyError):
            return ""  # what is wrong with the form is said when it is used
        if found is None:
            return ""
        title = (
            "Guessed from another computer; true after the first film."
            if found.is_rough
            else "As films took here."
        )
        told = spoken_sec(found.seconds) + "?" * found.is_rough
        return f'<span class="lv-time" title="{title}">≈ {told}</span>'
