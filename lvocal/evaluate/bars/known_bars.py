"""Known colours: does a pinned colour fill its garment and nothing else, does a palette appear?

Shapes: h, w half the painted picture.
"""

from __future__ import annotations

from itertools import permutations
from zlib import crc32

import cv2
import numpy as np

from lvocal.color.gamut import into_gamut
from lvocal.color.lexicon import COLOR_NAMES
from lvocal.color.palette import NUM_COLORS, palette_of_picture, palette_of_pixels, palette_swatches
from lvocal.evaluate.bars import garments
from lvocal.evaluate.bars.garments import distance, garment_of, largest_worn
from lvocal.evaluate.bars.plausible_bars import everyday
from lvocal.evaluate.bars.table import Row, Trial, at_least, at_most, mean
from lvocal.evaluate.bars.word_bars import CHROMATIC
from lvocal.evaluate.filming import paint_film, wish
from lvocal.evaluate.painting import Still, still_of
from lvocal.media.shards import Picture
from lvocal.metrics.classic import spill
from lvocal.values import Hint, Palette

PIN_SHARE = 1 / 3
"""Radius of a pin, of its distance to the edge of the garment."""

FEW_PICTURES = 40
NEAR = 15.0
"""dE within which an asked colour counts as present."""
ENOUGH = 3
"""Of five asked colours."""
CHROMATIC_SWATCH = 20.0
"""Chroma of a swatch that no grey and no timid tint comes near."""


def pins(trial: Trial) -> list[Row]:
    """Known: a colour pinned into the middle of a garment, without words."""
    gaps, spills = [], []
    for picture, (region,) in trial.some(largest_worn(trial.pictures, 1), FEW_PICTURES):
        garment = garment_of(picture, region, trial.settings.paint_px)
        plain = _paint(trial, garment.still)
        first = crc32(picture.key.encode())
        for color in (CHROMATIC[first % 8], CHROMATIC[(first + 4) % 8]):
            pinned = _paint(trial, garment.still, hints=(pin(garment.inside, color),))
            gaps.append(distance(garment.painted(pinned), garment.asked(COLOR_NAMES[color])))
            spills.append(pin_spill(plain, pinned, garment.inside))
    return [
        at_most("pinned colour: mean dE on its garment, a*b*", mean(gaps), 10),
        at_most("pinned colour: dE76 outside the garment against no pin", mean(spills), 3),
    ]


def pin(inside: np.ndarray, color: str) -> Hint:
    """A hint at the pixel of a region (h, w) farthest from its edge; the border of the picture is an edge."""
    away = cv2.distanceTransform(np.pad(inside, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(away.argmax()), away.shape)
    height, width = inside.shape
    radius = PIN_SHARE * float(away.max()) / min(height, width)
    return Hint(0, (float(x) + 0.5) / width, (float(y) + 0.5) / height, color, radius)


def pin_spill(plain: np.ndarray, pinned: np.ndarray, inside: np.ndarray) -> float:
    """Mean dE76 outside a region between two paintings (2, h, w) of one picture; lightness is the same."""
    return spill(plain.transpose(1, 2, 0), pinned.transpose(1, 2, 0), inside)


def palette(trial: Trial) -> list[Row]:
    """Known: the five colours of another picture as a palette, without words.

    Only lively palettes are given (`is_lively`), so that a grey result can have at most two of their colours.
    How often as many colours appear with no palette at all stands beside the figure.
    """
    pictures = everyday(trial.pictures)
    chosen = trial.some(pictures, FEW_PICTURES)
    others = (other for other in reversed(pictures) if is_lively(_swatches(other)))
    reached: list[bool] = []
    anyway: list[bool] = []
    for picture, other in zip(chosen, others, strict=False):
        still, asked = still_of(picture, trial.settings.paint_px), _palette(other)
        for found, given in ((reached, asked), (anyway, None)):
            ab = _paint(trial, still, given)
            found.append(colors_present(palette_swatches(asked), still.half, ab) >= ENOUGH)
    what = f"palette: pictures with {ENOUGH} of 5 asked colours (with no palette)"
    return [at_least(what, mean(reached), 0.8, "{:.0%}", f" ({mean(anyway):.0%})")]


def colors_present(asked: np.ndarray, lightness: np.ndarray, ab: np.ndarray) -> int:
    """How many of five asked swatches (5, 3) Lab a painting has: lightness (h, w), ab (2, h, w).

    The painting is summed up in five colours by k-means, over the lightnesses at which sRGB has chroma to
    show, and each may serve one asked colour. Lightness belongs to the film, not to the painter: only a*b*
    are compared, and an asked colour counts as far as sRGB can show it at the lightness it is held against.
    """
    low, high = garments.LIGHTNESS
    pixels = np.stack([lightness, *ab], axis=-1)[::2, ::2].reshape(-1, 3)
    pixels = pixels[(pixels[:, 0] >= low) & (pixels[:, 0] <= high)]
    if not len(pixels):
        return 0
    found = palette_of_pixels(pixels)
    shown = into_gamut(found[:, :1].repeat(NUM_COLORS, axis=1), np.tile(asked[:, 1:], (NUM_COLORS, 1, 1)))
    near = np.linalg.norm(shown - found[:, None, 1:], axis=-1) <= NEAR  # (found, asked)
    rows = np.arange(NUM_COLORS)
    return max(int(near[rows, list(order)].sum()) for order in permutations(range(NUM_COLORS)))


def is_lively(swatches: np.ndarray) -> bool:
    """Whether at least three of five swatches (5, 3) Lab are chromatic."""
    return int((np.hypot(swatches[:, 1], swatches[:, 2]) >= CHROMATIC_SWATCH).sum()) >= ENOUGH


def _palette(picture: Picture) -> Palette:
    return palette_of_picture(cv2.cvtColor(picture.lab, cv2.COLOR_LAB2RGB))


def _swatches(picture: Picture) -> np.ndarray:
    return palette_swatches(_palette(picture))


def _paint(
    trial: Trial, still: Still, palette: Palette | None = None, hints: tuple[Hint, ...] = ()
) -> np.ndarray:
    """One picture by the app's painter -> a*b* (2, h, w)."""
    request = wish(trial.settings, palette=palette, hints=hints)
    return paint_film(trial.networks, still.lightness[None], request)[0]
