"""Figures without networks: how near, how colourful, how well placed, how steady.

Pictures are R'G'B' (..., H, W, 3) in [0, 1], colours Lab (..., 3), masks boolean (H, W); all numpy.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lvocal.color.spaces import srgb_to_lab

CDC_STEPS = (1, 2, 4)
"""Frames between the pictures that CDC compares."""

SSIM_SIGMA, SSIM_SIDE = 1.5, 11
"""Gaussian window of SSIM: its deviation and its side in pixels."""


def psnr(picture: np.ndarray, truth: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB, 0 to infinity (equal), higher is nearer.

    Over all pixels and channels given; the peak is 1. Huynh-Thu and Ghanbari 2008.
    """
    error = np.mean((picture.astype(np.float64) - truth) ** 2)
    return float(-10 * np.log10(error)) if error > 0 else float("inf")


def ssim(picture: np.ndarray, truth: np.ndarray) -> float:
    """Structural similarity, no unit, -1 to 1 (equal), higher is nearer; (..., H, W, 3) both.

    Wang et al. 2004 with their constants (K 0.01 and 0.03, Gaussian window), of each channel, mean over
    pixels, channels and frames. ValueError for other shapes than the truth's, and under 11 pixels a side.
    """
    from skimage.metrics import structural_similarity  # here: it takes half a second, and few need it

    scores = [
        structural_similarity(
            one, other, data_range=1.0, channel_axis=-1, gaussian_weights=True, sigma=SSIM_SIGMA,
            use_sample_covariance=False, win_size=SSIM_SIDE,
        )
        for one, other in _frames(picture, truth)
    ]  # fmt: skip
    return float(np.mean(scores))


def colorfulness(rgb: np.ndarray) -> float:
    """Colourfulness M3 of Hasler and Suesstrunk 2003: 0 is grey, 33 moderate, 59 quite, 109 extreme.

    No unit; papers call higher better. Computed on the 0-255 scale, as in the paper, over all pixels given.
    """
    red, green, blue = np.moveaxis(rgb.astype(np.float64) * 255, -1, 0)
    opponents = np.stack([red - green, (red + green) / 2 - blue]).reshape(2, -1)
    return float(np.linalg.norm(opponents.std(axis=1)) + 0.3 * np.linalg.norm(opponents.mean(axis=1)))


