"""Stage `palettes`: what `color/palette_source.py` draws from (palette guidance 3.3).

Shapes: N pixels, K components.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from sklearn.mixture import GaussianMixture

from lvocal.color.naming import find_colors
from lvocal.color.palette import palette_of_pixels
from lvocal.media.shards import SCENES, Picture

BINS = (6, 12, 12)
"""Of L, a and b, for telling which colours a word has more often."""


@dataclass(frozen=True)
class PaletteRecipe:
    """How palettes are learned."""

    components: int = 16
    mixture_pixels: int = 100_000
    pixels_per_picture: int = 60
    least_variance: float = 50.0
    """Of R, G and B in 8-bit codes; greyer pixels are left out, as in the paper."""
    least_pictures: int = 30
    """A word must describe this many."""
    most_words: int = 600
    least_divergence: float = 0.1
    """Kullback-Leibler, in nats, of a word's colours from all colours; below it a word says nothing."""
    seed: int = 0


def fit_palettes(pictures: Sequence[Picture], path: Path, recipe: PaletteRecipe | None = None) -> None:
    """Fit the mixture and the table of words, and write them as JSON."""
    recipe = recipe or PaletteRecipe()
    rng = np.random.default_rng(recipe.seed)
    pixels = [_colorful(picture, recipe, rng) for picture in pictures]
    every = rng.permutation(np.concatenate(pixels))[: recipe.mixture_pixels]
    mixture = GaussianMixture(recipe.components, random_state=recipe.seed).fit(every)
    table = {
        "weights": mixture.weights_,
        "means": mixture.means_,
        "roots": np.linalg.cholesky(mixture.covariances_),
    }
    words = _words(pictures, pixels, recipe, rng)
    plain = {name: np.round(values.astype(np.float64), 4).tolist() for name, values in table.items()}
    path.write_text(json.dumps(plain | {"words": words}, separators=(",", ":")) + "\n")


def _colorful(picture: Picture, recipe: PaletteRecipe, rng: np.random.Generator) -> np.ndarray:
    """Lab pixels (N, 3) of one picture that are not nearly grey."""
    rgb = cv2.cvtColor(picture.lab, cv2.COLOR_LAB2RGB).reshape(-1, 3).astype(np.float32)
    kept = np.flatnonzero(rgb.var(axis=1) >= recipe.least_variance)
    chosen = rng.choice(kept, min(len(kept), recipe.pixels_per_picture), replace=False) if len(kept) else kept
    lab = picture.lab.reshape(-1, 3)[chosen].astype(np.float32)
    return ((lab - (0, 128, 128)) / (2.55, 1, 1)).astype(np.float32)


def _words(
    pictures: Sequence[Picture], pixels: Sequence[np.ndarray], recipe: PaletteRecipe, rng: np.random.Generator
) -> dict[str, list[list[float]]]:
    """The five colours of every word whose pictures are not coloured like all others."""
    described: dict[str, list[int]] = {}
    for at, picture in enumerate(pictures):
        for word in _spoken(picture):
            described.setdefault(word, []).append(at)
    every = _histogram(np.concatenate(pixels))
    found: list[tuple[float, str, np.ndarray]] = []
    for word, places in described.items():
        if len(places) < recipe.least_pictures or find_colors([word, "coat"]):
            continue
        own = np.concatenate([pixels[at] for at in places])
        if len(own) < 500:
            continue
        share = _histogram(own)
        divergence = float((share * np.log(share / every)).sum())
        if divergence >= recipe.least_divergence:
            found.append((divergence, word, _typical(own, share / every, rng)))
    found.sort(key=lambda item: -item[0])
    kept = sorted(found[: recipe.most_words], key=lambda item: item[1])
    return {word: np.round(colors, 1).tolist() for _, word, colors in kept}


def _typical(own: np.ndarray, ratio: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(5, 3) main colours of pixels, each counting the more the commoner it is here than elsewhere; by the
    root, since what is rare everywhere is soon commoner by chance."""
    weight = np.sqrt(ratio[_bins(own)])
    drawn = rng.choice(len(own), 3000, p=weight / weight.sum())
    return palette_of_pixels(own[drawn])


def _spoken(picture: Picture) -> set[str]:
    """Words that people used, three letters or more; a word must be in two of five captions, or it is one
    person's guess."""
    captions = list(picture.captions) or (list(SCENES[picture.scene]) if picture.scene in SCENES else [])
    least = 2 if len(captions) > 3 else 1
    counted: dict[str, int] = {}
    for text in captions:
        for word in set(re.findall(r"[a-z]{3,}", text.lower())):
            counted[word] = counted.get(word, 0) + 1
    return {word for word, count in counted.items() if count >= least}


def _bins(lab: np.ndarray) -> np.ndarray:
    """Lab (N, 3) -> number of its bin (N,)."""
    scaled = [
        np.clip(lab[:, 0] / 100 * BINS[0], 0, BINS[0] - 1),
        np.clip((lab[:, 1] + 80) / 160 * BINS[1], 0, BINS[1] - 1),
        np.clip((lab[:, 2] + 80) / 160 * BINS[2], 0, BINS[2] - 1),
    ]
    return np.ravel_multi_index([part.astype(int) for part in scaled], BINS)


def _histogram(lab: np.ndarray) -> np.ndarray:
    """Shares of all bins, none of them zero."""
    counts = np.bincount(_bins(lab), minlength=int(np.prod(BINS))) + 1.0
    return counts / counts.sum()
