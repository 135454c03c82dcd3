"""Stage `aligner` at full size: projectors between CLAP and the latents of Wan's autoencoder (L-VOCAL 4.1).

Both networks have done their part when the shards were made, so this stage runs on one device in little
memory.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import torch

from lvocal.checkpoint.module_file import save_module
from lvocal.model.aligner import Aligner, AlignerConfig
from lvocal.train.accelerated import machine_for, workers_for
from lvocal.train.full.clip_stream import ClipStream, Shards, read_shard, read_shards
from lvocal.train.full.film_triplets import (
    FilmAlignmentLosses,
    FilmTripletMaker,
    FilmTriplets,
    film_retrieval,
)
from lvocal.train.full.full_recipes import FullAlignerRecipe
from lvocal.train.full.sample import ClipSample
from lvocal.train.loop import fit

log = logging.getLogger(__name__)

MOST_ASIDE, MOST_LEARNED = 64, 512
"""Clips that are measured on, and from which the mean of each emotion is taken."""


def fit_full_aligner(
    data: Path,
    run: Path,
    recipe: FullAlignerRecipe,
    seed: int = 0,
    device: str | None = None,
    workers: int | None = None,
) -> dict[str, float]:
    """Train on the shards in `data`; leaves aligner.safetensors, which the colorizer hears through, and how
    well sounds of clips that are kept aside find their pictures in recall.json, and gives the same."""
    machine = machine_for(device)
    torch.manual_seed(seed)
    train, aside = (read_shards(data, split) for split in ("train", "val"))
    first = next(_clips(train))
    heard = first.music if first.music is not None else first.ambience
    assert heard is not None, "a clip without sound is not in a shard"
    width, channels = heard.shape[-1], len(first.latent) + len(first.gray)
    config = AlignerConfig(width, channels, visual_dim=recipe.visual_dim, dim=recipe.dim)
    aligner, make = Aligner(config).to(machine.device), FilmTripletMaker(width, seed)
    number = workers_for(machine.device) if workers is None else workers

    def batches(numbers: range) -> Iterator[FilmTriplets]:
        return ClipStream[FilmTriplets](train, recipe.batch, seed, numbers, number, make).batches()

    def keep(average: Aligner, step: int) -> None:
        save_module(run / "aligner.safetensors", average)

    aligner = fit(aligner, batches, FilmAlignmentLosses(), recipe.loop, run, keep, machine).eval()
    learned, unseen = (
        (batch.to(machine.device) for batch in _in_batches(shards, most, recipe.batch, make))
        for shards, most in ((train, MOST_LEARNED), (aside, MOST_ASIDE))
    )
    found = film_retrieval(aligner, learned, unseen)
    if machine.is_main_process:
        (run / "recall.json").write_text(json.dumps(found, indent=1))
    return found


def _in_batches(shards: Shards, most: int, size: int, make: FilmTripletMaker) -> Iterator[FilmTriplets]:
    clips = islice(_clips(shards), most)
    while batch := list(islice(clips, size)):
        yield make(batch, 0)


def _clips(shards: Shards) -> Iterator[ClipSample]:
    for name in sorted(shards.counts):
        yield from read_shard(shards, name)