def delta_e76(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """CIE 1976 colour difference, (..., 3) and (..., 3) -> (...) Lab units, 0 upwards, lower is nearer.

    CIE 15:2004; about 2.3 is just noticeable.
    """
    return np.linalg.norm(np.asarray(left, np.float64) - right, axis=-1)


def delta_e2000(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """CIEDE2000, (..., 3) and (..., 3) -> (...), 0 upwards, lower is nearer; about 1 is just noticeable.

    Sharma, Wu and Dalal 2005, eq. 2-22, with all weights 1.
    """
    lab = np.stack(np.broadcast_arrays(np.asarray(left, np.float64), np.asarray(right, np.float64)))
    light, a, b = np.moveaxis(lab, -1, 0)
    a = a * (1.5 - 0.5 * _knee(np.hypot(a, b).mean(axis=0)))
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360
    colorless = chroma.prod(axis=0) == 0
    turn = np.where(colorless, 0, (hue[1] - hue[0] + 180) % 360 - 180)
    turn = np.where(turn == -180, np.where(hue[1] > hue[0], 180, -180), turn)
    middle = np.where(colorless, hue.sum(axis=0), hue[0] + turn / 2) % 360
    d_light, d_chroma = light[1] - light[0], chroma[1] - chroma[0]
    d_hue = 2 * np.sqrt(chroma.prod(axis=0)) * np.sin(np.radians(turn / 2))
    mean_light, mean_chroma = light.mean(axis=0), chroma.mean(axis=0)
    far = (mean_light - 50) ** 2
    s_light = 1 + 0.015 * far / np.sqrt(20 + far)
    s_chroma = 1 + 0.045 * mean_chroma
    s_hue = 1 + 0.015 * mean_chroma * _hue_weight(middle)
    bend = 60 * np.exp(-(((middle - 275) / 25) ** 2))
    cross = -2 * _knee(mean_chroma) * np.sin(np.radians(bend))
    light_part, chroma_part, hue_part = d_light / s_light, d_chroma / s_chroma, d_hue / s_hue
    return np.sqrt(light_part**2 + chroma_part**2 + hue_part**2 + cross * chroma_part * hue_part)


def ciede2000(picture: np.ndarray, truth: np.ndarray, percentile: float = 95.0) -> tuple[float, float]:
    """Mean and percentile of CIEDE2000 over all pixels of all frames, 0 upwards, lower is nearer.

    Both R'G'B' (..., H, W, 3). The percentile says how far the worst places are off that a mean hides.
    """
    far = [
        delta_e2000(srgb_to_lab(one), srgb_to_lab(other)).astype(np.float32)
        for one, other in _frames(picture, truth)
    ]
    return float(np.mean(far, dtype=np.float64)), float(np.percentile(far, percentile))


def hue_error_deg(lab: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Angle between Lab hues, (..., 3) and (..., 3) -> (...) degrees, 0 to 180, lower is nearer.

    CIE 15:2004. Meaningless for greys.
    """
    lab, target = np.asarray(lab, np.float64), np.asarray(target, np.float64)
    turn = np.arctan2(lab[..., 2], lab[..., 1]) - np.arctan2(target[..., 2], target[..., 1])
    return np.abs((np.degrees(turn) + 180) % 360 - 180)


def region_color(lab: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Mean Lab on the mask, (H, W, 3) and (H, W) -> (3,). ValueError for an empty mask."""
    return _on(lab, mask).mean(axis=0)


def region_chroma(lab: np.ndarray, mask: np.ndarray) -> float:
    """Mean chroma sqrt(a^2 + b^2) (CIE 15:2004) on the mask, in Lab, 0 (grey) to about 134 in sRGB.

    Neither way is better: it is near the chroma that was asked for, or it is not.
    """
    return float(np.hypot(*_on(lab, mask)[:, 1:].T).mean())


def spill(before: np.ndarray, after: np.ndarray, mask: np.ndarray) -> float:
    """How much changed outside the mask when only the mask was meant to: mean dE76, lower is better.

    before and after (H, W, 3) Lab, mask (H, W). ValueError when the mask leaves nothing outside.
    """
    outside = ~mask.astype(bool)
    return float(delta_e76(_on(before, outside), _on(after, outside)).mean())


def luma_error(given: np.ndarray, written: np.ndarray) -> int:
    """Largest |difference| of two luma planes of one integer type, in their codes; a master must have 0."""
    if given.dtype != written.dtype or not np.issubdtype(given.dtype, np.integer):
        raise ValueError(f"luma planes must share an integer type, got {given.dtype} and {written.dtype}")
    return int(np.abs(given.astype(np.int64) - written.astype(np.int64)).max())


def cdc(frames: np.ndarray) -> float:
    """Colour distribution consistency of a film (T, H, W, 3) uint8: 0 is steady, ln 2 the worst.

    T is at least 5. Liu et al., TCVC, 2024: mean Jensen-Shannon divergence (natural logarithm) of the 256-bin
    histograms of each channel, 1, 2 and 4 frames apart, lower is steadier. Papers print it times 1000.
    """
    if frames.dtype != np.uint8 or len(frames) <= max(CDC_STEPS):
        raise ValueError(f"cdc wants at least 5 uint8 frames, got {len(frames)} of {frames.dtype}")
    counts = [[np.bincount(plane.ravel(), minlength=256) for plane in np.moveaxis(f, -1, 0)] for f in frames]
    shares = np.array(counts) / frames[0, ..., 0].size
    return float(np.mean([_divergence(shares[:-step], shares[step:]).mean() for step in CDC_STEPS]))


def _divergence(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Jensen-Shannon, (..., bins) and (..., bins) -> (...)."""
    middle = (left + right) / 2
    return (_relative_entropy(left, middle) + _relative_entropy(right, middle)) / 2


def _relative_entropy(shares: np.ndarray, reference: np.ndarray) -> np.ndarray:
    present = shares > 0
    ratio = np.divide(shares, reference, out=np.ones_like(shares), where=present)
    return (shares * np.log(ratio)).sum(axis=-1)


def _knee(chroma: np.ndarray) -> np.ndarray:
    return np.sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _hue_weight(hue_deg: np.ndarray) -> np.ndarray:
    """T of CIEDE2000."""
    parts = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    return 1 + sum(size * np.cos(np.radians(times * hue_deg + shift)) for size, times, shift in parts)


def _frames(picture: np.ndarray, truth: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(..., H, W, 3) both -> frame by frame (H, W, 3) in double precision."""
    if picture.shape != truth.shape or picture.ndim < 3 or picture.shape[-1] != 3:
        raise ValueError(
            f"pictures of one shape (..., H, W, 3) are wanted, got {picture.shape}, {truth.shape}"
        )
    frame = (-1, *picture.shape[-3:])
    for one, other in zip(picture.reshape(frame), truth.reshape(frame), strict=True):
        yield one.astype(np.float64), other.astype(np.float64)


def _on(lab: np.ndarray, mask: np.ndarray) -> np.ndarray:
    pixels = lab[mask.astype(bool)].astype(np.float64)
    if not len(pixels):
        raise ValueError("the mask is empty")
    return pixels
