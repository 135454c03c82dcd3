"""Where a mark goes over a shot: along the motion while that is sure, and on from what took its colour.

Shapes: h, w latent pixels, N places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor

from lvocal.sample.following import Motions
from lvocal.sample.marks import Dab, spread

NEAR_FRAMES = 2
"""A known colour counts for a latent frame this close in time."""

TAKEN = 0.3
"""Of a pinned colour's chroma: what was painted no farther from it than this has taken it."""

ALMOST_GREY = 5.0
"""Least distance of a*b* that counts as taken, so that a grey can be pinned as well."""

MIDDLE = 0.3
"""Of the way from a place in what took a colour to its edge: as far as it is pinned again."""

ASIDE = 2.0
"""Latent pixels by which a colour may be pinned beside its old place, to lie deeper in what took it."""

NOWHERE = np.zeros((0, 2), np.float32)


class Places(NamedTuple):
    """Where marks are in one frame."""

    spots: np.ndarray
    """(N, 2) down and across, as shares."""
    ab: np.ndarray
    """(N, 2)"""


class Trail:
    """The way of one dab."""

    def __init__(self, marked: int, dab: Dab, motions: Motions, check: Callable[[], None]) -> None:
        """From the frame in which it was marked, one of those of the motions, to where it is lost."""
        self.marked, self.motions = marked, motions
        self.color = dab.color if dab.color.ndim == 1 else None
        self.begun = places_of(dab)
        self.ways = self._followed(marked, self.begun, check)

    def at(self, frame: int) -> Places | None:
        """Where it is in another frame, or in one as near as can be."""
        near = min(self.ways, key=lambda other: abs(other - frame), default=None)
        return None if near is None or abs(near - frame) > NEAR_FRAMES else self.ways[near]

    def go_on(self, frame: int, painted: Tensor) -> None:
        """Take a lost pin up again in a painted frame (2, h, w), if what lies near its place there took its
        colour, and follow it from there, away from the frame in which it was marked."""
        if self.color is None:
            return
        here, away = self.motions.near(frame), 1 if frame > self.marked else -1
        known = {self.marked: self.begun, **self.ways}
        last = min(known, key=lambda other: (abs(other - here), (other - here) * away))
        down, across = known[last].spots.mean(axis=0).tolist()
        disc = within(painted, self.color, self.motions.drifted(last, (down, across), here))
        if disc is not None:
            found = places_of(Dab(disc, self.color))
            ways = {here: found, **self._followed(here, found, lambda: None)}
            self.ways |= {other: places for other, places in ways.items() if (other - here) * away >= 0}

    def _followed(self, frame: int, places: Places, check: Callable[[], None]) -> dict[int, Places]:
        return {
            there: Places(spots[held], places.ab[held])
            for there, spots, held in self.motions.paths(frame, places.spots, check)
        }


def places_of(dab: Dab) -> Places:
    """The latent pixels of a dab as places."""
    height, width = dab.where.shape
    cells = dab.where.nonzero()
    spots = (cells.numpy() + 0.5) / (height, width)
    if dab.middle is not None:
        spots = np.array([dab.middle])
    color = dab.color[:, None].expand(-1, len(cells)) if dab.color.ndim == 1 else dab.color[:, dab.where]
    return Places(spots.astype(np.float32), color.T.numpy())


def together(parts: Sequence[Places]) -> Places:
    """All places of these."""
    spots, colors = ([NOWHERE, *kind] for kind in ([p.spots for p in parts], [p.ab for p in parts]))
    return Places(np.concatenate(spots), np.concatenate(colors))


def on_grid(places: Places, size: Sequence[int]) -> Dab:
    """Places on the latent grid; of those in one latent pixel the last holds."""
    rows, columns = np.clip((places.spots * size).astype(int), 0, np.array(size) - 1).T
    where, color = np.zeros(size, bool), torch.zeros(2, *size)
    for row, column, ab in zip(rows, columns, places.ab, strict=True):
        where[row, column], color[:, row, column] = True, torch.from_numpy(ab)
    return Dab(torch.from_numpy(where), spread(color, where))


def within(ab: Tensor, color: Tensor, place: tuple[float, float]) -> Tensor | None:
    """Where to pin a colour (2,) again in a painted frame (2, h, w): a disc (h, w) at a place or nearly so,
    as deep as can be in what took the colour. None when nothing near has taken it."""
    far = torch.linalg.vector_norm(ab - color[:, None, None], dim=0)
    taken = (far <= max(ALMOST_GREY, TAKEN * float(torch.linalg.vector_norm(color)))).numpy()
    depth = cv2.distanceTransform(np.pad(taken, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    rows, columns = np.indices(taken.shape) + 0.5
    away = np.hypot(rows - place[0] * taken.shape[0], columns - place[1] * taken.shape[1])
    deepest = np.where(away <= max(ASIDE, away.min()), depth, 0)
    if not deepest.any():
        return None
    y, x = np.unravel_index(int(deepest.argmax()), taken.shape)
    return torch.from_numpy(np.hypot(rows - rows[y, x], columns - columns[y, x]) <= MIDDLE * depth[y, x])
