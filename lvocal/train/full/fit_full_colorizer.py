"""Stage `colorizer` at full size: Wan's transformer with the L-VOCAL modules, on shards of films.

Wan's autoencoder and the aligner are frozen; what learns is the transformer, whole or its new modules alone.
Shapes: as in film_batch.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from lvocal.checkpoint.hub import place
from lvocal.checkpoint.mini import MINI_PARTS
from lvocal.checkpoint.module_file import load_module, save_module
from lvocal.checkpoint.wan import About, load_base, load_codec, save_modules
from lvocal.model.aligner import Aligner
from lvocal.model.growth import PAPER_TRAINABLE, grown, is_new, trainable
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.train.accelerated import machine_for, workers_for
from lvocal.train.full.clip_stream import ClipStream, Shards, read_shard, read_shards
from lvocal.train.full.film_batch import FilmBatch, FilmBatches, Telling
from lvocal.train.full.film_losses import FilmLosses
from lvocal.train.full.film_sheet import FilmSheet
from lvocal.train.full.full_recipes import FullColorizerRecipe
from lvocal.train.full.sample import ClipSample
from lvocal.train.loop import fit

log = logging.getLogger(__name__)

PLAIN = Telling(0, 0, 0, 0, 0)
"""Everything is told that there is, and nothing revealed."""


def fit_full_colorizer(
    data: Path,
    run: Path,
    recipe: FullColorizerRecipe,
    hearing: Path,
    seed: int = 0,
    device: str | None = None,
    workers: int | None = None,
) -> LVocalTransformer3DModel:
    """Train on the shards in `data`, going on from `run` where it holds a state; hears through the aligner in
    the folder `hearing`. Leaves run/weights as --model reads it, and sheets of clips that are kept aside.

    `workers` processes read the shards; None as many as suit the device."""
    machine = machine_for(device)
    torch.manual_seed(seed)
    train, aside = (read_shards(data, split) for split in ("train", "val"))
    wan = place(train.about.wan, data)
    aligner: Aligner = load_module(hearing / "aligner.safetensors", MINI_PARTS["aligner"]).to(machine.device)
    codec = load_codec(wan).to(machine.device)
    network = new_full_network(wan, aligner, recipe).to(machine.device)
    log.info("%s", sentence_on_size(network))
    no_text = np.load(data / "no-text.npy", allow_pickle=False)
    width = aligner.config.listener_dim
    make, plain = (FilmBatches(telling, no_text, width, seed) for telling in (recipe.telling, PLAIN))
    number = workers_for(machine.device) if workers is None else workers

    def batches(numbers: range) -> Iterator[FilmBatch]:
        return ClipStream[FilmBatch](train, recipe.batch, seed, numbers, number, make).batches()

    seen, steps = list(islice(_clips(aside), recipe.sample_clips)), recipe.sample_steps
    sheet = FilmSheet(seen, plain, codec, aligner, steps, recipe.shift, run / "sheets")
    about = About(_address(wan), _address(place(train.about.clap, data)))

    def show(average: LVocalTransformer3DModel, step: int) -> None:
        save_modules(run / "weights", average, about, whole=recipe.learns == "all")
        save_module(run / "weights" / "aligner.safetensors", aligner)
        sheet.write(average, step)

    losses = FilmLosses(codec, aligner, recipe.shift, recipe.relevance_weight, seed)
    return fit(network, batches, losses, recipe.loop, run, show, machine)


def new_full_network(wan: str, aligner: Aligner, recipe: FullColorizerRecipe) -> LVocalTransformer3DModel:
    """Wan, grown by silent modules; only what is to learn asks for gradients."""
    base = load_base(wan)
    network = grown(base, gray_channels=base.config.in_channels, audio_dim=aligner.config.dim)
    for name, weight in network.named_parameters():
        weight.requires_grad_(recipe.learns == "all" or is_new(name))
    if recipe.checkpointing:
        network.enable_gradient_checkpointing()
    return network.train()


def sentence_on_size(network: LVocalTransformer3DModel) -> str:
    """How much learns, beside what the paper reports."""
    return (
        f"{trainable(network) / 1e6:,.2f} M trainable parameters; "
        f"the paper reports {PAPER_TRAINABLE / 1e9:.2f} B for its own (Table 2)"
    )


def _clips(shards: Shards) -> Iterator[ClipSample]:
    for name in sorted(shards.counts):
        yield from read_shard(shards, name)


def _address(where: str) -> str:
    """A hub id as it is, a folder or a file by its whole path."""
    return str(Path(where).resolve()) if Path(where).exists() else where
