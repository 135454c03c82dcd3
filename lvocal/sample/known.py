"""Colours that are known: pinned hints, coloured reference frames, and what the window before painted.

All reach the network by one road, latents with a mask (ARCHITECTURE: references), so that keyframes, hints
and the overlap of windows need no mechanism of their own.

Shapes: C latent channels, F latent frames, h, w latent pixels; a latent pixel covers 8x8 painted ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from lvocal.color.naming import parse_color
from lvocal.model.codec import AB_SCALE, to_latent
from lvocal.values import Hint

NEAR_FRAMES = 2
"""A known colour counts for a latent frame this close in time."""


CARRIED = 0.4
"""At which part of its chroma the next window is shown what was painted.

It learned from true colours, and answers colours of its own with more chroma than they have, so that colours
carried at full strength grow from window to window. With the first weights of mini, one hint and four windows
of 81 frames at 128 px, colourfulness was 21.5, 34.2, 39.4, 46.5 at full strength; 21.5, 21.9, 22.2, 22.6 at
0.4.

Without hints nothing is carried: the cross-fade alone joins windows better. There the a*b* of neighbouring
windows differed by 1.1 in the frames they share, by 5.6 when the overlap was shown at full strength; 0.4
lowered this to 0.8, but with words colourfulness then still grew from 24 to 33."""


class Known:
    """What is known about the clip's colours, by frame number."""

    def __init__(self, hints: Sequence[Hint] = (), references: Sequence[tuple[int, np.ndarray]] = ()) -> None:
        """`references` are (frame, a*b* (2, H, W) at any size)."""
        self.hints, self.references = tuple(hints), tuple(references)
        self.painted: dict[int, Tensor] = {}

    @property
    def is_empty(self) -> bool:
        return not self.hints and not self.references

    def reference(self, frames: Sequence[int], shape: tuple[int, ...], device: torch.device) -> Tensor | None:
        """What to reveal of latent frames standing at `frames`: (1, C + 1, F, h, w), or None when nothing is
        known."""
        if self.is_empty:
            return None
        known = torch.zeros(1, shape[1] + 1, *shape[2:])
        for at, frame in enumerate(frames):
            if before := self._painted_near(frame):
                known[0, :-1, at], known[0, -1, at] = CARRIED * self.painted[before[0]].cpu(), 1
        for frame, ab in self.references:
            for at in _nearest(frames, frame):
                known[0, :-1, at], known[0, -1, at] = _as_latent(ab, shape), 1
        for hint in self.hints:
            for at in _nearest(frames, hint.frame):
                _pin(known[0, :, at], hint)
        return known.to(device)

    def remember(self, frames: Sequence[int], latent: Tensor) -> None:
        """Keep what was painted, for the windows that follow; only the last window is held."""
        if not self.is_empty:
            self.painted = {frame: latent[0, :, at] for at, frame in enumerate(frames)}

    def forget(self) -> None:
        """A cut: nothing that was painted before says anything about what comes."""
        self.painted = {}

    def _painted_near(self, frame: int) -> list[int]:
        close = [other for other in self.painted if abs(other - frame) <= NEAR_FRAMES]
        return sorted(close, key=lambda other: abs(other - frame))


def _nearest(frames: Sequence[int], frame: int) -> list[int]:
    """The latent frame that a known colour counts for, if one is near."""
    at = min(range(len(frames)), key=lambda k: abs(frames[k] - frame))
    return [at] if abs(frames[at] - frame) <= NEAR_FRAMES else []


def _as_latent(ab: np.ndarray, shape: tuple[int, ...]) -> Tensor:
    height, width = shape[3] * 8, shape[4] * 8
    resized = interpolate(torch.from_numpy(ab)[None].float(), size=(height, width), mode="area")
    return to_latent(resized[:, :, None])[0, :, 0]


def _pin(known: Tensor, hint: Hint) -> None:
    """Write one hint into (C + 1, h, w): every latent pixel within its radius, at least the one under it."""
    channels, height, width = known.shape
    _, a, b = parse_color(hint.color)
    y, x = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    away = torch.hypot(y - hint.y * height, x - hint.x * width)
    inside = away <= max(hint.radius * min(height, width), float(away.min()))
    half = (channels - 1) // 2
    known[:half, inside], known[half : 2 * half, inside], known[-1, inside] = a / AB_SCALE, b / AB_SCALE, 1
