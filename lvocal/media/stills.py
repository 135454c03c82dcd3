"""Single pictures: PNG files, and the filmstrip."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from av.codec import CodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from lvocal.media.inlay import with_text
from lvocal.media.masters import BT709
from lvocal.media.pixels import Array, gray_unit, rgb_from_planes
from lvocal.media.video import read_luma
from lvocal.values import Clip, Shot

THUMB_PX = 72
"""Height of a picture in the filmstrip."""

LEAP_FRAMES = 250
"""Key frames are usually closer than this, so for pictures further apart leaping beats reading on."""


def write_png(path: Path, luma: Array, cb: Array, cr: Array, clip: Clip, text: str = "") -> None:
    """One coloured frame as an 8-bit PNG, from the planes that `Writer.write` takes; `text` goes inside."""
    png = png_bytes(still(luma, cb, cr, clip))
    path.write_bytes(with_text(png, text) if text else png)


def still(luma: Array, cb: Array, cr: Array, clip: Clip) -> np.ndarray:
    """One coloured frame (H, W, 3) uint8."""
    return np.round(rgb_from_planes(luma, cb, cr, clip) * 255).astype(np.uint8)


def png_bytes(rgb: np.ndarray, says_709: bool = False) -> bytes:
    """(H, W, 3) uint8 or uint16 -> a PNG file of that depth; `says_709` tags it as BT.709, full range, for
    programs that would take an untagged picture as sRGB."""
    pixels = "rgb24" if rgb.dtype == np.uint8 else "rgb48be"
    frame = VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format=pixels)
    if says_709:
        frame.color_primaries = frame.color_trc = BT709
        frame.colorspace, frame.color_range = 0, 2
    encoder = CodecContext.create("png", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, pixels
    encoder.framerate = Fraction(1)
    encoder.options = {"compression_level": "1", "pred": "sub"}
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))


def filmstrip(clip: Clip, shots: Sequence[Shot], count: int) -> list[tuple[int, np.ndarray]]:
    """About `count` frames over the film as (number, gray uint8 (THUMB_PX, w)); every shot shows one or more.

    Of more shots than pictures, evenly spread ones are shown.
    """
    numbers = strip_numbers(shots, count)
    first, stop = numbers[0], numbers[-1] + 1
    if stop - first > LEAP_FRAMES * len(numbers):
        return [(number, _thumb(clip, next(read_luma(clip, number, number + 1)))) for number in numbers]
    wanted = set(numbers)
    lumas = enumerate(read_luma(clip, first, stop), first)
    return [(number, _thumb(clip, luma)) for number, luma in lumas if number in wanted]


def strip_numbers(shots: Sequence[Shot], count: int) -> list[int]:
    """Which frames the filmstrip shows: the middles of equal parts of every shot."""
    if count < 1:
        raise ValueError(f"count must be positive, got {count}")
    if len(shots) > count:
        shots = [shots[len(shots) * part // count] for part in range(count)]
    total = sum(len(shot) for shot in shots)
    numbers = []
    for shot in shots:
        parts = min(max(1, round(count * len(shot) / total)), len(shot))
        numbers += [shot.start + len(shot) * (2 * part + 1) // (2 * parts) for part in range(parts)]
    return numbers


def _thumb(clip: Clip, luma: Array) -> np.ndarray:
    width = max(round(THUMB_PX * clip.width * float(clip.sample_aspect) / clip.height), 1)
    small = cv2.resize(luma, (width, THUMB_PX), interpolation=cv2.INTER_AREA)
    return np.round(gray_unit(small, clip) * 255).astype(np.uint8)
