"""The codec of the full size: Wan's causal video autoencoder (L-VOCAL 4.2.1), grey in as well as colour.

It knows nothing of a*b*: it takes whole pictures, and the grey ones as pictures of three equal channels
(L-VOCAL 4.2.1, grayscale guidance).

Shapes: B batch, T = 4k + 1 frames, F = 1 + (T - 1)/4 latent frames, H, W pixels (multiples of 16),
C = 16 latent channels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from diffusers import AutoencoderKLWan

SPACE_STRIDE = 8
TIME_STRIDE = 4


class VideoCodec(nn.Module):
    """Pictures to latents of mean 0 and spread 1, and back."""

    mean: Tensor
    spread: Tensor

    def __init__(self, vae: AutoencoderKLWan) -> None:
        super().__init__()
        self.vae = vae
        for name, values in (("mean", vae.config.latents_mean), ("spread", vae.config.latents_std)):
            shaped = torch.tensor(values, dtype=torch.float32).view(1, -1, 1, 1, 1)
            self.register_buffer(name, shaped, persistent=False)

    @property
    def channels(self) -> int:
        """C"""
        return int(self.vae.config.z_dim)

    def encode(self, rgb: Tensor) -> Tensor:
        """rgb (B, 3, T, H, W) in [0, 1] -> (B, C, F, H/8, W/8), the likeliest latent."""
        _check_frames(rgb.shape[2])
        posterior = self.vae.encode((2 * rgb - 1).to(self.vae.dtype)).latent_dist
        return (cast(Tensor, posterior.mode()).float() - self.mean) / self.spread

    def encode_gray(self, gray: Tensor) -> Tensor:
        """gray (B, 1, T, H, W) in [0, 1] -> Z_g (B, C, F, H/8, W/8)."""
        return self.encode(gray.expand(-1, 3, -1, -1, -1))

    def decode(self, latent: Tensor) -> Tensor:
        """latent (B, C, F, H/8, W/8) -> rgb (B, 3, T, H, W) in [0, 1]."""
        shown = self.vae.decode((latent.float() * self.spread + self.mean).to(self.vae.dtype)).sample
        return cast(Tensor, ((shown.float() + 1) / 2).clamp(0, 1))


def _check_frames(count: int) -> None:
    if count % TIME_STRIDE != 1:
        raise ValueError(f"the codec takes 4k + 1 frames, got {count}")
