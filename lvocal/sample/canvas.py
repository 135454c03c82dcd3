"""What a painter asks of the latent it paints in; the two sizes answer it differently.

Shapes: T frames of a window, F latent frames, H, W painted pixels, C latent channels, h, w latent pixels,
one for 8x8 painted ones.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from torch import Tensor

from lvocal.values import Offer

Showing = Generator[float, None, np.ndarray]
"""Yields the share done, returns a*b* (T, 2, H/2, W/2), float32."""


class View(NamedTuple):
    """A window of the grey film, as the network sees it."""

    gray: Tensor
    """Z_g (1, Cg, F, h, w)"""
    offer: Offer | None
    """The picture where a place decides which colour to copy, without words as yet; None where nothing is
    copied."""


class Told(NamedTuple):
    """A known colour: where in one latent frame, and what."""

    at: int
    where: Tensor
    """(h, w) bool"""
    color: Tensor
    """a*b*: one (2,), or a picture (2, ., .) of any size."""
    marked: bool = False
    """Whether it is a person's mark; else a coloured frame or what was painted before."""


class Canvas(Protocol):
    """The latent in which one size paints."""

    def stands_at(self, count: int) -> list[int]:
        """The frame of `count` that each latent frame stands for."""
        ...

    def look(self, light: np.ndarray) -> View:
        """L* (T, H, W) in 0..100 of a window."""
        ...

    def reveal(self, told: Sequence[Told], light: np.ndarray) -> Tensor:
        """Known colours of a window of L* (T, H, W) as the network is told them: (1, C + 1, F, h, w), the
        last channel is 1 where a colour is known. What is told later is written over what came before."""
        ...

    def colors(self, latent: Tensor) -> np.ndarray:
        """Coarse a*b* (B * F, 2, ., .) of latents (B, C, F, h, w), quickly."""
        ...

    def recall(self, latent: Tensor, shown: np.ndarray) -> np.ndarray:
        """Coarse a*b* (F, 2, ., .) of the latent frames of a window whose colours were shown."""
        ...

    def show(self, latent: Tensor, light: np.ndarray) -> Showing:
        """The colours of every frame of a window."""
        ...
