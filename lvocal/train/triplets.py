"""What the alignment model learns from: music and tones by emotion, places and their sounds (L-VOCAL 4.1).

Shapes: B batch, M sound tokens, Da width of the listener's features, H, W pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from lvocal.color.tones import AMBIENCE_GRADES, emotion_grade, mix_grades
from lvocal.media.shards import Picture
from lvocal.train.augment import Camera
from lvocal.train.grade import apply_grade
from lvocal.train.pairing import Ambience, Music, SoundBank, suiting

SIZE = (96, 96)
TOKENS = 8
"""Ambience tokens of one example."""

SHOWS_PLACES = ("scenes", "flickr8k", "camvid")
"""Sources that show a place rather than clothes."""


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

    def stream(self, numbers: range) -> Iterator[Triplets]:
        """Batches by number, each a function of (seed, number) alone."""
        for number in numbers:
            yield self.make(np.random.default_rng((self.seed, number)))

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


@dataclass(frozen=True)
class Material:
    """Pictures and sounds of one split."""

    pictures: list[Picture]
    bank: SoundBank

    def pairs(self, batch: int, seed: int) -> Pairs:
        """Batches of what shows a place."""
        return Pairs([p for p in self.pictures if p.source in SHOWS_PLACES], self.bank, batch, seed)


def _shoot(lab: np.ndarray, rng: np.random.Generator) -> Tensor:
    seen = Camera(rng, lab.shape[:2], None, 1).shoot(lab, SIZE)[0].astype(np.float32)
    return torch.from_numpy((seen - (0, 128, 128)) / (2.55, 1, 1)).permute(2, 0, 1).float()


def _resample(sequence: np.ndarray) -> np.ndarray:
    return sequence[np.linspace(0, len(sequence) - 1, TOKENS).round().astype(int)]
