"""What years and lenses did to the lightness of a film, its colours untouched: softness and grain.

Shapes: F latent frames, H, W pixels.
"""

from __future__ import annotations

import cv2
import numpy as np

SOFTEST_PX = 1.4
"""Standard deviation of the strongest blur."""

COARSEST = 5.0
"""Standard deviation of the strongest grain, in L*."""

GRAIN_PX = (0.5, 1.2)
"""Softness of single grains."""


def worn(lab: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """lab (F, H, W, 3) uint8 as in Picture -> the same with a softer, grainy lightness; each frame has grain
    of its own."""
    soft, rough, size = rng.uniform(0.3, SOFTEST_PX), rng.uniform(0, COARSEST), rng.uniform(*GRAIN_PX)
    out = lab.copy()
    for frame in out:
        grain = cv2.GaussianBlur(rng.standard_normal(frame.shape[:2], np.float32), (0, 0), size)
        light = cv2.GaussianBlur(frame[..., 0], (0, 0), soft) + grain * (2.55 * rough / grain.std())
        frame[..., 0] = np.clip(np.rint(light), 0, 255)
    return out
