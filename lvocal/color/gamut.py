"""The colours that sRGB can show at a given lightness."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np


def into_gamut(lightness: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """Shrink chroma until sRGB can show it; hue and lightness stay. lightness (...) in 0..100, ab (..., 2)
    -> (..., 2)."""
    chroma = np.hypot(ab[..., 0], ab[..., 1])
    hue = np.rint(np.degrees(np.arctan2(ab[..., 1], ab[..., 0])) / 4).astype(int) % 90
    most = _largest_chroma()[np.clip(np.rint(lightness), 0, 100).astype(int), hue]
    return ab * (np.minimum(chroma, most) / np.maximum(chroma, 1e-3))[..., None]


@cache
def _largest_chroma() -> np.ndarray:
    """(101, 90) largest chroma that sRGB holds at each lightness and each fourth degree of hue."""
    chroma = np.arange(0, 140, 2, dtype=np.float32)
    lightness, hue, c = np.meshgrid(np.arange(101), np.radians(np.arange(90) * 4), chroma, indexing="ij")
    lab = np.stack([lightness, c * np.cos(hue), c * np.sin(hue)], axis=-1).astype(np.float32)
    flat = lab.reshape(1, -1, 3)
    back = cv2.cvtColor(cv2.cvtColor(flat, cv2.COLOR_Lab2RGB), cv2.COLOR_RGB2Lab).reshape(lab.shape)
    inside = np.abs(back - lab).max(axis=-1) < 2
    return (inside * c).max(axis=-1).astype(np.float32)
