"""What a run of the transformer is before it hears anything.

Shapes: B batch, N picture tokens, L words, D width.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from lvocal.model.block import Place


class Begun(NamedTuple):
    """What runs with and without sound have in common."""

    h: Tensor
    """(B, N, D)"""
    text: Tensor
    """(B, L, D)"""
    temb: Tensor
    """(B, D)"""
    temb6: Tensor
    """(B, 6, D)"""
    places: Sequence[Place]
    """Of each block."""
    visual: Tensor
    """What the gates see (B, D)."""
    given: torch.dtype
    """Of the latent."""
    looked: Tensor | None = None
    """What the first block sees before any sound (B, N, D), where more than one run goes on from it."""
