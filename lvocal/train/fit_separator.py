"""Teach the separator to take soundtracks apart that were put together from known sounds.

Shapes: B batch, S the stems speech, music, effects, N samples at 48 kHz, T frames, F bins, E cells.
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from lvocal.checkpoint.module_file import save_module
from lvocal.media.mixtures import KINDS, Mixture, mixtures, val_mixtures
from lvocal.media.tracks import load_tracks
from lvocal.metrics.separation import si_sdr_db
from lvocal.model.separator import HOP, RATE_HZ, Separator, SeparatorConfig, spectrum, waves_of
from lvocal.train.accelerated import Turn
from lvocal.train.loop import LoopRecipe, Losses, fit

log = logging.getLogger(__name__)

INAUDIBLE = 1e-3
"""Errors 30 dB below the mix are not worth a step; silent stems are judged by what leaks into them."""


COMPRESSION = 0.25
"""Power by which a cell's energy counts."""


@dataclass(frozen=True, kw_only=True)
class SeparatorRecipe:
    """How the separator is trained; the defaults take about an hour on one core."""

    loop: LoopRecipe = LoopRecipe(
        steps=1080, learning_rate=1e-3, warmup_steps=60, decay_steps=170, ema=0.995, muon=True
    )
    batch: int = 4
    frames: int = 192
    """Of each soundtrack: 4.1 s."""
    seed: int = 0
    spoken: int = 3000
    """Sentences to learn from."""
    aside: int = 44
    """Soundtracks to measure with while training."""
    config: SeparatorConfig = SeparatorConfig()


class MixtureBatch(NamedTuple):
    """Soundtracks by their stems."""

    stems: Tensor
    """(B, S, N), whose sum has a mean square of one"""
    level: Tensor
    """(B,) how loud this stretch is in its film"""

    def to(self, device: torch.device) -> MixtureBatch:
        return MixtureBatch(*(item.to(device) for item in self))


def fit_separator(
    data: Path, run: Path, recipe: SeparatorRecipe | None = None, cache: Path | None = None,
    device: str = "cpu",
) -> dict[str, float]:  # fmt: skip
    """Train on `data`; leaves `run`/separator.safetensors, log.csv and report.csv, and gives the improvement
    of every stem in dB SI-SDR on soundtracks that were kept aside.

    `cache` (by default `run`/cache) keeps the sounds, about two gigabytes that take minutes to make.
    """
    recipe = recipe or SeparatorRecipe()
    torch.manual_seed(recipe.seed)
    tracks = load_tracks(data, cache or run / "cache", recipe.spoken)
    aside = val_mixtures(tracks, recipe.frames * HOP, recipe.aside)

    def batches(numbers: range) -> Iterator[MixtureBatch]:
        start = numbers.start
        return _batches(mixtures(tracks, recipe.frames * HOP, recipe.seed + start), recipe, start)

    def show(network: torch.nn.Module, step: int) -> None:
        assert isinstance(network, Separator)
        log.info("step %d: %s", step, improvement(network, aside))
        save_module(run / "separator.safetensors", network, torch.float16)

    network = Separator(recipe.config).to(device)
    separator = fit(network, batches, separation_losses, recipe.loop, run, show).eval()
    save_module(run / "separator.safetensors", separator, torch.float16)
    report = improvement(separator, aside)
    with (run / "report.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("stem", "si_sdr_improvement_db"), *report.items()])
    return report


def _batches(source: Iterator[Mixture], recipe: SeparatorRecipe, start: int) -> Iterator[MixtureBatch]:
    rng = np.random.default_rng([recipe.seed, start])
    while True:
        stems = np.stack([next(source).stems for _ in range(recipe.batch)])
        level = 10 ** (rng.uniform(-12, 8, recipe.batch) / 20)
        yield MixtureBatch(torch.from_numpy(stems), torch.from_numpy(level.astype(np.float32)))


def separation_losses(network: Any, batch: MixtureBatch, turn: Turn) -> Losses:
    """Two terms over cells: how far the masks are from the stems' shares of the power, where quiet cells
    count almost as much as loud ones; and the error of each stem against the mix, in nepers of power
    (thresholded as by Wisdom et al. 2020), for stems that share no phase."""
    del turn
    stems = spectrum(batch.stems.flatten(0, 1)).unflatten(0, (-1, len(KINDS)))
    parts = network.cells_of(stems.abs().square()).permute(0, 2, 3, 1)
    whole = network.cells_of(stems.sum(1).abs().square())
    said = network(whole * batch.level[:, None, None].square()).float().log_softmax(-1)
    shares = (parts + 1e-9) / (parts + 1e-9).sum(-1, keepdim=True)
    weight = (parts.sum(-1) + 1e-7) ** COMPRESSION
    away = (shares * (shares.log() - said)).sum(-1)
    masks, widths = said.exp(), 1 / network.averages.amax(0)
    others = parts.sum(-1, keepdim=True) - parts
    wrong = (((1 - masks) ** 2 * parts + masks**2 * others) * widths[:, None]).sum((1, 2))
    total = (parts.sum(-1) * widths).sum((1, 2))[:, None]
    return {
        "shares": 4 * (away * weight).sum() / weight.sum(),
        "error": 0.5 * torch.log(wrong / total + INAUDIBLE).mean(),
    }


@torch.no_grad()
def improvement(separator: Separator, aside: list[Mixture]) -> dict[str, float]:
    """Mean SI-SDR improvement of every stem, in dB, over the soundtracks that have it beside another."""
    separator.eval()
    gains: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for mixture in aside:
        mix = torch.from_numpy(mixture.mix)[None]
        lines = spectrum(mix)
        masks = separator.masks(lines.abs().square())
        found = waves_of(masks[0] * lines, mix.shape[1]).numpy()
        if sum(map(bool, mixture.names)) < 2:
            continue
        for kind, name, estimate, truth in zip(KINDS, mixture.names, found, mixture.stems, strict=True):
            if name:
                gains[kind].append(si_sdr_db(estimate, truth) - si_sdr_db(mixture.mix, truth))
    return {kind: round(float(np.mean(found)), 2) for kind, found in gains.items() if found} | {
        "seconds": round(len(aside) * aside[0].mix.size / RATE_HZ, 1)
    }
