"""Colour spaces: sRGB, linear light, XYZ and CIE Lab (D65, 2 degrees), and the luma that must not change.

The conversions take numpy arrays or torch tensors and give back the kind they got, in the same precision;
colours lie on the last axis. sRGB and linear light in [0, 1], XYZ with white at Y = 1, Lab with L to 100.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import cv2
import numpy as np

if TYPE_CHECKING:
    from torch import Tensor

A = TypeVar("A", np.ndarray, "Tensor")

RGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
"""IEC 61966-2-1, primaries of BT.709 under D65."""

XYZ_TO_RGB = np.linalg.inv(RGB_TO_XYZ)

WHITE = RGB_TO_XYZ.sum(axis=1)
"""XYZ of sRGB white; taken from the matrix, so that every grey has a = b = 0."""

LUMA = np.array([0.2126, 0.7152, 0.0722])
"""BT.709 sec. 3.2: Y' of gamma-coded R'G'B'."""

CB_SCALE, CR_SCALE = 1.8556, 1.5748
"""BT.709 sec. 3.3: B' - Y' = 1.8556 Cb and R' - Y' = 1.5748 Cr."""

KAPPA = (29 / 3) ** 3
EPSILON = (6 / 29) ** 3
"""Slope and end of the straight part of the Lab curve, CIE 15:2004 in their exact form."""


def srgb_to_linear(rgb: A) -> A:
    """Remove the sRGB curve. (..., 3) in [0, 1] -> (..., 3)."""
    lib = _library(rgb)
    return lib.where(rgb <= 0.04045, rgb / 12.92, ((rgb.clip(0.04045) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(linear: A) -> A:
    """Put the sRGB curve on; values below 0 stay on the straight part. (..., 3) -> (..., 3)."""
    lib = _library(linear)
    return lib.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear.clip(0.0031308) ** (1 / 2.4) - 0.055)


def linear_to_xyz(linear: A) -> A:
    """(..., 3) -> (..., 3)."""
    return linear @ _like(RGB_TO_XYZ.T, linear)


def xyz_to_linear(xyz: A) -> A:
    """(..., 3) -> (..., 3); colours sRGB cannot show leave [0, 1]."""
    return xyz @ _like(XYZ_TO_RGB.T, xyz)


def xyz_to_lab(xyz: A) -> A:
    """CIE 15:2004. (..., 3) -> (..., 3) with L in [0, 100]."""
    lib = _library(xyz)
    t = xyz / _like(WHITE, xyz)
    f = lib.where(t > EPSILON, t.clip(EPSILON) ** (1 / 3), (KAPPA * t + 16) / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return lib.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def lab_to_xyz(lab: A) -> A:
    """The inverse of `xyz_to_lab`. (..., 3) -> (..., 3)."""
    lib = _library(lab)
    y = (lab[..., 0] + 16) / 116
    f = lib.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], -1)
    return lib.where(f > 6 / 29, f**3, (116 * f - 16) / KAPPA) * _like(WHITE, lab)


def srgb_to_lab(rgb: A) -> A:
    """(..., 3) in [0, 1] -> (..., 3) CIE Lab."""
    return xyz_to_lab(linear_to_xyz(srgb_to_linear(rgb)))


def lab_to_srgb(lab: A) -> A:
    """(..., 3) CIE Lab -> (..., 3); colours sRGB cannot show leave [0, 1]."""
    return linear_to_srgb(xyz_to_linear(lab_to_xyz(lab)))


def hex_to_srgb(code: str) -> tuple[float, float, float]:
    """ "#b3261e" or "#b32" -> three values in [0, 1]. Raises ValueError for anything else."""
    digits = code.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    if len(digits) != 6 or not code.startswith("#"):
        raise ValueError(f"a hex colour looks like #b3261e, got {code!r}")
    red, green, blue = bytes.fromhex(digits)
    return red / 255, green / 255, blue / 255


def srgb_to_hex(rgb: np.ndarray) -> str:
    """(3,) -> "#rrggbb"; values outside [0, 1] are brought to the nearest end."""
    codes = np.rint(np.clip(rgb, 0, 1) * 255).astype(int)
    return "#{:02x}{:02x}{:02x}".format(*codes)


def luma(rgb: A) -> A:
    """BT.709 Y' of R'G'B'. (..., 3) -> (...)."""
    return rgb @ _like(LUMA, rgb)


def replace_luma(rgb: A, gray: A) -> A:
    """Give R'G'B' (..., 3) the brightness of gray (...), both in [0, 1].

    The luma of the result is gray. Chroma keeps its direction and shrinks, never clips, just enough for every
    channel to stay in [0, 1].
    """
    lib = _library(rgb)
    chroma = rgb - luma(rgb)[..., None]
    up, down = lib.amax(chroma, -1).clip(1e-6), (-lib.amin(chroma, -1)).clip(1e-6)
    share = lib.minimum((1 - gray) / up, gray / down).clip(0, 1)
    return gray[..., None] + chroma * share[..., None]


def chroma_planes(luma_unit: np.ndarray, ab: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """BT.709 Cb and Cr for a picture whose luma stays as it is.

    luma_unit (H, W) float32 in [0, 1], ab (2, h, w) Lab chroma at half size (odd sizes round up)
    -> cb, cr (h, w) float32 in [-0.5, 0.5]. Hue is kept; chroma shrinks until R'G'B' of every luma sample
    under a chroma sample lies in [0, 1]. Grey (ab = 0) gives exactly 0.
    """
    height, width = luma_unit.shape
    if ab.shape != (2, (height + 1) // 2, (width + 1) // 2):
        raise ValueError(
            f"ab must have half the size of the luma {luma_unit.shape}, rounded up; got {ab.shape}"
        )
    even = cv2.copyMakeBorder(luma_unit, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    rows = even[::2], even[1::2]
    low, high = cv2.min(*rows), cv2.max(*rows)
    low = np.minimum(low[:, ::2], low[:, 1::2])
    high = np.maximum(high[:, ::2], high[:, 1::2])
    mean = cv2.resize(even, low.shape[::-1], interpolation=cv2.INTER_AREA)
    cb, cr = _look_up(mean, ab)
    share = _room(low, high, cb, cr)
    return cb * share, cr * share


def _room(low: np.ndarray, high: np.ndarray, cb: np.ndarray, cr: np.ndarray) -> np.ndarray:
    """The part of the chroma that fits between black and white for luma from `low` to `high`."""
    blue, red = CB_SCALE * cb, CR_SCALE * cr
    green = -(0.0722 / 0.7152) * blue - (0.2126 / 0.7152) * red
    up = cv2.max(cv2.max(red, green), blue)
    down = -cv2.min(cv2.min(red, green), blue)
    tiny = 1e-6
    share = cv2.min((1 - high) / np.maximum(up, tiny), low / np.maximum(down, tiny))
    return np.clip(share, 0, 1)


AB_STEP = 8
AB_SIDE = 33
"""The table covers a and b from -128 to 128 in steps of 8; 0 is a node, so grey stays grey."""

LUMA_NODES, LUMA_LEVELS = 65, 257
"""Levels of luma that are solved, and levels of the table, interpolated between them."""


def _look_up(mean: np.ndarray, ab: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Luma (h, w), ab (2, h, w) -> (2, h, w) Cb, Cr from the table: nearest in luma, bilinear in a and b."""
    place = np.clip(ab.astype(np.float32, copy=False) / AB_STEP + (AB_SIDE // 2), 0, AB_SIDE - 1)
    level = np.rint(np.clip(mean, 0, 1) * (LUMA_LEVELS - 1))
    found = cv2.remap(_chroma_table(), place[1], place[0] + AB_SIDE * level, cv2.INTER_LINEAR)
    cb, cr = cv2.split(found)
    return np.asarray(cb), np.asarray(cr)


@cache
def _chroma_table() -> np.ndarray:
    """(LUMA_LEVELS * AB_SIDE, AB_SIDE, 2): Cb, Cr of the colour with a given luma, a and b.

    Lightness is not read off the grey value: it is solved for, so that the colour's own Y' is the given one;
    chroma beyond sRGB is brought back along its Lab hue.
    """
    level = np.linspace(0, 1, LUMA_NODES)
    axis = (np.arange(AB_SIDE) - AB_SIDE // 2) * float(AB_STEP)
    y, a, b = np.broadcast_arrays(level[:, None, None], axis[:, None], axis)
    hue, chroma = np.arctan2(b, a), np.hypot(a, b)
    hues = np.linspace(-np.pi, np.pi, 121)
    room = _largest_chroma(level[:, None], hues)
    room = np.stack([np.interp(hue[0], hues, row) for row in room])
    inside = np.minimum(chroma, room) * (chroma > 0)
    rgb = _with_luma(y, inside * np.cos(hue), inside * np.sin(hue))
    own = luma(rgb)
    nodes = np.stack([(rgb[..., 2] - own) / CB_SCALE, (rgb[..., 0] - own) / CR_SCALE], -1)
    nodes[:, AB_SIDE // 2, AB_SIDE // 2] = 0
    place = np.linspace(0, LUMA_NODES - 1, LUMA_LEVELS)
    floor = np.minimum(place.astype(int), LUMA_NODES - 2)
    part = (place - floor)[:, None, None, None]
    table = (1 - part) * nodes[floor] + part * nodes[floor + 1]
    return table.reshape(-1, AB_SIDE, 2).astype(np.float32)


def _largest_chroma(y: np.ndarray, hue: np.ndarray) -> np.ndarray:
    """The chroma at which sRGB ends, by bisection. (N, 1) luma, (M,) radians -> (N, M)."""
    low = np.zeros((len(y), len(hue)))
    high = np.full_like(low, AB_STEP * AB_SIDE)
    for _ in range(10):
        middle = (low + high) / 2
        rgb = _with_luma(y + 0 * middle, middle * np.cos(hue), middle * np.sin(hue))
        fits = (rgb.min(-1) >= -0.001) & (rgb.max(-1) <= 1.001) & (abs(luma(rgb) - y) < 0.001)
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    return low


def _with_luma(y: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(...) -> R'G'B' (..., 3) with Lab chroma a, b and the L that makes its Y' equal y."""
    light = 100 * y
    rgb = lab_to_srgb(np.stack([light, a, b], -1))
    for _ in range(8):  # L and Y' / 100 run nearly parallel, so the plain difference is a good step
        light = light + 100 * (y - luma(rgb))
        rgb = lab_to_srgb(np.stack([light, a, b], -1))
    return rgb


def _library(values: Any) -> Any:
    """Numpy for arrays, torch for tensors; torch is not imported for the sake of numpy."""
    return np if isinstance(values, np.ndarray) else sys.modules["torch"]


def _like(constant: np.ndarray, values: A) -> A:
    """The constant in the precision (and on the device) of `values`."""
    if isinstance(values, np.ndarray):
        return constant.astype(values.dtype)
    return sys.modules["torch"].as_tensor(constant, dtype=values.dtype, device=values.device)
