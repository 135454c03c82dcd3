"""Losses, each an equation of a paper or a stated choice of ours.

Shapes: B batch, C latent channels, F latent frames, h, w latent pixels, H, W pixels.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import affine_grid, grid_sample

from lvocal.model.codec import AB_SCALE, LATENT_CHANNELS


def clean_loss(predicted: Tensor, clean: Tensor) -> Tensor:
    """L1 + 0.5 L2 between clean latents (B, C, F, h, w), heavier where the truth is colourful.

    Plain averages favour grey, since most of any picture is nearly grey (the class rebalancing of Zhang et
    al. 2016 answers the same); the weight grows from 0.6 at grey to 2.35 at 1.25 times AB_SCALE."""
    error = (predicted - clean).abs()
    a, b = clean.split(LATENT_CHANNELS // 2, dim=1)
    weight = 0.6 + 1.4 * torch.hypot(a, b).clamp(max=1.25)
    return ((error + 0.5 * error.square()) * weight.repeat(1, 2, 1, 1, 1)).mean()


def decoded_loss(predicted: Tensor, truth: Tensor) -> Tensor:
    """Mean |error| of decoded a*b* (B, 2, H/2, W/2) in units of the latent: teaches edges."""
    return (predicted - truth).abs().mean() / AB_SCALE


def equivariant_loss(first: Tensor, second: Tensor, warp: Tensor) -> Tensor:
    """CoolColor eq. 5, ||G(F(x)) - F(G(x))||_2: a picture painted and moved against the picture moved and
    painted.

    a*b* of both twins (B, 2, h, w), warp (B, 2, 3) from places of the second to places of the first; the mean
    distance over the places that both show, in units of the latent."""
    grid = affine_grid(warp.to(first.dtype), list(first.shape), align_corners=False)
    moved = grid_sample(first, grid, align_corners=False)
    shared = (grid.abs() <= 1).all(dim=-1)
    distance = (moved - second).square().sum(dim=1).add(1e-6).sqrt()
    return (distance * shared).sum() / shared.sum().clamp_min(1) / AB_SCALE
