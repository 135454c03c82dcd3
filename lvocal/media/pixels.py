"""What the numbers of a picture mean: luma planes, code ranges, BT.709, and chroma at the size a file wants.

Shapes: H, W pixels of the film; chroma comes at half size (ceil(H/2), ceil(W/2)), signed, in [-0.5, 0.5].
Chroma is sited as H.264 has it: level with the even columns, half way between two rows.
Source of the numbers: ITU-R BT.709 (Kr 0.2126, Kb 0.0722; black 16, white 235, chroma 128 +- 112 in 8 bits).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from lvocal.values import Clip

KR, KB = 0.2126, 0.0722
KG = 1 - KR - KB

Array = NDArray[Any]


def luma_plane(frame: VideoFrame) -> Array:
    """The Y plane of a decoded frame (H, W), uint8 or uint16, not copied and not to be written to.

    RGB pictures are turned into full-range BT.709 luma of the same depth.
    """
    name, depth = frame.format.name, frame.format.components[0].bits
    if frame.format.is_rgb or name.startswith(("pal8", "mono")):
        deep = "yuv444p" if depth <= 8 else "yuv444p16le"
        return _plane(frame.reformat(format=deep, dst_colorspace=1, dst_color_range=2), 0)
    if not _has_plain_luma(name):
        frame = frame.reformat(format="yuv444p" if depth <= 8 else f"yuv444p{depth}le")
    return _plane(frame, 0)


def luma_depth(frame: VideoFrame) -> int:
    """Bits of one sample of `luma_plane`."""
    depth = int(frame.format.components[0].bits)
    if frame.format.is_rgb or frame.format.name.startswith(("pal8", "mono")):
        return 8 if depth <= 8 else 16
    return depth


def turn(picture: Array, rotation: int) -> Array:
    """Turn a picture (H, W[, 3]) clockwise by 0, 90, 180 or 270 degrees; contiguous when it was turned."""
    return np.ascontiguousarray(np.rot90(picture, -rotation // 90)) if rotation else picture


def gray_unit(luma: Array, clip: Clip) -> NDArray[np.float32]:
    """Codes of the clip -> float32, black 0 and white 1; blacker than black and whiter than white are cut."""
    black, white = code_range(clip.bit_depth, clip.full_range)
    unit = (luma.astype(np.float32) - black) / np.float32(white - black)
    return np.clip(unit, 0, 1, out=unit)


def code_range(depth: int, full: bool) -> tuple[int, int]:
    """Codes of black and white."""
    return (0, 2**depth - 1) if full else (16 << (depth - 8), 235 << (depth - 8))


def fit_luma(luma: Array, clip: Clip, depth: int, full: bool) -> Array:
    """Codes of the clip -> codes of a file. Same depth and range come back untouched, the very same array.

    This is the one place where a full-range film becomes limited range.
    """
    if (clip.bit_depth, clip.full_range) == (depth, full):
        return luma
    table = _luma_table(clip.bit_depth, clip.full_range, depth, full)
    return table[luma] if clip.bit_depth in (8, 16) else table[np.minimum(luma, len(table) - 1)]


@lru_cache(maxsize=8)
def _luma_table(depth_in: int, full_in: bool, depth_out: int, full_out: bool) -> Array:
    black, white = code_range(depth_in, full_in)
    new_black, new_white = code_range(depth_out, full_out)
    codes = (np.arange(2**depth_in) - black) * ((new_white - new_black) / (white - black)) + new_black
    dtype = np.uint8 if depth_out == 8 else np.uint16
    return np.clip(np.floor(codes + 0.5), 0, 2**depth_out - 1).astype(dtype)


def chroma_codes(chroma: Array, depth: int, full: bool) -> Array:
    """Signed chroma -> codes of a file."""
    middle = 1 << (depth - 1)
    swing = (2**depth - 1) if full else (224 << (depth - 8))
    low, high = (1, 2**depth - 1) if full else (16 << (depth - 8), 240 << (depth - 8))
    codes = np.floor(chroma * np.float32(swing) + np.float32(middle + 0.5))
    return np.clip(codes, low, high).astype(np.uint8 if depth == 8 else np.uint16)


def signed_chroma(codes: Array, depth: int, full: bool) -> NDArray[np.float32]:
    """Codes of a file -> signed chroma; `chroma_codes` of it gives the same codes again."""
    middle = 1 << (depth - 1)
    swing = (2**depth - 1) if full else (224 << (depth - 8))
    return (codes.astype(np.float32) - middle) / np.float32(swing)


def stretch_rows(chroma: Array, height: int) -> Array:
    """(ceil(height/2), w) -> (height, w): each row lies a quarter of the way towards its neighbour."""
    above = np.concatenate([chroma[:1], chroma[:-1]])
    below = np.concatenate([chroma[1:], chroma[-1:]])
    rows = np.empty((2 * len(chroma), *chroma.shape[1:]), np.float32)
    rows[0::2] = 0.75 * chroma + 0.25 * above
    rows[1::2] = 0.75 * chroma + 0.25 * below
    return rows[:height]


def stretch_columns(chroma: Array, width: int) -> Array:
    """(h, ceil(width/2)) -> (h, width): even columns are known, odd ones lie between two."""
    right = np.concatenate([chroma[:, 1:], chroma[:, -1:]], axis=1)
    columns = np.empty((len(chroma), 2 * chroma.shape[1]), np.float32)
    columns[:, 0::2] = chroma
    columns[:, 1::2] = 0.5 * (chroma + right)
    return columns[:, :width]


def half_rows(chroma: Array, rows: int) -> NDArray[np.float32]:
    """The (rows, w) of which `stretch_rows` made this (height, w); of other chroma, the nearest to it."""
    return (_unstretch(rows, len(chroma)) @ chroma).astype(np.float32)


@lru_cache(maxsize=2)
def _unstretch(rows: int, height: int) -> Array:
    return np.linalg.pinv(stretch_rows(np.eye(rows, dtype=np.float32), height))


def rgb_from_planes(luma: Array, cb: Array, cr: Array, clip: Clip) -> NDArray[np.float32]:
    """Luma codes of the clip (H, W) and half-size chroma -> R'G'B' (H, W, 3) in [0, 1], BT.709.

    Chroma that leaves the cube is shrunk, not clipped, so the luma of the result stays the luma given.
    """
    gray = gray_unit(luma, clip)
    chroma = _rgb_differences(cb, cr, gray.shape)
    room = np.where(chroma > 0, 1 - gray[..., None], gray[..., None])
    fit = (room / np.maximum(np.abs(chroma), 1e-6)).min(axis=-1, keepdims=True)
    return np.clip(gray[..., None] + chroma * np.minimum(fit, 1), 0, 1)


def decoded(luma: Array, cb: Array, cr: Array, clip: Clip) -> NDArray[np.float32]:
    """The same as a player does it: what leaves the cube is clipped."""
    gray = gray_unit(luma, clip)
    return np.clip(gray[..., None] + _rgb_differences(cb, cr, gray.shape), 0, 1)


def _rgb_differences(cb: Array, cr: Array, size: tuple[int, ...]) -> Array:
    """Half-size chroma -> R'-Y', G'-Y', B'-Y' (H, W, 3)."""
    height, width = size
    cb, cr = (stretch_columns(stretch_rows(plane, height), width) for plane in (cb, cr))
    red, blue = 2 * (1 - KR) * cr, 2 * (1 - KB) * cb
    return np.stack([red, -(KR * red + KB * blue) / KG, blue], axis=-1)


def chroma_planes_of(frame: VideoFrame) -> tuple[Array, Array]:
    """Cb and Cr of a decoded frame in BT.709, signed, at half size. What was written as 4:2:0 is taken as it
    is; other samplings are brought back to what a file of this project was made from."""
    depth = frame.format.components[0].bits
    full, name = int(frame.color_range) == 2, frame.format.name
    if frame.format.is_rgb:
        frame, depth, full = (
            frame.reformat(format="yuv444p16le", dst_colorspace=1, dst_color_range=2),
            16,
            True,
        )
    elif not (name.startswith(("yuv420p", "yuv422p", "yuv444p")) and not name.endswith("be")):
        frame = frame.reformat(format="yuv420p" if depth <= 8 else f"yuv420p{depth}le")
    rows, columns = (frame.height + 1) // 2, (frame.width + 1) // 2
    cb, cr = (signed_chroma(_plane(frame, index), depth, full) for index in (1, 2))
    if cb.shape[1] != columns:
        cb, cr = cb[:, ::2], cr[:, ::2]
    if cb.shape[0] != rows:
        cb, cr = half_rows(cb, rows), half_rows(cr, rows)
    return cb, cr


def fill(frame: VideoFrame, index: int, codes: Array) -> None:
    """Copy one plane of codes into a frame, whatever its line size."""
    _plane(frame, index)[:] = codes


def _plane(frame: VideoFrame, index: int) -> Array:
    """A plane of a planar frame as (h, w), sharing its memory."""
    plane = frame.planes[index]
    dtype = np.dtype("<u2") if frame.format.components[index].bits > 8 else np.dtype(np.uint8)
    lines = np.frombuffer(memoryview(plane), dtype).reshape(-1, plane.line_size // dtype.itemsize)
    return lines[: plane.height, : plane.width]


def _has_plain_luma(name: str) -> bool:
    """Y alone in plane 0, in the low bits of each sample, in this machine's byte order."""
    planar = name.startswith(("yuv4", "yuvj4", "yuva4", "gray", "nv12", "nv16", "nv21", "nv24"))
    return planar and not name.endswith("be") and "f" not in name
