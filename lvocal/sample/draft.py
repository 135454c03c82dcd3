"""The draft: a quick look at the whole clip before it is rendered in full.

The network paints at half its size, a quarter of the work, and the file is small. Everything else, the seed
too, stays as in the full render, so its colours are those to expect, with less detail.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest

DRAFT_PX = 240
"""Shorter side of the file; films that are smaller keep their size."""

SMALLEST_PAINT_PX = 64


def painting_settings(request: ColorizeRequest) -> ColorizeSettings:
    """The settings that a request is painted with: its own, and for a draft those at half the size."""
    settings = request.settings
    if not request.draft:
        return settings
    return replace(settings, paint_px=max(SMALLEST_PAINT_PX, settings.paint_px // 2))


def draft_clip(clip: Clip) -> Clip:
    """The clip as its draft is written: every frame and time of it, in a smaller picture of even sides."""
    scale = min(1.0, DRAFT_PX / min(clip.width, clip.height))
    if scale == 1:
        return clip
    return replace(clip, width=_even(clip.width * scale), height=_even(clip.height * scale))


def shrunk(luma: np.ndarray, clip: Clip) -> np.ndarray:
    """Luma (H, W) of a film at the size of its draft."""
    if luma.shape == (clip.height, clip.width):
        return luma
    return cv2.resize(luma, (clip.width, clip.height), interpolation=cv2.INTER_AREA)


def _even(side: float) -> int:
    return max(16, 2 * round(side / 2))
