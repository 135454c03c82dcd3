"""Held: does a mark keep to its thing, and do words hold what they name beside it?

Shapes: h, w half the painted picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from zlib import crc32

import numpy as np

from lvocal.color.lexicon import COLOR_NAMES
from lvocal.evaluate.bars.garments import Garment, distance, garment_of, largest_worn
from lvocal.evaluate.bars.known_bars import NEAR, pin, pin_spill
from lvocal.evaluate.bars.table import Row, Trial, at_most, mean
from lvocal.evaluate.bars.word_bars import CHROMATIC
from lvocal.evaluate.filming import paint_film, wish
from lvocal.values import ColorizeRequest, Stroke

FEW_PICTURES = 24

REACH = 0.12
"""Of the width of the picture: how far a stroke goes from the middle of a garment to each side."""

RADIUS = 0.015

Mark = Callable[[ColorizeRequest, np.ndarray, str], ColorizeRequest]
"""A request with a colour by name marked on a region (h, w)."""


def pinned(request: ColorizeRequest, inside: np.ndarray, color: str) -> ColorizeRequest:
    """With a pin in the middle of a region (h, w)."""
    return replace(request, hints=(pin(inside, color),))


def painted(request: ColorizeRequest, inside: np.ndarray, color: str) -> ColorizeRequest:
    """With a stroke through the middle of a region (h, w), which it does not leave."""
    middle, width = pin(inside, color), inside.shape[1]
    row = inside[int(middle.y * len(inside))]
    here = int(middle.x * width)
    gaps = np.flatnonzero(~row)
    left = max([0, *(gaps[gaps < here] + 1), here - round(REACH * width)])
    right = min([width - 1, *(gaps[gaps > here] - 1), here + round(REACH * width)])
    ends = ((left + 0.5) / width, middle.y), ((right + 0.5) / width, middle.y)
    return replace(request, strokes=(Stroke(0, ends, color, RADIUS),))


def held(trial: Trial) -> list[Row]:
    """Held: one garment is pinned or painted while words name another; and one is painted without words."""
    rows = []
    for what, mark in (("pinned", pinned), ("painted", painted)):
        pairs = list(_beside_words(trial, mark))
        changes, gaps = [change for change, _ in pairs if change is not None], [gap for _, gap in pairs]
        rows += [
            at_most(f"{what} beside a named garment: dE76 on the named one", mean(changes), 5),
            at_most(f"{what} beside a named garment: mean dE on the marked one, a*b*", mean(gaps), 20),
        ]
    return rows + _strokes_alone(trial)


def _beside_words(trial: Trial, mark: Mark) -> Iterator[tuple[float | None, float]]:
    """What a mark changes on the named garment, None where words alone did not find it, and how far the
    marked one is from its colour."""
    for picture, regions in trial.some(largest_worn(trial.pictures, 2), FEW_PICTURES):
        first = crc32(picture.key.encode())
        said, color = CHROMATIC[first % 8], CHROMATIC[(first + 3) % 8]
        garments = [garment_of(picture, region, trial.settings.paint_px) for region in regions]
        for named, marked in (garments, garments[::-1]):
            request = wish(trial.settings, f"a {said} {named.label}")
            plain = _paint(trial, named, request)
            after = _paint(trial, named, mark(request, marked.inside, color))
            gap = distance(marked.painted(after), marked.asked(COLOR_NAMES[color]))
            found = distance(named.painted(plain), named.asked(COLOR_NAMES[said])) <= NEAR
            yield pin_spill(plain, after, ~named.inside) if found else None, gap


def _strokes_alone(trial: Trial) -> list[Row]:
    gaps, spills = [], []
    for picture, (region,) in trial.some(largest_worn(trial.pictures, 1), FEW_PICTURES):
        garment, request = garment_of(picture, region, trial.settings.paint_px), wish(trial.settings)
        color = CHROMATIC[crc32(picture.key.encode()) % 8]
        plain = _paint(trial, garment, request)
        after = _paint(trial, garment, painted(request, garment.inside, color))
        gaps.append(distance(garment.painted(after), garment.asked(COLOR_NAMES[color])))
        spills.append(pin_spill(plain, after, garment.inside))
    return [
        at_most("painted garment, no words: mean dE on it, a*b*", mean(gaps), 12),
        at_most("painted garment, no words: dE76 outside it", mean(spills), 3),
    ]


def _paint(trial: Trial, garment: Garment, request: ColorizeRequest) -> np.ndarray:
    """By the app's painter -> a*b* (2, h, w)."""
    return paint_film(trial.networks, garment.still.lightness[None], request)[0]
