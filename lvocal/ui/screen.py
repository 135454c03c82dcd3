"""What handlers have in common: what they show, and what happens when something goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Protocol

import gradio as gr

from lvocal.ui import compare
from lvocal.ui.forms import Choice, sound_choices
from lvocal.ui.panels import Page
from lvocal.ui.visits import Take, Visit
from lvocal.values import Cancelled, UserError

log = logging.getLogger(__name__)

Update = dict[Any, Any]
"""From component to its new value; what is not named stays as it is."""

Handler = Callable[..., Iterator[Update]]


class Screen:
    """Turns a visit into updates of the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def form(self, values: tuple[Any, ...]) -> dict[str, Any]:
        """The form by name, from its components in order."""
        return dict(zip(self.page.form, values, strict=True))

    def fill(self, form: dict[str, Any]) -> Update:
        """Put a form back on the page."""
        update: Update = {self.page.form[name]: value for name, value in form.items()}
        update[self.page.swatches] = compare.palette_markup(form.get("palette") or "")
        return update

    def everything(self, visit: Visit) -> Update:
        """All that a visit shows, but for the form."""
        page = self.page
        update: Update = {
            page.facts: compare.facts_markup(visit.clip, page.weights),
            page.viewer: compare.viewer_value(visit),
            page.strip: compare.strip_value(visit),
            page.heard: compare.heard_value(visit),
            **self.buttons(busy=visit.job is not None and not visit.job.is_over),
            **self.sounds(visit),
            page.take: gr.Dropdown(
                choices=[(take.name, take.id) for take in visit.takes],
                value=visit.takes[-1].id if visit.takes else None,
            ),
            page.make_master: gr.Button(interactive=any(not take.is_master for take in visit.takes)),
        }
        if visit.clip:
            update[page.status] = compare.notes_status(visit.clip)
        update |= self.files(visit.takes[-1] if visit.takes else None)
        return update

    def everything_and_form(self, visit: Visit) -> Update:
        """The page as the visit has it."""
        update = {**self.everything(visit), **self.fill(visit.form)}
        for name, choices in lane_choices(visit).items():
            update[self.page.form[name]] = gr.Dropdown(choices=choices, value=visit.form[name])
        return update

    def sounds(self, visit: Visit) -> Update:
        """The choices of both lanes; what is chosen stays."""
        return {
            self.page.form[name]: gr.Dropdown(choices=choices)
            for name, choices in lane_choices(visit).items()
        }

    def buttons(self, busy: bool) -> Update:
        """Colorize while nothing runs, Stop while something does."""
        return {
            self.page.colorize: gr.Button(interactive=not busy),
            self.page.stop: gr.Button(interactive=busy),
        }

    def files(self, take: Take | None) -> Update:
        """What can be downloaded of a take, and its settings; nothing without one."""
        page, is_there = self.page, take is not None
        return {
            page.film: gr.DownloadButton(value=take.video if take else None, interactive=is_there),
            page.sidecar: gr.DownloadButton(value=take.sidecar if take else None, interactive=is_there),
            page.restore: gr.Button(interactive=is_there),
        }


def lane_choices(visit: Visit) -> dict[str, list[Choice]]:
    """What each of the four sound controls offers, the person's own files included."""
    return {
        f"{lane}_{side}": sound_choices(lane, visit.sounds, side == "b")
        for lane in ("music", "ambience")
        for side in ("a", "b")
    }


class HasScreen(Protocol):
    """Whatever holds handlers."""

    screen: Screen


def told(handler: Handler) -> Handler:
    """Turn what goes wrong into the status line. A question overtaken by a newer one just ends."""

    @wraps(handler)
    def run(self: HasScreen, *args: Any) -> Iterator[Update]:
        try:
            yield from handler(self, *args)
        except Cancelled:
            yield {self.screen.page.status: gr.skip()}
        except UserError as problem:
            yield {self.screen.page.status: compare.problem_status(problem)}
        except Exception as problem:  # the border of the program: logged here, told to the person
            log.exception("%s failed", handler.__name__)
            yield {self.screen.page.status: compare.problem_status(problem)}

    return run


def busy(text: str) -> dict[str, Any]:
    """A status line on something short."""
    return {"state": "working", "text": text}
