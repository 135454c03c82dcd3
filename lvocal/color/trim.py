"""The global part of a look, applied: a function of lightness and chroma, the same at every place and time.

Colours are first turned and weakened by hue, then drawn to one axis, then saturated by lightness, and last
shifted. Written as complex numbers z = a* + i b*, with g a function of hue, s and t of lightness:
z -> s(L*) ((1 - k) g(arg z) z + k u Re(z / u)) + t(L*), u = exp(i axis), k = two_color.

Shapes: H, W pixels of luma in [0, 1] and of its chroma.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from lvocal.color.spaces import lab_to_srgb, luma, replace_luma, srgb_to_lab
from lvocal.values import Trim

HUE_STEPS, LUMA_STEPS = 16384, 4096
"""Rows of the two tables; finer than a difference anybody could see or a file could hold."""

AS_PAINTED = Trim()


def trimmed(trim: Trim, luma_unit: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """Luma (H, W) and painted a*b* (2, H, W) -> a*b* (2, H, W) float32; the very same without a trim."""
    if trim == AS_PAINTED:
        return ab
    a, b = (np.ascontiguousarray(plane, np.float32) for plane in ab)
    if trim.bands:
        real, imaginary = _hue_table(trim)
        at = (cv2.phase(a, b) * np.float32(HUE_STEPS / (2 * np.pi))).astype(np.int32) % HUE_STEPS
        x, y = real[at], imaginary[at]
        a, b = a * x - b * y, a * y + b * x
    if trim.two_color:
        cosine, sine = (np.float32(f(np.radians(trim.axis))) for f in (np.cos, np.sin))
        along = np.float32(trim.two_color) * (a * cosine + b * sine)
        keep = np.float32(1 - trim.two_color)
        a, b = keep * a + cosine * along, keep * b + sine * along
    saturation, shift_a, shift_b = _luma_table(trim)
    at = (luma_unit * np.float32(LUMA_STEPS - 1) + np.float32(0.5)).astype(np.int32)
    factor = saturation[at]
    return np.stack([a * factor + shift_a[at], b * factor + shift_b[at]])


def global_part(trim: Trim, saturation: float) -> Trim:
    """What happens to painted colours everywhere alike, as one trim; the setting of saturation acts first."""
    shadows, mids, highlights = (saturation * factor for factor in trim.saturation)
    return replace(trim, saturation=(shadows, mids, highlights))


def trim_rgb(trim: Trim, rgb: np.ndarray) -> np.ndarray:
    """What the trim makes of finished colours: R'G'B' (..., 3) in [0, 1] -> (..., 3), luma unchanged.

    Solved exactly, where a film's chroma is found in a table; colours sRGB cannot show shrink as there."""
    if trim == AS_PAINTED:
        return rgb
    flat = rgb.reshape(-1, 3).astype(np.float64)
    lab, gray = srgb_to_lab(flat), np.clip(luma(flat), 0, 1)
    ab = np.ascontiguousarray(lab[:, None, 1:].transpose(2, 0, 1), np.float32)
    moved = trimmed(trim, gray[:, None].astype(np.float32), ab)[..., 0].T.astype(np.float64)
    return replace_luma(_with_luma(lab[:, 0], moved, gray), gray).reshape(rgb.shape)


def _with_luma(light: np.ndarray, ab: np.ndarray, gray: np.ndarray) -> np.ndarray:
    """R'G'B' (N, 3) with chroma ab (N, 2) and Y' = gray (N,), by Newton's steps on L* from `light`."""

    def shown(light: np.ndarray) -> np.ndarray:
        return lab_to_srgb(np.concatenate([light[:, None], ab], axis=1))

    for _ in range(8):
        short = gray - luma(shown(light))
        slope = (luma(shown(light + 0.05)) - luma(shown(light - 0.05))) / 0.1
        light = light + np.clip(short / np.maximum(slope, 2e-3), -10, 10)
    return shown(light)


def zone_weights(light: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """L* (...) -> the shares of shadows, mid-tones and highlights, which sum to one."""
    shadow, highlight = _smooth(1 - light / 50), _smooth(light / 50 - 1)
    return shadow, 1 - shadow - highlight, highlight


@lru_cache(maxsize=32)
def _hue_table(trim: Trim) -> tuple[np.ndarray, np.ndarray]:
    """Real and imaginary part of g for every hue, (HUE_STEPS,) each."""
    hue = (np.arange(HUE_STEPS) + 0.5) * (360 / HUE_STEPS)
    saturation, rotation = np.ones_like(hue), np.zeros_like(hue)
    for band in trim.bands:
        apart = np.abs((hue - band.hue + 180) % 360 - 180)
        share = _smooth(1 - apart / band.width)
        saturation *= 1 + share * (band.saturation - 1)
        rotation += share * band.rotation
    gain = saturation * np.exp(1j * np.radians(rotation))
    return gain.real.astype(np.float32), gain.imag.astype(np.float32)


@lru_cache(maxsize=32)
def _luma_table(trim: Trim) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Saturation and shifts of a* and b* for every luma, (LUMA_STEPS,) each."""
    gray = np.linspace(0, 1, LUMA_STEPS)
    shares = zone_weights(srgb_to_lab(gray[:, None].repeat(3, 1))[:, 0])
    shadow, _, highlight = shares
    saturation = sum(share * factor for share, factor in zip(shares, trim.saturation, strict=True))
    shift_a = trim.tint + shadow * trim.shadow_tint[0] + highlight * trim.highlight_tint[0]
    shift_b = trim.warmth + shadow * trim.shadow_tint[1] + highlight * trim.highlight_tint[1]
    return tuple(np.asarray(row, np.float32) for row in (saturation, shift_a, shift_b))  # type: ignore[return-value]


def _smooth(share: np.ndarray) -> np.ndarray:
    """0 below 0, 1 above 1, and without a kink between."""
    share = np.clip(share, 0, 1)
    return share * share * (3 - 2 * share)
