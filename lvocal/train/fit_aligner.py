"""Stage `aligner`: sound and colour meet in two shared spaces (L-VOCAL 4.1).

Shapes: B batch, M sound tokens, K music segments, Da listener width, F latent frames, h, w latent pixels.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lvocal.checkpoint.mini import MINI_PARTS
from lvocal.checkpoint.module_file import load_module, save_module
from lvocal.model.aligner import Aligner, AlignerConfig, Visual
from lvocal.model.codec import LATENT_CHANNELS, ChromaCodec, to_latent
from lvocal.train.accelerated import Turn
from lvocal.train.alignment import LAMBDA_1, LAMBDA_2, acc_loss, cmc_loss, imc_loss
from lvocal.train.loop import LoopRecipe, Losses, fit
from lvocal.train.recall import retrieval
from lvocal.train.triplets import Material, Triplets

RECALL_BATCHES = 40

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AlignerRecipe:
    """How the alignment model learns; batch of the paper."""

    loop: LoopRecipe = LoopRecipe(steps=1500, learning_rate=5e-4, warmup_steps=50, decay_steps=500, ema=0.99)
    batch: int = 16
    grows: bool = False
    """Only the side that sees learns, beside a side that hears which is there already: after the luminance
    encoder has changed, nothing that listens to the aligner has to learn anew."""


class AlignmentLosses:
    """Eq. 6, term by term; the codec is frozen."""

    def __init__(self, codec: ChromaCodec) -> None:
        self.codec = codec.eval().requires_grad_(False)

    def __call__(self, network: Aligner, batch: Triplets, turn: Turn) -> Losses:
        heard = [network.hear_emotion(music) for music in batch.music]
        seen = [self.see(network, tones).emo for tones in batch.tones]
        place, view = network.hear_place(batch.ambience), self.see(network, batch.places).env
        return {
            "imc": LAMBDA_1 * imc_loss(*heard),
            "cmc": LAMBDA_2 * cmc_loss(heard[0], *seen),
            "acc": acc_loss(place, view),
        }

    def see(self, network: Aligner, lab: Tensor) -> Visual:
        """Lab pictures (B, 3, H, W) in the shared spaces."""
        gray, _ = self.codec.encode_gray(lab[:, :1, None])
        return network.see(to_latent(lab[:, 1:, None]), gray)


def fit_aligner(
    train: Material,
    aside: Material,
    codec: ChromaCodec,
    run: Path,
    recipe: AlignerRecipe,
    seed: int = 0,
    start: Path | None = None,
) -> Aligner:
    """Train and write aligner.safetensors into `run`, and how well sounds of `aside` find their pictures into
    recall.json; the codec stays as it is. A recipe that grows needs weights to `start` with."""
    torch.manual_seed(seed)
    losses, pairs = AlignmentLosses(codec), train.pairs(recipe.batch, seed)
    config = AlignerConfig(train.bank.width, codec.config.channels[-1] + LATENT_CHANNELS)
    aligner = _grown(start, config) if recipe.grows else Aligner(config)
    aligner = fit(aligner, pairs.stream, losses, recipe.loop, run)
    save_module(run / "aligner.safetensors", aligner)
    unseen = aside.pairs(recipe.batch, seed)
    batches = [unseen.make(np.random.default_rng((seed, at))) for at in range(RECALL_BATCHES)]
    found = retrieval(aligner.eval(), losses.see, batches)
    log.info("among %d: %s", recipe.batch, found)
    (run / "recall.json").write_text(json.dumps(found, indent=1))
    return aligner


def _grown(folder: Path | None, config: AlignerConfig) -> Aligner:
    """A new side that sees beside the hearing side of `folder`, which stays as it is."""
    if folder is None:
        raise ValueError("a recipe that grows needs weights to start with")
    known: Aligner = load_module(folder / "aligner.safetensors", MINI_PARTS["aligner"])
    aligner = Aligner(config)
    for side in ("emotional", "environmental"):
        getattr(aligner, side).load_state_dict(getattr(known, side).state_dict())
        getattr(aligner, side).requires_grad_(False)
    return aligner
