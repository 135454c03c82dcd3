"""The tone of what is heard, as the paper finds films to be graded (L-VOCAL Fig. 3): a change of a*b*.

Positive emotions are more saturated, negative ones less; fire is warm, water is cool. Training teaches sound
by these grades (train/grade.py); where a network was never taught sound, they choose words
(sample/tone_words.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lvocal.values import EMOTIONS


@dataclass(frozen=True)
class Grade:
    """Saturation as a factor, and a shift of a* (towards red) and b* (towards yellow) in Lab units."""

    saturation: float = 1.0
    a: float = 0.0
    b: float = 0.0
    lights: float = 0.0
    """How much more the shift acts on lights than on darks: 0 everywhere alike, 1 on lights only."""


EMOTION_GRADES = {
    "amusement": Grade(1.30, 1, 4),
    "awe": Grade(1.15, 0, -3),
    "contentment": Grade(1.00, 1, 3),
    "excitement": Grade(1.60, 3, 5),
    "anger": Grade(0.85, 7, 2),
    "disgust": Grade(0.70, -5, 5),
    "fear": Grade(0.55, -1, -7),
    "sadness": Grade(0.30, 0, -1),
}
"""Tone of each of Mikels' emotions: the order of saturation is that of L-VOCAL Fig. 3."""

AMBIENCE_GRADES = {
    "crackling fire": Grade(1.10, 9, 15, lights=0.4),
    "fireworks": Grade(1.15, 6, 6, lights=0.5),
    "sea waves": Grade(1.00, -3, -11),
    "river": Grade(1.00, -4, -7),
    "rain": Grade(0.60, -1, -5),
    "thunder": Grade(0.55, 0, -8),
    "wind": Grade(0.75, -1, -5),
    "birds": Grade(1.05, -8, 6),
    "crickets": Grade(0.80, -1, -10),
    "street": Grade(0.85, 1, 2),
    "crowd": Grade(1.00, 3, 5),
}
"""Atmosphere of each place; sounds that are not named here change nothing."""


def mix_grades(shares: Mapping[str, float], grades: Mapping[str, Grade]) -> Grade:
    """Grades weighed by share, which sum to at most one; what is missing, or has no grade, is no change."""
    parts = [(share, grades[name]) for name, share in shares.items() if name in grades]
    return Grade(
        1 + sum(share * (part.saturation - 1) for share, part in parts),
        *(sum(share * getattr(part, field) for share, part in parts) for field in ("a", "b", "lights")),
    )


def emotion_grade(probabilities: np.ndarray) -> Grade:
    """Grade for eight emotion probabilities in the order of EMOTIONS."""
    return mix_grades(dict(zip(EMOTIONS, (float(p) for p in probabilities), strict=True)), EMOTION_GRADES)
