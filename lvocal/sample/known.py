"""Colours that are known: pinned hints, coloured reference frames, and what the window before painted.

All reach the network by one road, latents with a mask (ARCHITECTURE: references), so that keyframes, hints
and the overlap of windows need no mechanism of their own.

Shapes: F latent frames, h, w latent pixels; a latent pixel covers 8x8 painted ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d, avg_pool2d

from lvocal.color.constancy import at_lightness
from lvocal.color.naming import parse_color
from lvocal.model.codec import SPACE_STRIDE
from lvocal.sample.canvas import Told
from lvocal.values import Hint

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

Spot = tuple[float, float]
"""As shares of height and width."""


class Known:
    """What is known about the clip's colours, by frame number."""

    def __init__(self, hints: Sequence[Hint] = (), references: Sequence[tuple[int, np.ndarray]] = ()) -> None:
        """`references` are (frame, a*b* (2, H, W) at any size)."""
        self.hints, self.references = tuple(hints), tuple(references)
        self.painted: dict[int, Tensor] = {}
        """a*b* (2, ., .) of latent frames."""
        self.light: dict[int, np.ndarray] = {}
        """L* (H, W) of the same."""
        self.pinned: dict[Hint, Tensor] = {}
        """The a*b* (2,) of each hint as it was pinned."""
        self.places: dict[Hint, tuple[int, Spot]] = {}
        """The frame in which each hint was pinned last, and where."""

    @property
    def is_empty(self) -> bool:
        return not self.hints and not self.references

    def told(self, frames: Sequence[int], lightness: np.ndarray) -> list[Told]:
        """What to reveal of latent frames standing at `frames`, of L* (F, H, W) at painting size; what comes
        later is written over what came before."""
        light = avg_pool2d(torch.from_numpy(lightness), SPACE_STRIDE)
        told = self._carried(frames, light.shape[1:])
        for frame, ab in self.references:
            whole = torch.ones(light.shape[1:], dtype=torch.bool)
            told += [Told(at, whole, torch.from_numpy(ab)) for at in _nearest(frames, frame)]
        for hint in self.hints:
            for at in _nearest(frames, hint.frame):
                told.append(_pin(at, hint, light[at]))
                self.pinned[hint], self.places[hint] = told[-1].color, (frames[at], (hint.y, hint.x))
        return told

    def remember(self, frames: Sequence[int], colors: np.ndarray, lightness: np.ndarray) -> None:
        """Keep the a*b* (F, 2, ., .) that were painted on L* (F, H, W), for the windows that follow; only the
        last window is held."""
        if not self.is_empty:
            self.painted = {frame: torch.from_numpy(ab) for frame, ab in zip(frames, colors, strict=True)}
            self.light = dict(zip(frames, lightness, strict=True))

    def forget(self) -> None:
        """A cut: nothing that was painted or pinned before says anything about what comes."""
        self.painted, self.light, self.pinned, self.places = {}, {}, {}, {}

    def _carried(self, frames: Sequence[int], size: Sequence[int]) -> list[Told]:
        """What a window is told of what the one before has painted of the frames that both have.

        With a coloured reference those are known whole. A hint is pinned again in the first and the last,
        where the motion has carried its place, if that took its colour: windows that were told everything
        that took it handed on what had spilled as well, and after three of them all was red; pinned in the
        middle of all that took it, it went from the sea to a sail and from there to the sky."""
        near = {at: before for at, frame in enumerate(frames) if (before := self._near(frame)) is not None}
        told: list[Told] = []
        for at, before in near.items():
            painted = self.painted[before]
            if self.references:
                told.append(Told(at, torch.ones(*size, dtype=torch.bool), painted))
            for hint, color in self.pinned.items() if at in (min(near), max(near)) else ():
                if not _nearest(frames, hint.frame):
                    coarse = adaptive_avg_pool2d(painted, (size[0], size[1]))
                    disc, place = _within(coarse, color, self._moved(*self.places[hint], before))
                    self.places[hint] = frames[at], place
                    told += [] if disc is None else [Told(at, disc, color)]
        return told

    def _moved(self, since: int, place: Spot, until: int) -> Spot:
        """Where a place of one painted frame lies in a later one, along the motion between them."""
        path = sorted(frame for frame in self.light if since <= frame <= until)
        y, x = place
        for now, then in pairwise(path):
            flow = _motion(self.light[now], self.light[then])
            height, width = flow.shape[:2]
            dx, dy = flow[min(int(y * height), height - 1), min(int(x * width), width - 1)]
            y, x = (float(np.clip(part, 0, 1)) for part in (y + dy / height, x + dx / width))
        return y, x

    def _near(self, frame: int) -> int | None:
        close = [other for other in self.painted if abs(other - frame) <= NEAR_FRAMES]
        return min(close, key=lambda other: abs(other - frame), default=None)


def _nearest(frames: Sequence[int], frame: int) -> list[int]:
    """The latent frame that a known colour counts for, if one is near."""
    at = min(range(len(frames)), key=lambda k: abs(frames[k] - frame))
    return [at] if abs(frames[at] - frame) <= NEAR_FRAMES else []


def _pin(at: int, hint: Hint, light: Tensor) -> Told:
    """One hint in a latent frame of L* (h, w): every latent pixel within its radius, at least the one under
    it, in the colour as it looks at the lightness there."""
    height, width = light.shape
    y, x = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    away = torch.hypot(y - hint.y * height, x - hint.x * width)
    inside = away <= max(hint.radius * min(height, width), float(away.min()))
    shades = torch.from_numpy(at_lightness(parse_color(hint.color)))
    return Told(at, inside, shades[light[inside].mean().round().long()])


def _motion(now: np.ndarray, then: np.ndarray) -> np.ndarray:
    """Dense inverse search flow (Kroeger et al. 2016) between two L* (H, W) -> (H, W, 2), x and y."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    here, there = (np.clip(light * 2.55, 0, 255).astype(np.uint8) for light in (now, then))
    return np.asarray(search.calc(here, there, np.zeros((*now.shape, 2), np.float32)))


def _within(ab: Tensor, color: Tensor, place: Spot) -> tuple[Tensor | None, Spot]:
    """Where to pin a colour (2,) again in a painted frame (2, h, w): a disc (h, w) at a place or nearly so,
    as deep as can be in what took the colour, and its middle. None and the place itself when nothing near has
    taken it."""
    far = torch.linalg.vector_norm(ab - color[:, None, None], dim=0)
    taken = (far <= max(ALMOST_GREY, TAKEN * float(torch.linalg.vector_norm(color)))).numpy()
    depth = cv2.distanceTransform(np.pad(taken, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    rows, columns = np.indices(taken.shape) + 0.5
    size = taken.shape
    away = np.hypot(rows - place[0] * size[0], columns - place[1] * size[1])
    deepest = np.where(away <= max(ASIDE, away.min()), depth, 0)
    if not deepest.any():
        return None, place
    y, x = np.unravel_index(int(deepest.argmax()), size)
    disc = torch.from_numpy(np.hypot(rows - rows[y, x], columns - columns[y, x]) <= MIDDLE * depth[y, x])
    return disc, (float(rows[y, x] / size[0]), float(columns[y, x] / size[1]))
