"""The alignment model between audio and colour (L-VOCAL 4.1).

Shapes: B batch, M sound tokens, Da width of the listener, D width of the shared spaces, C channels of colour
and luminance latent together, F latent frames, h, w latent pixels, N = F * h/2 * w/2 picture tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn.functional import normalize


@dataclass(frozen=True)
class AlignerConfig:
    """Widths of the alignment model."""

    listener_dim: int = 128
    latent_channels: int = 168
    visual_dim: int = 128
    dim: int = 128


class Visual(NamedTuple):
    """A colour video in the two shared spaces."""

    emo: Tensor
    """V_emo (B, D)"""
    env: Tensor
    """V_env (B, N, D)"""


class Aligner(nn.Module):
    """Projectors from sound and from the latent of a colour video into an emotion and an environment
    space."""

    def __init__(self, config: AlignerConfig) -> None:
        super().__init__()
        self.config = config
        self.emotional = _projector(config.listener_dim, config.dim)
        self.environmental = _projector(config.listener_dim, config.dim)
        self.video = nn.Sequential(
            nn.Conv3d(config.latent_channels, config.visual_dim, (1, 2, 2), (1, 2, 2)), nn.SiLU(),
            nn.Conv3d(config.visual_dim, config.visual_dim, (1, 3, 3), padding=(0, 1, 1)), nn.SiLU(),
        )  # fmt: skip
        self.to_emo = nn.Linear(config.visual_dim, config.dim)
        self.to_env = nn.Linear(config.visual_dim, config.dim)

    def hear_emotion(self, music: Tensor) -> Tensor:
        """Pooled feature of the music (B, Da) -> A_emo (B, D)."""
        return self.emotional(music)

    def hear_place(self, ambience: Tensor) -> Tensor:
        """Features of the ambience (B, M, Da) -> A_env (B, M, D)."""
        return _sphere(self.environmental(ambience))

    def see(self, latent: Tensor, gray: Tensor) -> Visual:
        """Colour latent and Z_g, both (B, ., F, h, w) -> V_emo from the pooled tokens, V_env from each
        token."""
        seen = rearrange(self.video(torch.cat([latent, gray], dim=1)), "b d f h w -> b (f h w) d")
        return Visual(self.to_emo(seen.mean(dim=1)), _sphere(self.to_env(seen)))


def _sphere(x: Tensor) -> Tensor:
    """Vectors of one length, chosen so that the dot products of eq. 3 lie within the square root of D."""
    return normalize(x, dim=-1) * x.shape[-1] ** 0.25


def _projector(width: int, dim: int) -> nn.Module:
    return nn.Sequential(nn.Linear(width, dim), nn.GELU(), nn.Linear(dim, dim), nn.LayerNorm(dim))
