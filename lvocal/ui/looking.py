"""Stills, listening, and what helps to fill the form."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lvocal.color.palette import palette_of_picture
from lvocal.color.palette_source import palette_of_words, random_palette
from lvocal.engine import Engine
from lvocal.media.picture_file import read_picture
from lvocal.settings import load_preset
from lvocal.ui import compare, incoming
from lvocal.ui.forms import read_mix, read_request, read_rows
from lvocal.ui.panels import LOOKS
from lvocal.ui.screen import Screen, Update, busy, told
from lvocal.ui.visits import Visit, Visits
from lvocal.values import Palette, UserError


class Looking:
    """Handlers of everything short of colouring a film."""

    def __init__(self, engine: Engine, visits: Visits, screen: Screen) -> None:
        self.engine, self.visits, self.screen = engine, visits, screen
        self.page = screen.page

    @told
    def preview(self, visit_id: str, *values: Any) -> Iterator[Update]:
        """Paint the chosen frame with the form as it is."""
        yield from self.paint(self.visits.find(visit_id), self.screen.form(values))

    @told
    def turn_to(self, visit_id: str, frame: int, *values: Any) -> Iterator[Update]:
        """Another picture of the filmstrip was chosen."""
        visit = self.visits.find(visit_id)
        incoming.turn_to(visit, int(frame))
        yield {self.page.viewer: compare.viewer_value(visit)}
        yield from self.paint(visit, self.screen.form(values))

    @told
    def listen(self, visit_id: str, *values: Any) -> Iterator[Update]:
        """What is heard in the mix, and the mix itself."""
        yield from self.hear(self.visits.find(visit_id), self.screen.form(values))

    def paint(self, visit: Visit, form: dict[str, Any]) -> Iterator[Update]:
        """The chosen frame in colour; dropped when the person has moved on meanwhile."""
        visit.form = form
        request = read_request(form, visit.source, visit.sounds, self.engine.weights)
        running = visit.job is not None and not visit.job.is_over
        if not running:
            yield {self.page.status: busy("Painting the still")}
        frame, started_sec = visit.frame, time.monotonic()
        still = self.engine.preview(request, frame, visit.id)
        if visit.frame != frame or visit.clip is None or visit.clip.path != request.source:
            return
        visit.still = still
        visit.show("still")
        yield {self.page.viewer: compare.viewer_value(visit)}
        if not running:
            status = compare.notes_status(visit.clip)
            yield {
                self.page.status: {
                    **status,
                    "text": f"Still in {time.monotonic() - started_sec:.1f} s",
                }
            }

    def hear(self, visit: Visit, form: dict[str, Any]) -> Iterator[Update]:
        """What the model hears in the mix of a form."""
        visit.form = form
        source = read_request(form, visit.source, visit.sounds, self.engine.weights).source
        mix = read_mix(form, visit.sounds)
        visit.heard = self.engine.listen(mix, source, visit.id)
        apart = mix.separates and visit.clip is not None and visit.clip.audio is not None
        stems = self.engine.separate(mix, source, visit.id) if apart else None
        incoming.make_mix(visit, mix, stems)
        yield {self.page.heard: compare.heard_value(visit)}

    @told
    def add_sound(self, visit_id: str, upload: str) -> Iterator[Update]:
        """A sound of one's own joins the choices of both lanes."""
        visit = self.visits.find(visit_id)
        path = incoming.adopt(Path(upload), visit.folder)
        incoming.check_sound(path)
        visit.sounds[path.name] = path
        status = {"state": "idle", "text": f"{path.name} can now be chosen for music and ambience."}
        yield {**self.screen.sounds(visit), self.page.status: status}

    @told
    def palette_from(self, visit_id: str, upload: str) -> Iterator[Update]:
        """The five main colours of a picture become the palette."""
        self.visits.find(visit_id)
        yield self._palette(palette_of_picture(read_picture(Path(upload))))

    @told
    def palette_of_words(self, visit_id: str, *values: Any) -> Iterator[Update]:
        """The colours of what rows and caption speak of become the palette."""
        self.visits.find(visit_id)
        form = self.screen.form(values)
        rows = [f"{row.color} {row.object}" for row in read_rows(form["rows"])]
        if not (spoken := ", ".join([*rows, form["prompt"] or ""]).strip(", ")):
            raise UserError("There are no words yet.", "Write a caption, or an object and its colour.")
        yield self._palette(palette_of_words(spoken))

    @told
    def palette_drawn(self, visit_id: str, *values: Any) -> Iterator[Update]:
        """Five colours drawn anew become the palette."""
        self.visits.find(visit_id)
        yield self._palette(random_palette(secrets.randbelow(2**32)))

    def _palette(self, palette: Palette) -> Update:
        colors = ", ".join(palette.colors)
        return {self.page.form["palette"]: colors, self.page.swatches: compare.palette_markup(colors)}

    @told
    def choose_look(self, name: str | None) -> Iterator[Update]:
        """A look sets the sliders it is made of; they stay free to move. Seed and keyframe belong to the film
        and the person."""
        if name:
            settings = load_preset(LOOKS / f"{Path(name).name}.json")
            yield {
                component: getattr(settings, key)
                for key, component in self.page.form.items()
                if hasattr(settings, key) and key not in ("seed", "keyframe")
            }
