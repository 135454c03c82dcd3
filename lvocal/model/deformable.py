"""Temporal deformable attention (L-C4 3.2): every token looks at few points of the clip, which move to where
a thing is.

Colours hardly change over a short time, so the clip is reduced in space and time to a grid of reference
points; each point then moves, led by the picture, so that an instance is met wherever it has gone to.

Shapes: B batch, D width, F, h, w grid of picture tokens, N = F h w, f, m, n grid of reference points,
M = f m n, H heads.
"""

from __future__ import annotations

import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn.functional import gelu, grid_sample, scaled_dot_product_attention

from lvocal.model.layers import zero

Grid = tuple[int, int, int]
"""Frames, rows and columns of tokens."""

KINDS = ("none", "deformable")
"""What may stand between self-attention and the words."""


class TemporalDeformableAttention(nn.Module):
    """The steps (i) to (iii) of L-C4 3.2 and its eq. 3; adds nothing before it has learned something.

    Equations 1 to 3 are followed by the words around them, which leave some choices. They are made as in the
    attention that is generalised here (DAT, Xia et al. 2022): a strided depthwise convolution before the
    offsets, linear weights between neighbours, offsets shared by all heads. Ours is that features are
    normalised first, as in the other attentions here, and that a point beyond the clip reads its border.

    Args:
        rates: r_t and r_s, how many tokens one reference point stands for in time and along each side.
        reach: s, how far a point may move along each axis, in tokens; 4 lies between the 2 and the 8 that the
            paper's ablation found worse (Tab. 4).
    """

    def __init__(self, dim: int, num_heads: int, rates: tuple[int, int] = (2, 2), reach: float = 4.0) -> None:
        super().__init__()
        if min(rates) < 1 or reach < 0:
            raise ValueError(f"rates must be at least 1 and reach at least 0, got {rates} and {reach}")
        self.num_heads, self.reach = num_heads, reach
        self.rates: Grid = (rates[0], rates[1], rates[1])
        t, s = (max(1, rate // 2) for rate in rates)
        self.norm = nn.LayerNorm(dim)
        self.to_q = nn.Linear(dim, dim)
        self.look_around = nn.Conv3d(
            dim, dim, (2 * t + 1, 2 * s + 1, 2 * s + 1), self.rates, (t, s, s), groups=dim
        )
        self.to_offset = nn.Conv3d(dim, 3, 1, bias=False)
        self.to_kv = nn.Linear(dim, 2 * dim)
        self.out = zero(nn.Linear(dim, dim))

    def forward(self, h: Tensor, grid: Grid) -> Tensor:
        """h (B, N, D) -> what to add to it (B, N, D)."""
        h = self.norm(h)
        q = self.to_q(h)
        kv = self.to_kv(self.context(h, self.offsets(q, grid), grid))
        q = rearrange(q, "b n (h d) -> b h n d", h=self.num_heads)
        k, v = rearrange(kv, "b m (two h d) -> two b h m d", two=2, h=self.num_heads)
        return self.out(rearrange(scaled_dot_product_attention(q, k, v), "b h n d -> b n (h d)"))

    def offsets(self, q: Tensor, grid: Grid) -> Tensor:
        """Step (ii): queries (B, N, D) -> how far each reference point moves (B, f, m, n, 3).

        In tokens along x, y and time, within -reach..reach."""
        around = self.look_around(_as_clip(q, grid))
        return self.reach * torch.tanh(rearrange(self.to_offset(gelu(around)), "b c f m n -> b f m n c"))

    def context(self, h: Tensor, offsets: Tensor, grid: Grid) -> Tensor:
        """Step (iii), eq. 1 and 2: features (B, N, D) read at the moved points -> (B, M, D).

        A place between tokens is the mean of its eight neighbours, weighted by nearness along each axis."""
        tokens = torch.tensor(grid[::-1], device=h.device)
        points = reference_points(grid, self.rates, h.device) + 2 * offsets.float() / tokens
        clip = _as_clip(h, grid).float()
        read = grid_sample(clip, points, mode="bilinear", padding_mode="border", align_corners=False)
        return rearrange(read, "b d f m n -> b (f m n) d").type_as(h)


def reference_points(grid: Grid, rates: Grid, device: torch.device | None = None) -> Tensor:
    """Step (i): centres of equal cells of the clip (f, m, n, 3), as x, y and time; -1 and 1 are its borders.

    Every axis has its number of tokens divided by its rate, rounded up, so any grid will do."""
    counts = [-(-size // rate) for size, rate in zip(grid, rates, strict=True)]
    axes = [(2 * torch.arange(count, device=device) + 1) / count - 1 for count in counts]
    time, y, x = torch.meshgrid(*axes, indexing="ij")
    return torch.stack([x, y, time], dim=-1)


def temporal_attention(
    kind: str, dim: int, num_heads: int, rates: tuple[int, int], reach: float
) -> TemporalDeformableAttention | None:
    """The module that a config asks for; None for "none". ValueError for a word that is not in KINDS."""
    if kind not in KINDS:
        raise ValueError(f"temporal must be one of {', '.join(KINDS)}, got {kind!r}")
    return TemporalDeformableAttention(dim, num_heads, rates, reach) if kind == "deformable" else None


def _as_clip(tokens: Tensor, grid: Grid) -> Tensor:
    """(B, N, D) -> (B, D, F, h, w)."""
    frames, height, width = grid
    return rearrange(tokens, "b (f h w) d -> b d f h w", f=frames, h=height, w=width)
