"""Where tokens stand in the clip, as rotary angles."""

from __future__ import annotations

import torch
from diffusers.models.transformers.transformer_wan import WanRotaryPosEmbed
from torch import Tensor

from lvocal.model.deformable import Grid

Rotary = tuple[Tensor, Tensor]
"""Cosines and sines (1, N, 1, d) of N tokens."""


def rotary_at(rope: WanRotaryPosEmbed, grid: Grid, frames: Tensor | None = None) -> Rotary:
    """Wan's rotary angles for a grid of tokens whose frames stand at the given places on the time axis."""
    num_frames, height, width = grid
    if frames is None:
        frames = torch.arange(num_frames, device=rope.freqs_cos.device)
    split = [rope.t_dim, rope.h_dim, rope.w_dim]

    def lay_out(table: Tensor) -> Tensor:
        t, h, w = table.split(split, dim=1)
        parts = (
            t[frames].view(num_frames, 1, 1, -1).expand(-1, height, width, -1),
            h[:height].view(1, height, 1, -1).expand(num_frames, -1, width, -1),
            w[:width].view(1, 1, width, -1).expand(num_frames, height, -1, -1),
        )
        return torch.cat(parts, dim=-1).reshape(1, num_frames * height * width, 1, -1).float()

    return lay_out(rope.freqs_cos), lay_out(rope.freqs_sin)
