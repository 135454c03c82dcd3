"""Colour spaces: sRGB, linear light, XYZ and CIE Lab (D65, 2 degrees).

Every function takes numpy arrays or torch tensors and gives back the kind it got, in the same precision;
colours lie on the last axis. sRGB and linear light in [0, 1], XYZ with white at Y = 1, Lab with L to 100.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

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


def _library(values: Any) -> Any:
    """Numpy for arrays, torch for tensors; torch is not imported for the sake of numpy."""
    return np if isinstance(values, np.ndarray) else sys.modules["torch"]


def _like(constant: np.ndarray, values: A) -> A:
    """The constant in the precision (and on the device) of `values`."""
    if isinstance(values, np.ndarray):
        return constant.astype(values.dtype)
    return sys.modules["torch"].as_tensor(constant, dtype=values.dtype, device=values.device)
