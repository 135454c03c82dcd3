"""Sound and pictures that belong together, paired by meaning (L-VOCAL sec. 3 pairs films by the same labels).

Shapes: K music segments, M ambience tokens, Da width of the listener's features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from lvocal.color.tones import AMBIENCE_GRADES
from lvocal.media.shards import Picture
from lvocal.model.listen import Listener
from lvocal.train.places import SCENES_OF
from lvocal.train.sounds import SoundClip, SoundPack
from lvocal.values import EMOTIONS

SHARPNESS = 2.0
"""Rated shares of emotion are raised to this power: listeners' averages are flatter than any one of them."""


@dataclass(frozen=True)
class Music:
    """One piece as the listener hears it."""

    segments: np.ndarray
    """(K, Da)"""
    emotions: np.ndarray
    """(8,) shares in the order of EMOTIONS, summing to 1."""

    @property
    def emotion(self) -> int:
        """The strongest."""
        return int(self.emotions.argmax())


@dataclass(frozen=True)
class Ambience:
    """One recording of a place as the listener hears it."""

    sequence: np.ndarray
    """(M, Da)"""
    labels: tuple[str, ...]

    @property
    def shares(self) -> dict[str, float]:
        """Equal shares of the labels that have a grade; the rest is no change."""
        graded = [label for label in self.labels if label in AMBIENCE_GRADES]
        return {label: 1 / len(graded) for label in graded}


class SoundBank:
    """All training sounds of one split, listened to once."""

    def __init__(self, packs: Sequence[SoundPack], listener: Listener, val: bool = False) -> None:
        self.music: list[Music] = []
        self.ambience: list[Ambience] = []
        for pack in packs:
            for clip in pack.clips:
                if clip.is_val == val:
                    self._hear(pack, clip, listener)
        self.by_emotion = [[m for m in self.music if m.emotion == e] for e in range(len(EMOTIONS))]
        self.by_label = {
            label: [a for a in self.ambience if label in a.labels]
            for label in sorted(_all_labels(self.ambience))
        }

    @property
    def width(self) -> int:
        """Da"""
        return self.music[0].segments.shape[1]

    def draw_music(self, rng: np.random.Generator, emotion: int | None = None) -> Music:
        """A piece of an emotion, every emotion equally likely; a random stretch of it."""
        known = [e for e, pieces in enumerate(self.by_emotion) if pieces]
        pieces = self.by_emotion[int(rng.choice(known)) if emotion is None else emotion]
        piece = pieces[int(rng.integers(len(pieces)))]
        return Music(_stretch(piece.segments, rng), piece.emotions)

    def draw_ambience(self, rng: np.random.Generator) -> Ambience:
        """A recording: three in four of a kind that has a grade."""
        labels = [name for name in self.by_label if name in AMBIENCE_GRADES or rng.random() < 0.15]
        recordings = self.by_label[labels[int(rng.integers(len(labels)))]]
        recording = recordings[int(rng.integers(len(recordings)))]
        return Ambience(_stretch(recording.sequence, rng), recording.labels)

    @torch.no_grad()
    def _hear(self, pack: SoundPack, clip: SoundClip, listener: Listener) -> None:
        tokens = listener.tokens(torch.from_numpy(pack.mel(clip).astype(np.float32)).T[None])
        if clip.emotion is not None:
            features = listener.music_features(tokens)
            read = features.emotion_logits[0].softmax(-1).mean(0).numpy()
            rated = np.asarray(clip.emotion) ** SHARPNESS
            self.music.append(Music(features.segments[0].numpy(), 0.5 * read + 0.5 * rated / rated.sum()))
        elif clip.labels:
            self.ambience.append(
                Ambience(listener.ambience_features(tokens).sequence[0].numpy(), clip.labels)
            )


def suiting(pictures: Sequence[Picture], labels: Sequence[str]) -> list[Picture]:
    """Pictures in which a sound is at home; all of them for a sound that may be anywhere."""
    scenes = {scene for label in labels for scene in SCENES_OF.get(label, ())}
    found = [picture for picture in pictures if picture.scene in scenes]
    return found or list(pictures)


def _stretch(features: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    length = int(rng.integers(1, len(features) + 1))
    start = int(rng.integers(0, len(features) - length + 1))
    return features[start : start + length]


def _all_labels(recordings: Sequence[Ambience]) -> set[str]:
    return {label for recording in recordings for label in recording.labels}
