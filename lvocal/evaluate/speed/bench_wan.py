"""What the full size costs, stage by stage: counted anywhere, and measured where there is a graphics card.

Weights are random, which costs the same. Words are encoded beforehand, once a prompt, and stand outside; so
does the sound, which is as good as free beside the rest. Operations are counted with the real networks; the
floor of a stage is its operations at RATE, the memory of a stage what its tensors hold.

Shapes: T frames, H, W painted pixels; F = 1 + (T - 1)/4 latent frames.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from typing import NamedTuple

import torch
from diffusers import AutoencoderKLWan

from lvocal.evaluate.speed.bench import BenchRecipe
from lvocal.metrics.held import counting, flops_of
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.model.video_codec import SPACE_STRIDE, TIME_STRIDE, VideoCodec
from lvocal.sample.painter import painted_size
from lvocal.settings import ColorizeSettings
from lvocal.values import Conditions, Machine

RATE = 790e12
"""Operations a second in bfloat16 that an H200 reaches on large matrices."""

AUDIO_DIM, TEXT_TOKENS, SOUND_TOKENS, LAYERS = 512, 512, 4, 30


@dataclass(frozen=True)
class Stage:
    """One part of the work on one window."""

    name: str
    times: int
    """How often it is done for a window."""
    flops: int
    """Of one time."""
    held_gb: float
    """Weights of the network at work and all its tensors at their peak, in 10^9 bytes."""
    seconds: float | None = None
    """Of one time, where it was measured."""
    peak_gb: float | None = None
    """Of the graphics card's memory, all networks included, where it was measured."""

    @property
    def floor_sec(self) -> float:
        """Of all times, at RATE."""
        return self.times * self.flops / RATE


class Work(NamedTuple):
    """Networks of the full size and one window for them."""

    transformer: LVocalTransformer3DModel
    codec: VideoCodec
    film: torch.Tensor
    """(1, 1, T, H, W)"""
    latent: torch.Tensor
    """(1, C, F, H/8, W/8)"""
    told: Conditions


def stages(
    recipe: BenchRecipe, settings: ColorizeSettings, machine: Machine, layers: int = LAYERS
) -> list[Stage]:
    """Counted, in bfloat16 with the autoencoder in float32; nothing is computed."""
    with counting(torch.bfloat16) as held, torch.inference_mode():
        transformer = LVocalTransformer3DModel(audio_dim=AUDIO_DIM, num_layers=layers).eval()
        painter_gb = held.now_bytes / 1e9
        torch.set_default_dtype(torch.float32)
        codec = VideoCodec(AutoencoderKLWan().eval())
        codec_gb = held.now_bytes / 1e9 - painter_gb
        if machine.tiling:
            codec.vae.enable_tiling()
        found = []
        for name, times, run in jobs(window(transformer, codec, recipe, settings), settings):
            held.restart()
            flops = flops_of(run)
            outside = _outside_gb(machine, painter_gb, codec_gb, layers if name == STEP else None)
            found.append(Stage(name, times, flops, held.peak_bytes / 1e9 - outside))
    return found


def _outside_gb(machine: Machine, painter_gb: float, codec_gb: float, layers: int | None) -> float:
    """Weights that wait in the computer's memory meanwhile; `layers` while the painter works."""
    if machine.offload == "none":
        return 0.0
    if layers is None:
        return painter_gb
    return codec_gb if machine.offload == "parts" else painter_gb * (1 - 1 / layers)


STEP = "one pass of a step"


def jobs(work: Work, settings: ColorizeSettings) -> list[tuple[str, int, Callable[[], object]]]:
    """Name, how often, and what to run."""
    sigma = torch.ones(1, device=work.latent.device)
    return [
        ("encode the grey film", 1, lambda: work.codec.encode_gray(work.film)),
        (STEP, settings.steps * passes(settings), lambda: work.transformer(work.latent, sigma, work.told)),
        ("decode the colours", 1, lambda: work.codec.decode(work.latent)),
    ]


def passes(settings: ColorizeSettings) -> int:
    """How often the network is asked in one step, when there are words and sound."""
    return 1 + (settings.guidance != 1) + (settings.sound_guidance != 1)


def window(
    transformer: LVocalTransformer3DModel, codec: VideoCodec, recipe: BenchRecipe, settings: ColorizeSettings
) -> Work:
    """One window of a film of the recipe's shape, as the settings paint it, with every condition."""
    height, width = painted_size(recipe.width, recipe.height, settings.paint_px)
    frames = 1 + -(-(recipe.frames - 1) // TIME_STRIDE)
    device = codec.mean.device
    size = (frames, height // SPACE_STRIDE, width // SPACE_STRIDE)
    film = torch.zeros(1, 1, 1 + TIME_STRIDE * (frames - 1), height, width, device=device)
    latent = torch.zeros(1, codec.channels, *size, device=device)
    told = Conditions(
        gray=latent,
        text=torch.zeros(1, TEXT_TOKENS, transformer.config.text_dim, device=device),
        mood=torch.zeros(1, AUDIO_DIM, device=device),
        env=torch.zeros(1, frames, SOUND_TOKENS, AUDIO_DIM, device=device),
    )
    return Work(transformer, codec, film, latent, told)


@torch.inference_mode()
def measured(
    counted: list[Stage],
    recipe: BenchRecipe,
    settings: ColorizeSettings,
    fit: Callable[[LVocalTransformer3DModel, VideoCodec], None],
) -> list[Stage]:
    """The same stages with seconds and memory of the graphics card, to which `fit` brings the networks."""
    transformer, codec = (
        LVocalTransformer3DModel(audio_dim=AUDIO_DIM).eval(),
        VideoCodec(AutoencoderKLWan().eval()),
    )
    fit(transformer, codec)
    work, found = window(transformer, codec, recipe, settings), []
    for stage, (_, _, run) in zip(counted, jobs(work, settings), strict=True):
        run()
        torch.cuda.reset_peak_memory_stats()
        seconds = median(_timed(run) for _ in range(recipe.repeat))
        peak = torch.cuda.max_memory_allocated() / 1e9
        found.append(replace(stage, seconds=seconds, peak_gb=peak))
    return found


def _timed(run: Callable[[], object]) -> float:
    torch.cuda.synchronize()
    since = time.perf_counter()
    run()
    torch.cuda.synchronize()
    return time.perf_counter() - since
