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
from torch.nn.functional import avg_pool2d, interpolate

from lvocal.color.constancy import at_lightness
from lvocal.color.naming import parse_color
from lvocal.model.codec import AB_SCALE, LATENT_CHANNELS, SPACE_STRIDE, to_latent
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

    def reference(self, frames: Sequence[int], lightness: np.ndarray) -> Tensor | None:
        """What to reveal of latent frames standing at `frames`, of lightness (F, H, W) L* at painting size:
        (1, C + 1, F, h, w), or None when nothing is known."""
        if self.is_empty:
            return None
        light = avg_pool2d(torch.from_numpy(lightness), SPACE_STRIDE)
        known = torch.zeros(1, LATENT_CHANNELS + 1, *light.shape)
        for at, frame in enumerate(frames):
            if before := self._painted_near(frame):
                known[0, :-1, at], known[0, -1, at] = CARRIED * self.painted[before[0]].cpu(), 1
        for frame, ab in self.references:
            for at in _nearest(frames, frame):
                known[0, :-1, at], known[0, -1, at] = _as_latent(ab, light.shape[1:]), 1
        for hint in self.hints:
            for at in _nearest(frames, hint.frame):
                _pin(known[0, :, at], hint, light[at])
        return known

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


def _as_latent(ab: np.ndarray, shape: Sequence[int]) -> Tensor:
    size = [SPACE_STRIDE * side for side in shape]
    resized = interpolate(torch.from_numpy(ab)[None].float(), size=size, mode="area")
    return to_latent(resized[:, :, None])[0, :, 0]


def _pin(known: Tensor, hint: Hint, light: Tensor) -> None:
    """Write one hint into (C + 1, h, w): every latent pixel within its radius, at least the one under it, as
    the colour looks at the lightness (h, w) there."""
    channels, height, width = known.shape
    y, x = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    away = torch.hypot(y - hint.y * height, x - hint.x * width)
    inside = away <= max(hint.radius * min(height, width), float(away.min()))
    shades = torch.from_numpy(at_lightness(parse_color(hint.color)) / AB_SCALE)
    ab = shades[light[inside].mean().round().long()]
    known[:, inside] = torch.cat([ab.repeat_interleave((channels - 1) // 2), torch.ones(1)])[:, None]
