"""Cross-modality pre-fusion, CMPF (L-C4 3.3): the words look at the grey picture before it looks at them.

Each block reads MSA (what modifies what, eq. 4) -> MCA (nouns look at the picture, eq. 5) -> FFN (eq. 6).
Colour words are kept from looking, so that a thing is found by what it is and not by what it shall become.
A last layer that starts at zero adds the result to the words (eq. 7), so that at first nothing changes.

Shapes: B batch, L words, D width, F latent frames, m, n tokens of one frame, P places looked at.
"""

from __future__ import annotations

from einops import rearrange
from torch import Tensor, nn
from torch.nn.functional import adaptive_avg_pool3d

from lvocal.model.layers import CrossAttention, zero

MOST_PLACES = (2, 8, 8)
"""Frames, rows and columns into which the picture is compressed; L-C4 compresses by its TDA."""


class FusionBlock(nn.Module):
    """MSA, MCA, FFN, each beside a skip."""

    def __init__(self, dim: int, num_heads: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.self_attention = nn.MultiheadAttention(dim, num_heads, batch_first=True)
        self.look = CrossAttention(dim, dim, num_heads)
        self.look_norm = nn.LayerNorm(dim)
        nn.init.xavier_uniform_(self.look.out.weight)  # PreFusion.out starts at zero, and one zero is enough
        self.ffn = nn.Sequential(
            nn.LayerNorm(dim), nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim)
        )

    def forward(self, words: Tensor, places: Tensor, may_look: Tensor) -> Tensor:
        """words (B, L, D), places (B, P, D), may_look (B, L, 1) 1 or 0 -> (B, L, D)."""
        normed = self.norm(words)
        words = words + self.self_attention(normed, normed, normed, need_weights=False)[0]
        words = words + may_look * self.look(words, self.look_norm(places))
        return words + self.ffn(words)


class PreFusion(nn.Module):
    """Words that know what in the picture they speak of."""

    def __init__(self, dim: int, num_heads: int, num_blocks: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(FusionBlock(dim, num_heads) for _ in range(num_blocks))
        self.out = zero(nn.Linear(dim, dim))

    def forward(
        self, words: Tensor, gray: Tensor, grid: tuple[int, int, int], color_words: Tensor | None
    ) -> Tensor:
        """words (B, L, D), gray tokens (B, F * m * n, D) on `grid` (F, m, n), color_words (B, L) bool ->
        (B, L, D)."""
        volume = rearrange(gray, "b (f m n) d -> b d f m n", f=grid[0], m=grid[1], n=grid[2])
        frames, rows, columns = (min(most, side) for most, side in zip(MOST_PLACES, grid, strict=True))
        pooled = adaptive_avg_pool3d(volume, (frames, rows, columns))
        places = rearrange(pooled, "b d f m n -> b (f m n) d")
        looking = words.new_ones(words.shape[:2]) if color_words is None else (~color_words).type_as(words)
        fused = words
        for block in self.blocks:
            fused = block(fused, places, looking[..., None])
        return words + self.out(fused)
