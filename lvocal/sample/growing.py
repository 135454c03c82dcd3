"""What a person looks at while a film is rendered, and the still that stays of it.

Stills are put in place whole, so that a browser never reads half a picture.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from lvocal.media.inlay import with_text
from lvocal.media.stills import png_bytes

STILL_EVERY = 24
"""Frames between two stills."""

GROWING_PX = 540
"""Shorter side of the growing one at most: a still of 4k costs as much time as a few of its frames."""


class GrowingStill:
    """The newest frame of a film in the making, and the one in its middle."""

    def __init__(self, folder: Path, name: str, num_frames: int, text: str = "") -> None:
        """`text` goes into the still that stays."""
        self._text = text
        self.newest: Path | None = None
        """None until a frame is written."""
        self.middle = folder / f"{name}-still.png"
        self._growing = folder / f"{name}-growing.png"
        self._half = (num_frames + 1) // 2

    def wants(self, written: int, last: bool) -> bool:
        """A still is due after so many frames; `last` of those that can be written at once."""
        return last or written % STILL_EVERY == 0 or written in (1, self._half)

    def keep(self, written: int, rgb: np.ndarray) -> None:
        """Frame number `written`, counted from one, as (H, W, 3) uint8."""
        if written <= self._half:
            _put(self.middle, rgb, self._text)
        _put(self._growing, _bounded(rgb))
        self.newest = self._growing


def _bounded(rgb: np.ndarray) -> np.ndarray:
    scale = GROWING_PX / min(rgb.shape[:2])
    if scale >= 1:
        return rgb
    size = round(rgb.shape[1] * scale), round(rgb.shape[0] * scale)
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)


def _put(path: Path, rgb: np.ndarray, text: str = "") -> None:
    part, png = path.with_suffix(".part"), png_bytes(rgb)
    part.write_bytes(with_text(png, text) if text else png)
    part.replace(path)
