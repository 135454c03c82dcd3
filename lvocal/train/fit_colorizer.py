"""Stage `colorizer`: the transformer, the luminance encoder, the decoder and the text encoder, together.

Rectified flow (L-VOCAL eq. 7) with the clean latent as the thing predicted. Three samples in four are pure
noise: a single step already looks right then, and below that level the noisy colours give the answer away, so
that hardly anything is learned about words.

Shapes: B batch, C latent channels, F latent frames, h, w latent pixels, H, W pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lvocal.checkpoint.mini import MINI_PARTS
from lvocal.checkpoint.module_file import load_module, save_module
from lvocal.media.shards import Picture, read_pictures
from lvocal.model.aligner import Aligner
from lvocal.model.text import Vocabulary
from lvocal.train.accelerated import machine_for, workers_for
from lvocal.train.batch_recipe import BatchRecipe
from lvocal.train.batches import Batches
from lvocal.train.color_net import PARTS, ColorizerRecipe, ColorNet
from lvocal.train.contact import ContactSheet
from lvocal.train.drawn import drawn_pictures
from lvocal.train.flow_losses import FlowLosses
from lvocal.train.loop import fit
from lvocal.train.pairing import SoundBank
from lvocal.train.real_clips import read_clips
from lvocal.train.weak_regions import with_weak_regions

DRAWN = 300
"""Scenes drawn by code that join the photographs."""

MAY_DIFFER = ("fusion.", ".temporal.", "color_copy.")
"""Parts that change nothing or little before they have learned, so that they may join weights which never
knew them; and what a recipe has no place for stays behind."""


@dataclass(frozen=True)
class Hearing:
    """What the colorizer hears with while it learns."""

    bank: SoundBank
    aligner: Aligner


def read_words(folder: Path) -> tuple[Vocabulary, Tensor]:
    """Words and their unit vectors (V, E) from words/vectors.npz."""
    table = np.load(folder / "words" / "vectors.npz", allow_pickle=False)
    vectors = torch.from_numpy(table["vectors"].astype(np.float32))
    return Vocabulary([str(word) for word in table["words"]]), torch.nn.functional.normalize(vectors, dim=-1)


def training_pictures(data: Path) -> list[Picture]:
    """The training split, with regions found where they are sure, and the drawn scenes."""
    pictures = [with_weak_regions(picture) for picture in read_pictures(data / "images", "train")]
    return pictures + drawn_pictures(DRAWN)


def fit_colorizer(
    data: Path,
    run: Path,
    recipe: ColorizerRecipe,
    hearing: Hearing | None = None,
    start: Path | None = None,
    seed: int = 0,
    device: str | None = "cpu",
    workers: int | None = 0,
) -> ColorNet:
    """Train on the shards in `data`, going on from `run` where it holds a state; writes weights/ beside it.

    A fresh run begins with the weight files in `start`, whose codec keeps its shape (with a decoder or
    without), or from nothing. The listener and the aligner of `hearing` are frozen; a recipe that plays no
    sound needs none. `device` None is the accelerator where there is one. `workers` processes make the
    batches; 0 makes them in a thread, None as many as suit the device.
    """
    machine = machine_for(device)
    torch.manual_seed(seed)
    vocabulary, vectors = read_words(data)
    pictures = training_pictures(data)
    clips = _real_clips(data, recipe.batches)
    batches = Batches(pictures, vocabulary, hearing.bank if hearing else None, recipe.batches, seed, clips)
    network = new_network(recipe, batches.labels.vectors(vectors), vectors, start)
    if machine.is_main_process:
        (run / "weights").mkdir(parents=True, exist_ok=True)
        (run / "weights" / "words.txt").write_text("\n".join(vocabulary.index))
    network.to(machine.device)
    network.codec.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    sheet = ContactSheet(read_pictures(data / "images", "val"), vocabulary, run / "sheets")

    def show(average: ColorNet, step: int) -> None:
        export(average, run / "weights")
        sheet.write(average, step)

    losses = FlowLosses(recipe, hearing.aligner.to(machine.device) if hearing else None, seed)
    stream = partial(batches.stream, workers=workers_for(machine.device) if workers is None else workers)
    return fit(network, stream, losses, recipe.loop, run, show, machine)


def _real_clips(data: Path, recipe: BatchRecipe) -> list[np.ndarray]:
    """Shots that are long enough for this recipe; none where it has no use for them."""
    frames = max(shape.frames for shape in recipe.shapes)
    return read_clips(data / "clips" / "colour", frames) if recipe.real_clips and frames > 1 else []


def new_network(
    recipe: ColorizerRecipe, label_vectors: Tensor, word_vectors: Tensor, start: Path | None
) -> ColorNet:
    """From nothing, or with the weights in the folder `start`."""
    if start is not None:
        recipe = replace(recipe, codec=load_module(start / "codec.safetensors", MINI_PARTS["codec"]).config)
    network = ColorNet(recipe, label_vectors)
    network.text.vectors.copy_(word_vectors)
    if start is not None:
        _begin_with(network, start)
    for name in recipe.frozen:
        getattr(network, name).requires_grad_(False)
    return network


def _begin_with(network: ColorNet, folder: Path) -> None:
    for name in PARTS:
        known = load_module(folder / f"{name}.safetensors", MINI_PARTS[name])
        missing, unexpected = getattr(network, name).load_state_dict(known.state_dict(), strict=False)
        if not all(any(part in key for part in MAY_DIFFER) for key in (*missing, *unexpected)):
            raise ValueError(f"{name} in {folder} has another shape than the recipe: {missing} {unexpected}")


def export(network: ColorNet, folder: Path) -> None:
    """Write the three networks as float16 weight files, as they are shipped."""
    for name in PARTS:
        save_module(folder / f"{name}.safetensors", getattr(network, name), torch.float16)
