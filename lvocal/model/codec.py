"""The chroma codec of the `mini` size: colour in a coarse latent, edges from the luminance (L-C4 3.1).

The latent holds a*b* averaged over 4x4 pixels, folded 2x2 into channels: (B, 8, 1 + T/4, H/8, W/8), the first
frame of every four, so that it needs no learned encoder and loses nothing that a painter on a coarse grid
could know. What is learned is the luminance encoder, whose features at H/2, H/4 and H/8 feed the transformer
(Z_g) and, by skip connections, a decoder that brings colour back to the edges, where a config asks for one.
Without it colour is enlarged as it is, and the edges are left to `color.upsample`.

Shapes: B batch, T frames, F = 1 + (T - 1)/4 latent frames, H, W pixels (multiples of 16), C channels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, interpolate, pixel_shuffle, silu

from lvocal.model.layers import ResidualConv, zero

AB_SCALE = 25.0
"""Lab units of chroma per unit of latent, so that natural pictures have a spread near one half."""

LATENT_CHANNELS = 8
SPACE_STRIDE = 8
TIME_STRIDE = 4
MULTIPLE = 16
"""Sides of the painted picture must divide by this: latent stride times the transformer's patch."""


@dataclass(frozen=True)
class CodecConfig:
    """Widths of the luminance encoder at H/2, H/4 and H/8, residual blocks there, and width of the
    decoder."""

    channels: tuple[int, int, int] = (24, 64, 160)
    blocks: tuple[int, int, int] = (0, 2, 3)
    decoder_channels: int = 24
    """0 leaves the decoder out."""


class LumaFeatures(NamedTuple):
    """What the luminance encoder saw."""

    half: Tensor
    """(B, C1, H/2, W/2)"""
    quarter: Tensor
    """(B, C2, H/4, W/4)"""
    eighth: Tensor
    """(B, C3, H/8, W/8): one frame of Z_g."""


class LumaEncoder(nn.Module):
    """Three strided steps over the grey picture."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        c1, c2, c3 = config.channels
        b1, b2, b3 = config.blocks
        self.to_half = nn.Sequential(nn.Conv2d(1, c1, 5, 2, 2), *(ResidualConv(c1) for _ in range(b1)))
        self.to_quarter = nn.Sequential(
            nn.SiLU(), nn.Conv2d(c1, c2, 3, 2, 1), *(ResidualConv(c2) for _ in range(b2))
        )
        self.to_eighth = nn.Sequential(
            nn.SiLU(),
            nn.Conv2d(c2, c3, 3, 2, 1),
            *(ResidualConv(c3) for _ in range(b3)),
            nn.GroupNorm(1, c3),
        )

    def forward(self, lightness: Tensor) -> LumaFeatures:
        """lightness L* (B, 1, H, W) in 0..100 -> features at three scales."""
        half, quarter = self.skips(lightness)
        return LumaFeatures(half, quarter, self.to_eighth(quarter))

    def skips(self, lightness: Tensor) -> tuple[Tensor, Tensor]:
        """Only the two finer scales, which is all that the decoder needs."""
        half = self.to_half(lightness / 50 - 1)
        return half, self.to_quarter(half)


class ChromaCodec(nn.Module):
    """a*b* to latent and back; the way back is led by the luminance."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        self.config = config
        c1, c2, _ = config.channels
        self.luma = LumaEncoder(config)
        self.has_decoder = config.decoder_channels > 0
        if c := config.decoder_channels:
            self.coarse = nn.Conv2d(2 + c2, 4 * c, 3, padding=1)
            self.fine = nn.Conv2d(c + c1, c, 3, padding=1)
            self.refine = ResidualConv(c)
            self.to_ab = zero(nn.Conv2d(c, 2, 3, padding=1))

    def encode_gray(self, lightness: Tensor) -> tuple[Tensor, LumaFeatures]:
        """Lightness of the latent frames (B, 1, F, H, W) in 0..100 -> Z_g (B, C3, F, H/8, W/8), features of B
        * F."""
        features = self.luma(rearrange(lightness, "b c f h w -> (b f) c h w"))
        return rearrange(features.eighth, "(b f) c h w -> b c f h w", b=len(lightness)), features

    def decode(self, ab: Tensor, half: Tensor, quarter: Tensor) -> Tensor:
        """Coarse a*b* (B, 2, H/4, W/4) and luminance features -> a*b* (B, 2, H/2, W/2)."""
        if not self.has_decoder:
            return enlarged(ab)
        x = pixel_shuffle(self.coarse(torch.cat([ab / AB_SCALE, silu(quarter)], dim=1)), 2)
        x = self.refine(self.fine(silu(torch.cat([x, half], dim=1))))
        return enlarged(ab) + AB_SCALE * self.to_ab(silu(x))

    def decode_on(self, ab: Tensor, lightness: Tensor) -> Tensor:
        """The same on lightness L* (B, 1, H, W), which is only looked at where there is a decoder."""
        return self.decode(ab, *self.luma.skips(lightness)) if self.has_decoder else enlarged(ab)


def enlarged(ab: Tensor) -> Tensor:
    """(B, 2, h, w) -> (B, 2, 2h, 2w)."""
    return interpolate(ab, scale_factor=2, mode="bilinear", align_corners=False)


def to_latent(ab: Tensor) -> Tensor:
    """a*b* of the latent frames (B, 2, F, H, W) -> latent (B, 8, F, H/8, W/8)."""
    batch = len(ab)
    coarse = avg_pool2d(rearrange(ab, "b c f h w -> (b f) c h w"), 4) / AB_SCALE
    return rearrange(coarse, "(b f) c (h p) (w q) -> b (c p q) f h w", b=batch, p=2, q=2)


def known_as(ab: Tensor) -> Tensor:
    """a*b* (2,) in units of the latent -> a reference's latent pixel (9,): flat in that colour, and known."""
    return torch.cat([ab.repeat_interleave(LATENT_CHANNELS // 2), ab.new_ones(1)])


def from_latent(latent: Tensor) -> Tensor:
    """Latent (B, 8, F, H/8, W/8) -> coarse a*b* (B * F, 2, H/4, W/4), exactly what to_latent averaged."""
    return AB_SCALE * rearrange(latent, "b (c p q) f h w -> (b f) c (h p) (w q)", p=2, q=2)
