"""A whole sound, read by the listener: what it may be called, and what is felt in it.

Shapes: T frames of 10 ms, L labels.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import torch
from torch import Tensor

from lvocal.model.listen import LABELS, Listener, pool_labels
from lvocal.values import EMOTIONS


@dataclass(frozen=True)
class Reading:
    """One sound from beginning to end."""

    label_logits: Tensor
    """(L,) in the order of LABELS."""
    emotion_shares: Tensor
    """(8,) in the order of EMOTIONS, summing to 1."""

    @property
    def emotion(self) -> str:
        """The likeliest."""
        return EMOTIONS[int(self.emotion_shares.argmax())]

    def likeliest(self, among: Collection[str] = LABELS) -> str:
        """The likeliest label, out of some."""
        return max(among, key=lambda label: float(self.label_logits[LABELS.index(label)]))


@torch.no_grad()
def read_sound(listener: Listener, log_mel: Tensor) -> Reading:
    """log_mel (64, T) float32; music is read segment by segment, and the shares averaged."""
    sequence = listener.ambience_features(listener.tokens(log_mel[None]))
    return Reading(pool_labels(sequence.label_logits)[0], listener.read_emotions(log_mel[None])[0].mean(0))
