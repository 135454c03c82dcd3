"""Palettes for a person who has none in mind: drawn from the training pictures, or called up by words.

Palette guidance sec. 3.3 names both: (b) sampling a Gaussian mixture fitted to training pixels, and (c)
colours for what a picture holds, which the paper asks a large language model for. Here (c) is a table of the
colours that training pictures have more often than others when people describe them with a word.
`train/fit_palettes.py` makes both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from lvocal.color.naming import find_colors
from lvocal.color.palette import NUM_COLORS, beside, locked_lab, ordered, palette_of_pixels, with_locked
from lvocal.color.spaces import lab_to_srgb, srgb_to_lab
from lvocal.values import Palette, UserError

LEARNED = Path(__file__).with_name("palettes.json")

APART = 12.0
"""dE76 that colours drawn together keep from one another, or a palette would hold one colour twice."""

NAMED_WEIGHT = 4
"""How much a colour that is named counts beside one that a thing brings along."""


@dataclass(frozen=True)
class LearnedPalettes:
    """What was learned from training pictures; K components, colours in Lab."""

    weights: np.ndarray
    """(K,)"""
    means: np.ndarray
    """(K, 3)"""
    roots: np.ndarray
    """(K, 3, 3) Cholesky roots of the covariances"""
    words: dict[str, np.ndarray]
    """Word -> (5, 3) the colours it brings along"""


def random_palette(seed: int, locked: Sequence[str] = ()) -> Palette:
    """Five colours drawn from the mixture of training pixels; the same seed, the same palette.

    `locked` codes stay and come first; the drawn ones keep their distance from them, too."""
    learned, rng = learned_palettes(), np.random.default_rng(seed)
    chosen: list[np.ndarray] = list(locked_lab(locked))
    while len(chosen) < NUM_COLORS:
        part = int(rng.choice(len(learned.weights), p=learned.weights))
        color = _shown(learned.means[part] + learned.roots[part] @ rng.standard_normal(3))
        if all(np.linalg.norm(color - other) >= APART for other in chosen):
            chosen.append(color)
    return with_locked(locked, ordered(np.stack(chosen[len(locked) :])))


def palette_of_words(text: str, locked: Sequence[str] = ()) -> Palette:
    """Five colours for a description: the colours it names and those its things bring along.

    `locked` codes stay and come first. Raises UserError when no word of it brings a colour."""
    learned, words = learned_palettes(), re.findall(r"#[0-9a-f]{6}|[a-z]+", text.lower())
    colors = [np.tile(lab, (NAMED_WEIGHT, 1)) for _, _, lab in find_colors(words)]
    colors += [learned.words[stem] for stem in map(_stem, words) if stem in learned.words]
    if not colors:
        raise UserError(
            f'No word of "{text}" brings a colour along.', 'Describe the place: "a beach at sunset".'
        )
    lab = np.concatenate(colors)
    return with_locked(locked, beside(locked, lab) if locked else palette_of_pixels(lab))


def _stem(word: str) -> str:
    known = learned_palettes().words
    return next(
        (stem for stem in (word, word.removesuffix("s"), word.removesuffix("es")) if stem in known), word
    )


@cache
def learned_palettes() -> LearnedPalettes:
    """Read once."""
    table = json.loads(LEARNED.read_text())
    weights, means, roots = (np.array(table[name], np.float64) for name in ("weights", "means", "roots"))
    return LearnedPalettes(
        weights / weights.sum(),
        means,
        roots,
        {word: np.array(colors, np.float64) for word, colors in table["words"].items()},
    )


def _shown(lab: np.ndarray) -> np.ndarray:
    return srgb_to_lab(np.clip(lab_to_srgb(lab[None]), 0, 1))[0]


def palette_of_lab(lab: np.ndarray) -> Palette:
    """(5, 3) Lab -> the palette, from dark to light."""
    return with_locked((), ordered(lab))
