"""How sound is taught: the same picture, graded as the paper finds films to be graded (L-VOCAL Fig. 3).

Positive emotions are more saturated, negative ones less; fire is warm, water is cool. A grade acts on a*b*
alone, and least where words have named a colour, since words keep objects and music moves the rest (L-VOCAL
5.3, Fig. 11).

Shapes: H, W pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lvocal.color.gamut import into_gamut
from lvocal.values import EMOTIONS

NAMED_SHARE = 0.25
"""How much of a grade reaches an object whose colour the words name."""


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


def apply_grade(
    lab: np.ndarray, grade: Grade, named: np.ndarray | None = None, reach: np.ndarray | None = None
) -> np.ndarray:
    """Grade a picture. lab (H, W, 3) uint8 as in Picture, named (H, W) bool, reach (H, W) how far the grade
    acts at each place (1 everywhere by default) -> (H, W, 3) uint8, lightness untouched.

    The shift fades towards black and white, where a tint is either invisible or looks like a cast.
    """
    lightness = lab[..., 0].astype(np.float32) / 2.55
    share = np.ones_like(lightness) if reach is None else reach.astype(np.float32)
    if named is not None:
        share = share * np.where(named, NAMED_SHARE, 1.0).astype(np.float32)
    tint = share * np.clip(lightness / 30, 0, 1) * np.clip((104 - lightness) / 30, 0, 1)
    tint = tint * (1 - grade.lights + grade.lights * 2 * lightness / 100)
    flat = lab[..., 1:].astype(np.float32) - 128
    graded = flat * (1 + share * (grade.saturation - 1))[..., None] + tint[..., None] * (grade.a, grade.b)
    ab = into_gamut(lightness, graded.astype(np.float32))
    return np.concatenate([lab[..., :1], np.clip(np.rint(ab) + 128, 0, 255).astype(np.uint8)], axis=-1)
