"""Environmental guidance (L-VOCAL 4.2.2, eq. 8).

Shapes: B batch, F latent frames, n tokens of one frame, N = F * n, A sound tokens of one segment, D width.
"""

from __future__ import annotations

import torch
from einops import rearrange, repeat
from torch import Tensor, nn

from lvocal.model.layers import CrossAttention


class EnvAttn(nn.Module):
    """Each latent frame looks only at its own segment of the ambient sound.

    A learned silence token stands beside every segment, so that no row of the softmax is empty and a frame
    may choose to hear nothing."""

    def __init__(self, dim: int, audio_dim: int, num_heads: int) -> None:
        super().__init__()
        self.silence = nn.Parameter(torch.randn(audio_dim) * 0.02)
        self.attention = CrossAttention(dim, audio_dim, num_heads)

    def forward(self, h: Tensor, env: Tensor) -> Tensor:
        """h (B, N, D), env (B, F, A, Da) -> what to add to h (B, N, D)."""
        num_frames = env.shape[1]
        frames = rearrange(h, "b (f n) d -> (b f) n d", f=num_frames)
        sounds = rearrange(env, "b f a d -> (b f) a d")
        silence = repeat(self.silence, "d -> bf 1 d", bf=len(sounds))
        heard = self.attention(frames, torch.cat([silence, sounds], dim=1))
        return rearrange(heard, "(b f) n d -> b (f n) d", f=num_frames)
