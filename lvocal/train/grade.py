"""How sound is taught: the same picture, graded as the paper finds films to be graded (color/tones.py).

A grade acts on a*b* alone, and least where words have named a colour, since words keep objects and music
moves the rest (L-VOCAL 5.3, Fig. 11).

Shapes: H, W pixels.
"""

from __future__ import annotations

import numpy as np

from lvocal.color.gamut import into_gamut
from lvocal.color.tones import Grade

NAMED_SHARE = 0.25
"""How much of a grade reaches an object whose colour the words name."""


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
