"""Words in the picture of a review copy: timecode, frame number and name, to speak of a frame by.

Shapes: H, W pixels of the copy; luma (H, W) in the codes of the film; Cb and Cr at half size.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lvocal.media.pixels import Array, code_range
from lvocal.media.timecode import later_timecode
from lvocal.values import Clip

LEAST_PX = 320
"""A smaller picture is enlarged for review, by a whole number, so that its words can be read."""

TEXT_SHARE, LEAST_TEXT_PX = 0.05, 11
"""Height of the words, of the height of the picture, but never less than can be read."""

PLATE = 0.65
"""How far the plate behind the words is darkened."""

NO_TIMECODE = "00:00:00:00"
"""Where the film has none, counting begins here, as editing programmes do."""


class BurnIn:
    """Draws over the frames of one film."""

    def __init__(self, clip: Clip) -> None:
        self.source = clip
        self.factor = -(-LEAST_PX // clip.width) if clip.width < LEAST_PX else 1
        self.clip = replace(clip, width=clip.width * self.factor, height=clip.height * self.factor)

    def draw(self, number: int, luma: Array, cb: Array, cr: Array) -> tuple[Array, Array, Array]:
        """The planes of frame `number` with its words; the planes given stay as they are."""
        clip = self.clip
        half = (clip.width + 1) // 2, (clip.height + 1) // 2
        luma = cv2.resize(luma, (clip.width, clip.height), interpolation=cv2.INTER_NEAREST)
        cb, cr = (cv2.resize(plane, half, interpolation=cv2.INTER_NEAREST) for plane in (cb, cr))
        luma, cb, cr = luma.copy(), cb.copy(), cr.copy()
        timecode = later_timecode(self.source.timecode or NO_TIMECODE, number, self.source.fps)
        self._put(luma, cb, cr, clip.path.stem, top=True, right=False)
        self._put(luma, cb, cr, timecode, top=False, right=False)
        self._put(luma, cb, cr, str(number), top=False, right=True)
        return luma, cb, cr

    def _put(self, luma: Array, cb: Array, cr: Array, text: str, top: bool, right: bool) -> None:
        """One plate of words in a corner."""
        room_px = self.clip.width if top else int(self.clip.width * (0.3 if right else 0.66))
        plate = words(text, self.clip.height, room_px)
        height, width = (min(a, b) for a, b in zip(plate.shape, luma.shape, strict=True))
        y = 0 if top else self.clip.height - height
        x = self.clip.width - width if right else 0
        black, white = code_range(self.clip.bit_depth, self.clip.full_range)
        here = luma[y : y + height, x : x + width]
        below = black + (here.astype(np.float32) - black) * (1 - PLATE)
        ink = plate[:height, :width]
        here[:] = np.round(below + (white - below) * ink).astype(luma.dtype)
        for plane in (cb, cr):
            plane[y // 2 : (y + height + 1) // 2, x // 2 : (x + width + 1) // 2] = 0


@lru_cache(maxsize=64)
def words(text: str, height: int, room_px: int) -> np.ndarray:
    """Text on a plate as ink (h, w) in [0, 1], made smaller where it would not fit; a long name ends in an
    ellipsis."""
    size = max(LEAST_TEXT_PX, round(height * TEXT_SHARE))
    font = ImageFont.load_default(size)
    while font.getlength(text) + size > room_px and size > LEAST_TEXT_PX:
        size -= 1
        font = ImageFont.load_default(size)
    while font.getlength(text) + size > room_px and len(text) > 4:
        text = text.rstrip("…")[:-1] + "…"
    margin = max(2, size // 3)
    plate = Image.new("L", (int(font.getlength(text)) + 2 * margin, size + 2 * margin))
    ImageDraw.Draw(plate).text((margin, plate.height // 2), text, fill=255, font=font, anchor="lm")
    return np.asarray(plate, np.float32) / 255
