"""Small layers shared by the networks.

Shapes: B batch, F latent frames, h, w latent pixels, N = F * h * w picture tokens, A sound tokens, D width,
C channels, H, W pixels.
"""

from __future__ import annotations

from typing import TypeVar

import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention, silu

Layer = TypeVar("Layer", nn.Linear, nn.Conv2d, nn.Conv3d)


class CrossAttention(nn.Module):
    """Queries from `x` look at keys and values from `y`; the last projection starts at zero."""

    def __init__(self, dim: int, context_dim: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.norm = nn.LayerNorm(dim)
        self.to_q = nn.Linear(dim, dim)
        self.to_kv = nn.Linear(context_dim, 2 * dim)
        self.out = zero(nn.Linear(dim, dim))

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """x (B, N, D), y (B, A, Dc) -> (B, N, D)."""
        q = rearrange(self.to_q(self.norm(x)), "b n (h d) -> b h n d", h=self.num_heads)
        k, v = rearrange(self.to_kv(y), "b a (two h d) -> two b h a d", two=2, h=self.num_heads)
        return self.out(rearrange(scaled_dot_product_attention(q, k, v), "b h n d -> b n (h d)"))


class ResidualConv(nn.Module):
    """Two 3x3 convolutions beside a skip; starts as the identity, so that it needs no normalisation."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = zero(nn.Conv2d(channels, channels, 3, padding=1))

    def forward(self, x: Tensor) -> Tensor:
        """x (B, C, H, W) -> the same."""
        return x + self.second(silu(self.first(silu(x))))


def zero(layer: Layer) -> Layer:
    """Set a layer to zero, so that what it adds is nothing until it has learned something."""
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.zero_()
    return layer


def tokens(x: Tensor) -> Tensor:
    """(B, D, F, h, w) -> (B, N, D)."""
    return rearrange(x, "b d f h w -> b (f h w) d").contiguous()
