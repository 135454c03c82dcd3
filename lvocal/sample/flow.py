"""Rectified flow (L-VOCAL 4.2.1, eq. 7), in the one convention of this project.

The paper writes Z_t = t Z + (1 - t) eps and learns v = Z - eps, from noise at t = 0 to colour at t = 1. Wan
and diffusers write sigma = 1 - t, x_sigma = (1 - sigma) x0 + sigma eps, and learn eps - x0 = -v. Networks
here keep Wan's sign; `paper_time` and `paper_velocity` are the whole difference.

Shapes: B batch, C latent channels, F latent frames, h, w latent pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import torch
from diffusers import UniPCMultistepScheduler
from torch import Tensor

from lvocal.settings import ColorizeSettings

Velocity = Callable[[Tensor, Tensor], Tensor]
"""x_sigma (B, C, F, h, w), sigma (B,) -> eps - x0 (B, C, F, h, w)."""


def schedule(steps: int, shift: float = 1.0) -> Tensor:
    """steps + 1 noise levels from 1 to 0; `shift` above 1 spends more of them near noise."""
    if steps < 1:
        raise ValueError(f"steps must be at least 1, got {steps}")
    sigma = torch.linspace(1, 0, steps + 1, dtype=torch.float64)
    return (shift * sigma / (1 + (shift - 1) * sigma)).float()


def walk(velocity: Velocity, x: Tensor, sigmas: Tensor) -> Iterator[Tensor]:
    """Go from noise x (B, ...) to colour along `sigmas` with Euler steps; yields x after every step."""
    for now, then in pairwise(sigmas):
        x = x + (then - now) * velocity(x, now.to(x.device).expand(len(x)))
        yield x


def walk_unipc(velocity: Velocity, x: Tensor, steps: int, shift: float = 1.0) -> Iterator[Tensor]:
    """The same with UniPC (Zhao et al. 2023), which learns from the steps before; as Wan's pipeline does."""
    solver = UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=shift
    )
    solver.set_timesteps(steps, device=x.device)
    for time, sigma in zip(solver.timesteps, solver.sigmas, strict=False):
        x = solver.step(velocity(x, sigma.to(x).expand(len(x))), time, x, return_dict=False)[0]
        yield x


def walk_as(settings: ColorizeSettings, velocity: Velocity, x: Tensor) -> Iterator[Tensor]:
    """Go from noise to colour as the settings say."""
    if settings.solver == "unipc":
        return walk_unipc(velocity, x, settings.steps, settings.shift)
    return walk(velocity, x, schedule(settings.steps, settings.shift))


def integrate(velocity: Velocity, x: Tensor, sigmas: Tensor) -> Tensor:
    """Where the walk ends."""
    *_, end = walk(velocity, x, sigmas)
    return end


def noise(shape: tuple[int, ...], seed: int, device: torch.device | str = "cpu") -> Tensor:
    """Gaussian noise, drawn on the CPU so that a seed means the same on every machine."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(device)


def paper_time(sigma: Tensor) -> Tensor:
    """sigma -> the paper's t."""
    return 1 - sigma


def paper_velocity(velocity: Tensor) -> Tensor:
    """eps - x0 -> the paper's v = Z - eps."""
    return -velocity
