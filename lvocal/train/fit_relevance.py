"""Stage `relevance`: how much a sound has to do with a place (AIAIC 3.5, eq. 9 to 11), learned at the end.

While the whole network learns, its gate meets a few dozen pairs a step, and what it looks at moves under it.
Here all pictures of the scenes meet all training sounds, and nothing but the gate learns.

Shapes: P pictures, S sounds, D width of the transformer, A width of A_env.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lvocal.checkpoint.mini import MINI_PARTS
from lvocal.checkpoint.module_file import load_module, save_module
from lvocal.media.shards import Picture
from lvocal.model.aligner import Aligner
from lvocal.model.codec import MULTIPLE, ChromaCodec
from lvocal.model.relevance import RelevanceGate, relevance_loss
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.train.batch import NOBODY_KNOWS
from lvocal.train.pairing import SoundBank
from lvocal.train.places import is_at_home

SOURCE = "scenes"
"""Pictures of six kinds of place. Of others one can seldom say that a sound is not at home there."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RelevanceRecipe:
    """How the gate learns: AdamW, the rate falling evenly to nothing."""

    steps: int = 2000
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    pictures: int = 256
    sounds: int = 128


def fit_relevance(
    pictures: Sequence[Picture],
    bank: SoundBank,
    weights: Path,
    run: Path,
    recipe: RelevanceRecipe,
    seed: int = 0,
) -> LVocalTransformer3DModel:
    """Train the gate of the transformer in `weights` and write transformer.safetensors into `run`; all its
    other weights stay as they are. Raises ValueError where no picture is of a known scene."""
    transformer, codec, aligner = (
        load_module(weights / f"{name}.safetensors", MINI_PARTS[name]).eval()
        for name in ("transformer", "codec", "aligner")
    )
    shown = [picture for picture in pictures if picture.source == SOURCE]
    if not shown:
        raise ValueError(f"no pictures from {SOURCE}")
    seen, heard = _seen(shown, codec, transformer), _heard(bank, aligner)
    _learn(transformer.env_gate, seen, heard, _at_home(shown, bank), recipe, seed)
    run.mkdir(parents=True, exist_ok=True)
    save_module(run / "transformer.safetensors", transformer, torch.float16)
    return transformer


@torch.no_grad()
def _seen(pictures: Sequence[Picture], codec: ChromaCodec, transformer: LVocalTransformer3DModel) -> Tensor:
    """What the gate sees of each picture (P, D)."""
    views = []
    for picture in pictures:
        height, width = (side // MULTIPLE * MULTIPLE for side in picture.lab.shape[:2])
        lightness = torch.from_numpy(picture.lab[:height, :width, 0].astype(np.float32) / 2.55)
        views.append(transformer.visual(codec.encode_gray(lightness[None, None, None])[0]))
    return torch.cat(views)


@torch.no_grad()
def _heard(bank: SoundBank, aligner: Aligner) -> Tensor:
    """What the gate hears of each recording (S, A)."""
    sequences = [torch.from_numpy(sound.sequence).float()[None] for sound in bank.ambience]
    return torch.cat([aligner.hear_place(sequence).mean(dim=1) for sequence in sequences])


def _at_home(pictures: Sequence[Picture], bank: SoundBank) -> Tensor:
    """(P, S) 1 where a sound is at home, 0 where it is not, NOBODY_KNOWS elsewhere."""
    answers: dict[tuple[str, ...], list[float]] = {}
    for sound in bank.ambience:
        if sound.labels not in answers:
            known = [is_at_home(picture, sound.labels) for picture in pictures]
            answers[sound.labels] = [NOBODY_KNOWS if one is None else float(one) for one in known]
    return torch.tensor([answers[sound.labels] for sound in bank.ambience]).T


def _learn(
    gate: RelevanceGate, seen: Tensor, heard: Tensor, related: Tensor, recipe: RelevanceRecipe, seed: int
) -> None:
    gate.requires_grad_(True)
    optimizer = torch.optim.AdamW(gate.parameters(), recipe.learning_rate, weight_decay=recipe.weight_decay)
    falling = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 1e-3, recipe.steps)
    generator = torch.Generator().manual_seed(seed)
    for step in range(1, recipe.steps + 1):
        rows = torch.randint(len(seen), (recipe.pictures,), generator=generator)
        columns = torch.randint(len(heard), (recipe.sounds,), generator=generator)
        loss = relevance_loss(gate.every_pair(heard[columns], seen[rows]), related[rows][:, columns])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        falling.step()
        if step % 200 == 0:
            log.info("step %d: relevance %.3f", step, loss.item())
