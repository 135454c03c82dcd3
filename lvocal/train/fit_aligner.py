"""Stage `aligner`: sound and colour meet in two shared spaces (L-VOCAL 4.1).

Shapes: B batch, M sound tokens, K music segments, Da listener width, F latent frames, h, w latent pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lvocal.checkpoint import save_module
from lvocal.media.shards import Picture
from lvocal.model.aligner import Aligner, AlignerConfig, Visual
from lvocal.model.codec import ChromaCodec, to_latent
from lvocal.train.alignment import LAMBDA_1, LAMBDA_2, acc_loss, attended_similarity, cmc_loss, imc_loss
from lvocal.train.augment import Camera
from lvocal.train.grade import AMBIENCE_GRADES, apply_grade, emotion_grade, mix_grades
from lvocal.train.loop import LoopRecipe, Losses, fit
from lvocal.train.pairing import Ambience, Music, SoundBank, suiting

SIZE = (96, 96)
TOKENS = 8
"""Ambience tokens of one example."""


@dataclass(frozen=True)
class AlignerRecipe:
    """How the alignment model learns; batch of the paper."""

    loop: LoopRecipe = LoopRecipe(steps=1500, learning_rate=5e-4, warmup_steps=50, decay_steps=500, ema=0.99)
    batch: int = 16


@dataclass(frozen=True)
class Triplets:
    """One batch: anchors, positives (same emotion) and negatives (another), and pairs of place and
    picture."""

    music: Tensor
    """(3, B, Da) pooled features"""
    tones: Tensor
    """(3, B, 3, H, W) Lab pictures graded to the emotion of each"""
    ambience: Tensor
    """(B, M, Da)"""
    places: Tensor
    """(B, 3, H, W)"""

    def to(self, device: torch.device) -> Triplets:
        """The same on a device."""
        return Triplets(*(part.to(device) for part in vars(self).values()))


class Pairs:
    """Draws triplets by emotion and pairs by place."""

    def __init__(self, pictures: list[Picture], bank: SoundBank, batch: int, seed: int) -> None:
        self.pictures, self.bank, self.batch, self.seed = pictures, bank, batch, seed

    def stream(self, start: int) -> Iterator[Triplets]:
        """Batches from a step on, each a function of (seed, step) alone."""
        for step in range(start, 2**62):
            yield self.make(np.random.default_rng((self.seed, step)))

    def make(self, rng: np.random.Generator) -> Triplets:
        """One batch."""
        music: list[list[Music]] = [[], [], []]
        for _ in range(self.batch):
            anchor = self.bank.draw_music(rng)
            others = [e for e, pieces in enumerate(self.bank.by_emotion) if pieces and e != anchor.emotion]
            music[0].append(anchor)
            music[1].append(self.bank.draw_music(rng, anchor.emotion))
            music[2].append(self.bank.draw_music(rng, int(rng.choice(others))))
        ambience = [self.bank.draw_ambience(rng) for _ in range(self.batch)]
        return Triplets(
            torch.tensor(np.array([[m.segments.mean(0) for m in row] for row in music]), dtype=torch.float32),
            torch.stack([torch.stack([self._tone(m, rng) for m in row]) for row in music]),
            torch.tensor(np.array([_resample(a.sequence) for a in ambience]), dtype=torch.float32),
            torch.stack([self._place(a, rng) for a in ambience]),
        )

    def _tone(self, music: Music, rng: np.random.Generator) -> Tensor:
        picture = self.pictures[int(rng.integers(len(self.pictures)))]
        return _shoot(apply_grade(picture.lab, emotion_grade(music.emotions)), rng)

    def _place(self, ambience: Ambience, rng: np.random.Generator) -> Tensor:
        suited = suiting(self.pictures, ambience.labels)
        picture = suited[int(rng.integers(len(suited)))]
        return _shoot(apply_grade(picture.lab, mix_grades(ambience.shares, AMBIENCE_GRADES)), rng)


class AlignmentLosses:
    """Eq. 6, term by term; the codec is frozen."""

    def __init__(self, codec: ChromaCodec) -> None:
        self.codec = codec.eval().requires_grad_(False)

    def __call__(self, network: Aligner, batch: Triplets, step: int) -> Losses:
        heard = [network.hear_emotion(music) for music in batch.music]
        seen = [self._see(network, tones).emo for tones in batch.tones]
        place, view = network.hear_place(batch.ambience), self._see(network, batch.places).env
        return {
            "imc": LAMBDA_1 * imc_loss(*heard),
            "cmc": LAMBDA_2 * cmc_loss(heard[0], *seen),
            "acc": acc_loss(place, view),
        }

    def _see(self, network: Aligner, lab: Tensor) -> Visual:
        gray, _ = self.codec.encode_gray(lab[:, :1, None])
        return network.see(to_latent(lab[:, 1:, None]), gray)

    @torch.no_grad()
    def recall(self, network: Aligner, batch: Triplets) -> float:
        """Share of places whose own picture is the most similar of the batch (chance 1 / B)."""
        place, view = network.hear_place(batch.ambience), self._see(network, batch.places).env
        best = attended_similarity(place, view).argmax(dim=1)
        return float((best == torch.arange(len(best))).float().mean())


def fit_aligner(
    pictures: list[Picture],
    bank: SoundBank,
    codec: ChromaCodec,
    run: Path,
    recipe: AlignerRecipe,
    seed: int = 0,
) -> Aligner:
    """Train and write aligner.safetensors into `run`; the codec stays as it is."""
    torch.manual_seed(seed)
    channels = codec.config.channels[-1] + 8
    config = AlignerConfig(listener_dim=bank.width, latent_channels=channels)
    pairs = Pairs(
        [p for p in pictures if p.source in ("scenes", "flickr8k", "camvid")], bank, recipe.batch, seed
    )
    aligner = fit(Aligner(config), pairs.stream, AlignmentLosses(codec), recipe.loop, run)
    save_module(run / "aligner.safetensors", aligner)
    return aligner


def _shoot(lab: np.ndarray, rng: np.random.Generator) -> Tensor:
    seen = Camera(rng, lab.shape[:2], None, 1).shoot(lab, SIZE)[0].astype(np.float32)
    return torch.from_numpy((seen - (0, 128, 128)) / (2.55, 1, 1)).permute(2, 0, 1).float()


def _resample(sequence: np.ndarray) -> np.ndarray:
    return sequence[np.linspace(0, len(sequence) - 1, TOKENS).round().astype(int)]
