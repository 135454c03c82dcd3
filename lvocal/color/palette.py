"""Palettes: five colours from a picture, from words or from codes, and the vector the network is told.

A palette travels as `values.Palette` (hex codes) or as swatches (5, 3) in Lab, always in the same order:
from dark to light, equal lightness by a, then b.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import cv2
import numpy as np

from lvocal.color.naming import parse_color
from lvocal.color.spaces import hex_to_srgb, lab_to_srgb, srgb_to_hex, srgb_to_lab
from lvocal.values import Palette, UserError

NUM_COLORS = 5
"""As in palette guidance, sec. 3: R^15 is five colours of three numbers."""

NUM_TRIES = 3
"""Starts of k-means; one alone now and then merges two clear colours."""

NUM_ROUNDS = 20
"""Of k-means beside locked colours."""


def palette_vector(palette: Palette | np.ndarray) -> np.ndarray:
    """C_palette of palette guidance, eq. 3 -> (15,) float32, Lab / 100, swatches from dark to light."""
    swatches = palette_swatches(palette) if isinstance(palette, Palette) else ordered(palette)
    return (swatches / 100).astype(np.float32).reshape(-1)


def palette_swatches(palette: Palette) -> np.ndarray:
    """Hex codes -> (5, 3) Lab, in order. Fewer than five are repeated in turn. ValueError for none or six."""
    if not 1 <= len(palette.colors) <= NUM_COLORS:
        raise ValueError(f"a palette has 1 to {NUM_COLORS} colours, got {len(palette.colors)}")
    lab = srgb_to_lab(np.array([hex_to_srgb(code) for code in palette.colors]))
    return ordered(lab[np.arange(NUM_COLORS) % len(lab)])


def parse_palette(text: str) -> Palette:
    """Read "#aa3322, mustard, dark blue". UserError for an unknown colour, none, or more than five."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if not 1 <= len(parts) <= NUM_COLORS:
        raise UserError(
            f"A palette has one to {NUM_COLORS} colours, and this one has {len(parts)}.",
            'Write them with commas between: "#aa3322, mustard, dark blue".',
        )
    lab = np.array([parse_color(part) for part in parts])
    return Palette(tuple(map(srgb_to_hex, lab_to_srgb(lab))))


def palette_of_picture(rgb: np.ndarray, seed: int = 0, locked: Sequence[str] = ()) -> Palette:
    """The five main colours of a picture (H, W, 3), uint8 or float in [0, 1].

    `locked` codes stay and come first; the others are the main colours of what these do not cover."""
    pixels = _thumbnail_lab(rgb)
    return with_locked(
        locked, palette_of_pixels(pixels, seed) if not locked else beside(locked, pixels, seed)
    )


def with_locked(locked: Sequence[str], lab: np.ndarray) -> Palette:
    """Locked codes as they are, then Lab colours (N, 3)."""
    return Palette((*locked, *map(srgb_to_hex, np.clip(lab_to_srgb(lab.astype(np.float64)), 0, 1))))


def beside(locked: Sequence[str], lab: np.ndarray, seed: int = 0) -> np.ndarray:
    """K-means of Lab pixels (N, 3) in which locked codes are centres that do not move -> the free centres
    (5 - locked, 3) from dark to light."""
    fixed = locked_lab(locked).astype(np.float32)
    pixels, rng = np.ascontiguousarray(lab, dtype=np.float32), np.random.default_rng(seed)
    centers = _starts(pixels, rng, fixed)
    for _ in range(NUM_ROUNDS):
        nearest = _squared_distances(pixels, centers).argmin(axis=1)
        for number in range(len(fixed), NUM_COLORS):
            if (own := pixels[nearest == number]).size:
                centers[number] = own.mean(axis=0)
    return ordered(centers[len(fixed) :])


def locked_lab(locked: Sequence[str]) -> np.ndarray:
    """Codes -> (N, 3) Lab. UserError when no place is left beside them."""
    if len(locked) >= NUM_COLORS:
        raise UserError("Every colour of the palette is locked.", "Unlock one to have another found.")
    return srgb_to_lab(np.array([hex_to_srgb(code) for code in locked]).reshape(-1, 3))


def palette_of_pixels(lab: np.ndarray, seed: int = 0) -> np.ndarray:
    """K-means (palette guidance, sec. 3) of Lab pixels (N, 3) -> (5, 3) swatches from dark to light.

    Starts are drawn by k-means++ from `seed`, so the same pixels always give the same palette.
    """
    pixels = np.ascontiguousarray(lab, dtype=np.float32)
    if len(pixels) < NUM_COLORS:
        pixels = np.resize(pixels, (NUM_COLORS, 3))
    rng = np.random.default_rng(seed)
    stop = (cv2.TERM_CRITERIA_MAX_ITER | cv2.TERM_CRITERIA_EPS, 20, 0.5)
    best: float = np.inf
    swatches = pixels[:NUM_COLORS]
    for _ in range(NUM_TRIES):
        nearest = _squared_distances(pixels, _starts(pixels, rng)).argmin(axis=1).astype(np.int32)
        spread, _, centers = cv2.kmeans(pixels, NUM_COLORS, nearest, stop, 1, cv2.KMEANS_USE_INITIAL_LABELS)
        if spread < best:
            best, swatches = spread, np.asarray(centers, dtype=np.float32)
    return ordered(swatches)


def palette_distance(palette: Palette, rgb: np.ndarray, seed: int = 0) -> float:
    """How far a picture (H, W, 3) is from a palette: mean dE76 from each asked colour to its own main colour.

    0 is a picture painted with exactly the palette; about 2.3 is just noticeable. Every main colour of the
    picture serves one asked colour only, and the best assignment counts.
    """
    asked = srgb_to_lab(np.array([hex_to_srgb(code) for code in palette.colors]))
    present = palette_of_pixels(_thumbnail_lab(rgb), seed)
    distances = np.sqrt(_squared_distances(asked, present))
    rows = np.arange(len(asked))
    return float(
        min(distances[rows, list(served)].mean() for served in permutations(range(NUM_COLORS), len(asked)))
    )


def _starts(pixels: np.ndarray, rng: np.random.Generator, fixed: np.ndarray | None = None) -> np.ndarray:
    starts = fixed if fixed is not None and len(fixed) else pixels[rng.integers(len(pixels))][None]
    while len(starts) < NUM_COLORS:
        far = _squared_distances(pixels, starts).min(axis=1).astype(np.float64)
        chances = far / far.sum() if far.sum() > 0 else None  # one colour only: any pixel will do
        starts = np.concatenate([starts, pixels[rng.choice(len(pixels), p=chances)][None]])
    return starts


def _squared_distances(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return ((left[:, None] - right[None]) ** 2).sum(axis=-1)


def ordered(lab: np.ndarray) -> np.ndarray:
    """Lab colours (N, 3) from dark to light, equal lightness by a, then b."""
    return lab[np.lexsort((lab[:, 2], lab[:, 1], lab[:, 0]))]


def _thumbnail_lab(rgb: np.ndarray) -> np.ndarray:
    """(H, W, 3) -> (N, 3) Lab of at most 96 x 96 averaged pixels: enough for five colours."""
    height, width = rgb.shape[:2]
    small = rgb if rgb.dtype == np.uint8 else rgb.astype(np.float32)
    small = cv2.resize(small, (min(width, 96), min(height, 96)), interpolation=cv2.INTER_AREA)
    unit = small.astype(np.float32) / 255 if small.dtype == np.uint8 else small
    return srgb_to_lab(unit.reshape(-1, 3))
