"""Words: does a named thing take the colour of its name, finely, alone, and without taking its neighbour's?

Shapes: B sentences for one picture, h, w half the painted picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from lvocal.color.lexicon import COLOR_NAMES
from lvocal.color.naming import SENTENCE_COLORS, is_held_out
from lvocal.evaluate.bars.garments import Garment, distance, garment_of, largest_worn, worn
from lvocal.evaluate.bars.table import Row, Trial, at_least, at_most, mean, median
from lvocal.evaluate.painting import paint
from lvocal.metrics.classic import hue_error_deg, spill
from lvocal.model.text import tokenize
from lvocal.values import ColorRow

CHROMATIC = ("red", "green", "blue", "yellow", "orange", "purple", "pink", "teal")

BLUES = ("klein blue", "navy", "dark blue", "royal blue", "sky blue")
"""L-C4 Fig. 8 shows a car that takes neither Klein blue nor dark blue."""

FINE = (*BLUES, "crimson", "brick red", "forest green", "mint", "mustard", "olive")

UNSEEN_PER_GARMENT = 8
FEW_GARMENTS = 30
"""For the lines that ask about colours rather than about garments."""

PAIRS = (("red", "green"), ("blue", "yellow"), ("orange", "purple"), ("teal", "pink"))
"""Two colours that nothing but a mistake brings near each other."""


def words(trial: Trial) -> list[Row]:
    """Words: named colours on named garments, and what changes elsewhere."""
    hues, chromas, spills = [], [], []
    for picture, region in worn(trial.pictures)[: trial.limit]:
        garment = garment_of(picture, region, trial.settings.paint_px)
        paintings = _painted(trial, garment, CHROMATIC)
        for color, ab in zip(CHROMATIC, paintings, strict=True):
            hues.append(_hue_error(garment, ab, color))
            chromas.append(float(np.hypot(*garment.painted(ab))))
        spills += [
            spill(_colors_last(one), _colors_last(two), garment.inside) for one, two in pairwise(paintings)
        ]
    return [
        at_most("words: median hue error on the named garment, degrees", median(hues), 5),
        at_least("words: mean chroma there", mean(chromas), 20),
        at_most("words: dE76 outside the mask when one colour word changes", mean(spills), 2.5),
    ]


def unseen(trial: Trial) -> list[Row]:
    """Words: colour names that training never said (`color.naming.is_held_out`).

    Every garment is asked for the next eight of them, so that all are asked for.
    """
    names = [name for name in SENTENCE_COLORS if is_held_out(name)]
    hues = []
    for number, (picture, region) in enumerate(trial.some(worn(trial.pictures), FEW_GARMENTS)):
        garment = garment_of(picture, region, trial.settings.paint_px)
        first = number * UNSEEN_PER_GARMENT
        asked = [names[k % len(names)] for k in range(first, first + UNSEEN_PER_GARMENT)]
        hues += [
            _hue_error(garment, ab, name)
            for name, ab in zip(asked, _painted(trial, garment, asked), strict=True)
        ]
    return [at_most("words: median hue error of names never learned, degrees", median(hues), 8)]


def fine(trial: Trial) -> list[Row]:
    """Words: fine colours, against what sRGB can show of them at the garment's own lightness."""
    gaps = []
    for picture, region in trial.some(worn(trial.pictures), FEW_GARMENTS):
        garment = garment_of(picture, region, trial.settings.paint_px)
        for name, ab in zip(FINE, _painted(trial, garment, FINE), strict=True):
            gaps.append(distance(garment.painted(ab), garment.asked(COLOR_NAMES[name])))
    return [at_most("words: median dE of fine colours (Klein blue, navy ...), a*b*", median(gaps), 12)]


def objects(trial: Trial) -> list[Row]:
    """Words: two garments of one picture in two colours, in both orders; which one takes which."""
    wrong = []
    for picture, regions in trial.some(largest_worn(trial.pictures, 2), len(trial.pictures)):
        garments = [garment_of(picture, region, trial.settings.paint_px) for region in regions]
        pair = PAIRS[crc32(picture.key.encode()) % len(PAIRS)]
        orders = (pair, pair[::-1])
        sentences = [
            tokenize(
                "", [ColorRow(garment.label, color) for garment, color in zip(garments, order, strict=True)]
            )
            for order in orders
        ]
        painted = paint(trial.networks, garments[0].still, sentences, trial.settings)
        for order, ab in zip(orders, painted, strict=True):
            wrong += wrong_objects(garments, order, ab)
    return [at_most("words: garments that take the colour of the other", mean(wrong), 0.1, "{:.0%}")]


def wrong_objects(garments: Sequence[Garment], colors: Sequence[str], ab: np.ndarray) -> list[bool]:
    """Of two garments asked for in two colours: whether each one's paint (2, h, w) is nearer to the other's
    colour than to its own, both as far as sRGB shows them at its lightness."""
    own, other = ([garment.asked(COLOR_NAMES[c]) for garment, c in zip(garments, asked, strict=True)]
                  for asked in (colors, colors[::-1]))  # fmt: skip
    paint_ab = [garment.painted(ab) for garment in garments]
    return [distance(p, b) < distance(p, a) for p, a, b in zip(paint_ab, own, other, strict=True)]


def _painted(trial: Trial, garment: Garment, colors: Sequence[str]) -> np.ndarray:
    """The picture once per colour of the garment (B, 2, h, w)."""
    sentences = [tokenize("", [ColorRow(garment.label, color)]) for color in colors]
    return paint(trial.networks, garment.still, sentences, trial.settings)


def _hue_error(garment: Garment, ab: np.ndarray, name: str) -> float:
    return float(hue_error_deg(np.array([0, *garment.painted(ab)]), np.array(COLOR_NAMES[name])))


def _colors_last(ab: np.ndarray) -> np.ndarray:
    """(2, h, w) -> (h, w, 2): the lightness is one, so dE76 is the distance in a*b*."""
    return ab.transpose(1, 2, 0)
