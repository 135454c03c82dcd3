"""A page opens, or a film comes in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from lvocal.ui import compare, incoming
from lvocal.ui.coloring import Coloring
from lvocal.ui.forms import DEFAULTS, defaults
from lvocal.ui.looking import Looking
from lvocal.ui.panels import EXAMPLES
from lvocal.ui.screen import Screen, Update, busy, told
from lvocal.ui.theme import ASSETS
from lvocal.ui.visits import Visit, Visits


class Arriving:
    """Handlers of beginnings."""

    def __init__(self, visits: Visits, screen: Screen, looking: Looking, coloring: Coloring) -> None:
        self.visits, self.screen = visits, screen
        self.page = screen.page
        self._looking, self._coloring = looking, coloring

    def enter(self, claimed: str | None, request: gr.Request) -> tuple[str, Any]:
        """A page opens: the id its browser shall keep."""
        visit = self.visits.enter(claimed, str(request.session_hash))
        return visit.id, gr.skip()

    @told
    def restore(self, visit_id: str) -> Iterator[Update]:
        """Show the visit as it was; a new one starts with the first example."""
        visit = self.visits.find(visit_id)
        if visit.clip is None:
            yield from self._example(visit, next(iter(EXAMPLES)))
            return
        yield self.screen.everything_and_form(visit)
        if visit.job and not visit.job.is_over:
            yield from self._coloring.follow(visit, visit.job)

    @told
    def open_film(self, visit_id: str, upload: str, *values: Any) -> Iterator[Update]:
        """A film was brought."""
        visit = self.visits.find(visit_id)
        film = incoming.adopt(Path(upload), visit.folder)
        yield from self._arrive(visit, film, for_another_film(self.screen.form(values)))

    @told
    def open_example(self, visit_id: str, name: str) -> Iterator[Update]:
        """An example was asked for."""
        yield from self._example(self.visits.find(visit_id), name)

    def _example(self, visit: Visit, name: str) -> Iterator[Update]:
        film, words = EXAMPLES[name]
        yield from self._arrive(visit, ASSETS / "examples" / film, {**defaults(self.page.weights), **words})

    def _arrive(self, visit: Visit, path: Path, form: dict[str, Any]) -> Iterator[Update]:
        yield {self.page.status: busy("Reading the film and looking for cuts")}
        incoming.take_in(visit, path)
        visit.form = form
        yield self.screen.everything_and_form(visit)
        yield from self._looking.paint(visit, form)
        yield from self._looking.hear(visit, form)
        incoming.make_proxy(visit)
        yield {self.page.viewer: compare.viewer_value(visit)}


def for_another_film(form: dict[str, Any]) -> dict[str, Any]:
    """What stays when a film of one's own comes: all but the words of an example that nobody touched, and the
    number of a keyframe."""
    if form["keyframe"] not in ("none", "best"):
        form = {**form, "keyframe": DEFAULTS["keyframe"]}
    for _, words in EXAMPLES.values():
        if all(form[name] == value for name, value in words.items()):
            return {**form, **{name: DEFAULTS[name] for name in words}}
    return form
