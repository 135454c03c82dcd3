"""What all parts of the page share, and how a part of the page is made.

The page is a set of areas. An area lays its components out in the slots of the page, connects what people do
with them to handlers, and shows what a visit holds. A handler gets the visit, the form as it stands, and what
the browser was asked for besides; it yields updates of components.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, TypeVar

import gradio as gr
from gradio.components import Component

from lvocal.engine import Engine
from lvocal.ui.orders import Orders
from lvocal.ui.status import problem_status
from lvocal.ui.theme import widget
from lvocal.ui.visits import Visit
from lvocal.values import Cancelled, UserError

log = logging.getLogger(__name__)

Update = dict[Any, Any]
"""From component to its new value; what is not named stays as it is."""

Form = dict[str, Any]
"""Every control of the request by name, as forms.DEFAULTS."""

Handler = Callable[[Visit, Form, Any], Iterator[Update]]

Queueing = Literal["once", "multiple", "always_last"]
"""What a second press does while the first is at work: nothing, the same again, or the last one waits."""

QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""The page's own events are no endpoints; those are in endpoints.py."""

TOUCH = "() => { lvocal.touch(); }"
"""The still follows what was changed."""

AnyArea = TypeVar("AnyArea", bound="Area")


class Page:
    """The shared things: engine, visits, the form, the status line, and all areas."""

    def __init__(self, engine: Engine, orders: Orders, secret: str | None = None) -> None:
        """Inside a Blocks. `secret` keeps the id of a visit readable when the program has started again."""
        self.engine, self.orders, self.visits = engine, orders, orders.visits
        self.visit = gr.BrowserState(None, storage_key="lvocal-visit", secret=secret)
        self.asked = gr.JSON(None, visible=False)
        self.form: dict[str, Component] = {}
        self.areas: list[Area] = []
        self.status: Component = widget("status", {}, "lv-status", render=False)
        """The line that says how things stand; laid out where it belongs by `render()`."""

    def area(self, kind: type[AnyArea]) -> AnyArea:
        """The one area of a kind."""
        return next(area for area in self.areas if isinstance(area, kind))

    @property
    def outputs(self) -> list[Component]:
        """Everything that may change."""
        shown = [component for area in self.areas for component in area.shown]
        return list(dict.fromkeys([self.status, *self.form.values(), *shown]))

    def show(self, visit: Visit) -> Update:
        """All that a visit shows, but for the form."""
        update: Update = {}
        for area in self.areas:
            update |= area.show(visit)
        return update

    def fill(self, visit: Visit, form: Form) -> Update:
        """Put a form on the page, and keep it."""
        visit.form = form
        update: Update = {self.form[name]: value for name, value in form.items()}
        for area in self.areas:
            update |= area.filled(visit, form)
        return update

    def say(self, text: str, **more: Any) -> Update:
        """A sentence in the status line."""
        return {self.status: {"state": "idle", "text": text, **more}}

    def busy(self, text: str) -> Update:
        """Something short is being done."""
        return {self.status: {"state": "working", "text": text}}

    def told(self, handler: Handler) -> Callable[..., Iterator[Update]]:
        """A handler as gradio calls it. What goes wrong is told in the status line; a question overtaken by a
        newer one just ends."""

        def run(visit_id: str, asked: Any, *values: Any) -> Iterator[Update]:
            try:
                visit = self.visits.find(visit_id)
                yield from handler(visit, dict(zip(self.form, values, strict=True)), asked)
                self.orders.save(visit)
            except Cancelled:
                yield {self.status: gr.skip()}
            except UserError as problem:
                yield {self.status: problem_status(problem)}
            except Exception as problem:  # the border of the program: logged here, told to the person
                log.exception("%s failed", handler.__name__)
                yield {self.status: problem_status(problem)}

        run.__name__ = handler.__name__
        return run


class Area:
    """One part of the page."""

    def __init__(self, page: Page) -> None:
        self.page, self.engine, self.visits = page, page.engine, page.visits
        self.form = page.form
        """The form of the whole page; an area adds its controls."""
        self.shown: list[Component] = []
        """Components of this area, beside its controls, that handlers may change."""
        page.areas.append(self)

    def lay_out_left(self) -> None:
        """Make what stands in the left column, where a film is described."""

    def lay_out_right(self) -> None:
        """Make what stands in the right column, where it is seen."""

    def lay_out_below(self) -> None:
        """Make what stands on a tab of its own, below what is seen."""

    def connect(self) -> None:
        """Tie components to handlers; all areas are laid out by now."""

    def show(self, visit: Visit) -> Update:
        """Everything of a visit that this area shows, beside the form."""
        return {}

    def filled(self, visit: Visit, form: Form) -> Update:
        """What else changes when a form is put on the page."""
        return {}

    def keep(self, component: AnyComponent) -> AnyComponent:
        """Note a component that handlers may change; gives it back."""
        self.shown.append(component)
        return component

    def on(
        self,
        triggers: Any,
        handler: Handler,
        asks: str | Component | None = None,
        after: str | None = None,
        mode: Queueing = "once",
        outputs: Sequence[Component] | None = None,
    ) -> None:
        """Call a handler when something happens.

        What it gets as `asked` is the value of a component, such as an upload, or of a JavaScript
        expression. `after` is a JavaScript function that runs when the handler is through. `outputs` narrows
        what the handler may change.
        """
        page = self.page
        given = asks if isinstance(asks, Component) else page.asked
        event = gr.on(
            triggers,
            page.told(handler),
            [page.visit, given, *page.form.values()],
            list(outputs) if outputs else page.outputs,
            js=f"(visit, asked, ...form) => [visit, {asks}, ...form]" if isinstance(asks, str) else None,
            trigger_mode=mode,
            **QUIET,
        )
        if after:
            event.then(None, js=after)


AnyComponent = TypeVar("AnyComponent", bound=Component)
