"""The same colour on darker and lighter things.

CIELAB's blues turn violet when they are light: a*b* of "blue" on a white coat is lavender. Oklab (Ottosson
2020, https://bottosson.github.io/posts/oklab) keeps the hue that people see, so colours are carried from one
lightness to another there.

A thing in the shade has less chroma, too: less light falls on it, of the same chromaticity, and all of its
Oklab shrinks with the cube root of its luminance.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from lvocal.color.spaces import lab_to_srgb, linear_to_srgb, linear_to_xyz, srgb_to_lab, srgb_to_linear

LINEAR_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
CONES_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

STEP = 5
"""Of L* between the lightnesses that are computed; the rest is interpolated."""

SHRINKS = np.linspace(0, 1, 26)
"""Shares of the chroma that are tried; the largest that sRGB can show is kept."""

BISECTIONS = 16


def srgb_to_oklab(rgb: np.ndarray) -> np.ndarray:
    """(..., 3) in [0, 1] -> Oklab (..., 3) with white at L = 1."""
    return np.cbrt(srgb_to_linear(np.asarray(rgb, np.float64)) @ LINEAR_TO_CONES.T) @ CONES_TO_OKLAB.T


def oklab_to_linear(oklab: np.ndarray) -> np.ndarray:
    """(..., 3) -> linear sRGB (..., 3), outside [0, 1] where sRGB cannot show it."""
    return (oklab @ np.linalg.inv(CONES_TO_OKLAB).T) ** 3 @ np.linalg.inv(LINEAR_TO_CONES).T


@lru_cache(maxsize=4096)
def at_lightness(lab: tuple[float, float, float], falls_into_shade: bool = False) -> np.ndarray:
    """CIE Lab of a colour -> its a*b* (101, 2) on things of lightness L* = 0, 1, ... 100: the same Oklab hue,
    and its Oklab chroma as far as sRGB can show it; below its own lightness that of the same thing in the
    shade, where that is asked for. Float32; do not write into it."""
    _, a, b = srgb_to_oklab(np.clip(lab_to_srgb(np.array(lab, np.float64)), 0, 1))
    lightness = np.arange(0, 101, STEP, dtype=np.float64)
    lit = np.cbrt(_luminance(lightness) / max(float(_luminance(np.array(lab[0]))), 1e-4)).clip(max=1)
    tried = SHRINKS * (lit[:, None] if falls_into_shade else 1)
    shape = (len(lightness), len(SHRINKS))
    chroma = np.stack([np.broadcast_to(tried * part, shape) for part in (a, b)], axis=-1)
    linear = _with_lightness(np.broadcast_to(lightness[:, None], shape), chroma)
    shown = (linear.min(axis=-1) > -1e-3) & (linear.max(axis=-1) < 1 + 1e-3)
    shown[:, 0] = True
    most = len(SHRINKS) - 1 - shown[:, ::-1].argmax(axis=1)
    chosen = np.clip(linear[np.arange(len(lightness)), most], 0, 1)
    ab = srgb_to_lab(linear_to_srgb(chosen))[:, 1:]
    table = [np.interp(np.arange(101), lightness, part) for part in ab.T]
    return np.stack(table, axis=-1).astype(np.float32)


def _with_lightness(lightness: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """L* (...) and Oklab a, b (..., 2) -> linear sRGB (..., 3); Oklab's L is found by halving."""
    low, high = np.zeros_like(lightness), np.full_like(lightness, 1.2)
    wanted = _luminance(lightness)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        linear = oklab_to_linear(np.concatenate([middle[..., None], chroma], axis=-1))
        dark = linear_to_xyz(linear)[..., 1] < wanted
        low, high = np.where(dark, middle, low), np.where(dark, high, middle)
    return oklab_to_linear(np.concatenate([((low + high) / 2)[..., None], chroma], axis=-1))


def _luminance(lightness: np.ndarray) -> np.ndarray:
    """L* -> Y, white at 1 (CIE 15)."""
    return np.where(lightness > 8, ((lightness + 16) / 116) ** 3, lightness * 27 / 24389)
