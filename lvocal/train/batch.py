"""What one training step sees, and one picture of it.

Shapes: B batch, F latent frames, H, W pixels, L tokens, N picture tokens, C latent channels, A ambience
tokens, Da width of the listener's features.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from lvocal.media.shards import Picture
from lvocal.model.text import Token, TokenBatch

NOBODY_KNOWS = -1.0
"""Of `related`."""


@dataclass(frozen=True)
class Batch:
    """What one training step sees."""

    lightness: Tensor
    """(B, 1, F, H, W) L* in 0..100"""
    ab: Tensor
    """(B, 2, F, H, W) true a*b*"""
    latent: Tensor
    """(B, C, F, H/8, W/8)"""
    tokens: TokenBatch
    reference: Tensor
    """(B, C + 1, F, H/8, W/8), all zero where nothing is revealed"""
    palette: Tensor
    """(B, 15), all zero where none is given"""
    music: Tensor
    """(B, Da) pooled feature of the listener"""
    has_music: Tensor
    """(B,) 1 where there is music"""
    ambience: Tensor
    """(B, A, Da)"""
    has_ambience: Tensor
    """(B,)"""
    labels: Tensor
    """(B, N) what each picture token shows, as Labels numbers it; -1 where nobody knows"""
    related: Tensor
    """(B, B) 1 where the sound of the column is at home in the picture of the row, 0 where it is not, else
    NOBODY_KNOWS"""
    regions: Tensor
    """(B, P) which asked colour each cell of 4x4 pixels takes, as regions.py numbers them"""
    word_regions: Tensor
    """(B, L) which region each word speaks of"""
    pinned: Tensor
    """(B,) bool, True where what is revealed is a pin"""
    twin_warp: Tensor | None = None
    """(B / 2, 2, 3) where examples are twins (0 and 1, 2 and 3, ...): from places of the second to places of
    the first, in torch's coordinates of -1 to 1; None where each stands alone"""

    def to(self, device: torch.device) -> Batch:
        """The same batch on a device."""
        tokens = TokenBatch(*(part.to(device) for part in vars(self.tokens).values()))
        moved = {name: value.to(device) for name, value in vars(self).items() if isinstance(value, Tensor)}
        return replace(self, tokens=tokens, **moved)


@dataclass(frozen=True)
class Example:
    """One picture of a batch."""

    lab: np.ndarray
    """(F, H, W, 3) uint8"""
    sentence: list[Token]
    labels: np.ndarray
    """(N,)"""
    regions: np.ndarray
    """(F, H/4, W/4) uint8, as regions.py numbers them"""
    word_regions: list[int]
    """One for each word of the sentence."""
    music: np.ndarray | None = None
    """(Da,)"""
    ambience: np.ndarray | None = None
    """(A, Da)"""
    picture: Picture | None = None
    """What is seen, where that is known."""
    sounds: tuple[str, ...] = ()
    """What is heard of the place."""
    warp: np.ndarray | None = None
    """(2, 3) to the twin before, in the second of two twins."""

    def as_twins(self, warp: np.ndarray) -> list[Example]:
        """Two frames taken apart; `warp` (2, 3) leads from places of the second to places of the first."""
        labels = np.split(self.labels, 2)
        first = replace(self, lab=self.lab[:1], labels=labels[0], regions=self.regions[:1])
        second = replace(self, lab=self.lab[1:], labels=labels[1], regions=self.regions[1:], warp=warp)
        return [first, second]
