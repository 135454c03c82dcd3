"""Emotional guidance (L-VOCAL 4.2.2, eq. 9 and 10).

Shapes: B batch, N picture tokens, D width, Da width of the sound features.
"""

from __future__ import annotations

from torch import Tensor, nn

from lvocal.model.layers import zero


class EmoMod(nn.Module):
    """One global vector of emotion scales and shifts every token; zero at the start, so nothing changes."""

    def __init__(self, dim: int, audio_dim: int) -> None:
        super().__init__()
        self.to_gamma = zero(nn.Linear(audio_dim, dim, bias=False))
        self.to_beta = zero(nn.Linear(audio_dim, dim, bias=False))

    def forward(self, h: Tensor, mood: Tensor) -> Tensor:
        """h (B, N, D), mood (B, Da) -> h * gamma + beta, what eq. 10 adds to h (B, N, D)."""
        gamma, beta = self.to_gamma(mood)[:, None], self.to_beta(mood)[:, None]
        return h * gamma + beta
