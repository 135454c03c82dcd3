"""What a suite measures on every clip: one line a measure, each a function of one painted clip.

A new one is a function, here or elsewhere, and a line in MEASURES. Where what it needs is not there, it is
left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lvocal.color.spaces import luma
from lvocal.evaluate.clips.painted_clip import PaintedClip
from lvocal.metrics.classic import cdc, colorfulness, delta_e2000, hue_error_deg, psnr, ssim
from lvocal.metrics.steadiness import border_jump, chroma_jitter
from lvocal.sample.windows import plan_windows

Better = Literal["higher", "lower", "none"]
Need = Literal["truth", "sound", "caption"]

CHROMATIC = 10.0
"""Chroma of the truth below which a hue says nothing."""


@dataclass(frozen=True)
class Measure:
    """One column of the tables."""

    name: str
    unit: str
    """Empty for plain numbers."""
    better: Better
    needs: frozenset[Need]
    of: Callable[[PaintedClip], float]
    """NaN where there is nothing to measure it on. The first line of its docstring stands in the report."""

    @property
    def heading(self) -> str:
        """Name and unit."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def about(self) -> str:
        """One sentence."""
        return (self.of.__doc__ or self.name).strip().splitlines()[0]


def color_difference(clip: PaintedClip) -> float:
    """CIEDE2000 from the truth, mean over pixels."""
    return float(_differences(clip).mean())


def worst_difference(clip: PaintedClip) -> float:
    """CIEDE2000 from the truth that 95 % of the pixels stay below."""
    return float(np.percentile(_differences(clip), 95))


def signal_to_noise(clip: PaintedClip) -> float:
    """PSNR of R'G'B' against the truth, of the mean squared error over the clip."""
    assert clip.truth is not None
    return _psnr(zip(clip.painted, clip.truth, strict=True))


def likeness(clip: PaintedClip) -> float:
    """SSIM of R'G'B' against the truth, mean over frames: 1 is equal."""
    assert clip.truth is not None
    return ssim(clip.painted[clip.some] / 255, clip.truth[clip.some] / 255)


def gain_over_gray(clip: PaintedClip) -> float:
    """PSNR of the picture less the PSNR of the same picture left grey."""
    assert clip.truth is not None
    truth = clip.truth[clip.some]
    ours = _psnr(zip(clip.painted[clip.some], truth, strict=True))
    return ours - _psnr(zip(clip.gray, truth, strict=True))


def hue_error(clip: PaintedClip) -> float:
    """Angle between the hues of picture and truth where the truth has a chroma of 10 or more, mean."""
    colored = np.linalg.norm(clip.truth_lab[..., 1:], axis=-1) >= CHROMATIC
    if not colored.any():
        return float("nan")
    return float(hue_error_deg(clip.painted_lab[colored], clip.truth_lab[colored]).mean())


def vividness(clip: PaintedClip) -> float:
    """Colourfulness M3 of Hasler and Suesstrunk, mean over frames: 33 is moderate, 59 quite colourful."""
    return _colorfulness(clip.painted[clip.some])


def share_of_vividness(clip: PaintedClip) -> float:
    """Colourfulness of the picture as a share of the truth's; 1 is as colourful."""
    assert clip.truth is not None
    return _colorfulness(clip.painted[clip.some]) / max(_colorfulness(clip.truth[clip.some]), 1e-3)


def consistency(clip: PaintedClip) -> float:
    """CDC of Liu et al. times 1000: how far the histograms of frames 1, 2 and 4 apart differ."""
    return 1000 * cdc(clip.painted) if len(clip.painted) >= 5 else float("nan")


def excess_consistency(clip: PaintedClip) -> float:
    """CDC times 1000 of the picture less that of the truth, whose own change is none of ours."""
    assert clip.truth is not None
    return consistency(clip) - 1000 * cdc(clip.truth) if len(clip.painted) >= 5 else float("nan")


def jitter(clip: PaintedClip) -> float:
    """Change of colour along the optical flow from frame to frame within shots, in a*b*, mean."""
    return _jitter(clip.painted, clip)


def excess_jitter(clip: PaintedClip) -> float:
    """The same less that of the truth, whose own change is none of ours."""
    assert clip.truth is not None
    return _jitter(clip.painted, clip) - _jitter(clip.truth, clip)


def join_jump(clip: PaintedClip) -> float:
    """dE76 of a step over a window's border less that of other steps, in shots of several windows."""
    jumps, settings = [], clip.settings
    for shot in clip.shots:
        windows = plan_windows(shot, settings.together_frames, settings.overlap_frames)
        if len(windows) > 1:
            jumps.append(border_jump(clip.ab_of(clip.painted, shot), windows))
    return float(np.mean(jumps)) if jumps else float("nan")


def luma_kept(clip: PaintedClip) -> float:
    """Largest difference of luma from the source in the lossless file, in 8-bit codes; must be 0."""
    return float("nan") if clip.luma_error is None else clip.luma_error


TRUTH: frozenset[Need] = frozenset({"truth"})
NOTHING: frozenset[Need] = frozenset()

MEASURES = (
    Measure("CIEDE2000", "ΔE", "lower", TRUTH, color_difference),
    Measure("CIEDE2000, 95 %", "ΔE", "lower", TRUTH, worst_difference),
    Measure("PSNR", "dB", "higher", TRUTH, signal_to_noise),
    Measure("SSIM", "", "higher", TRUTH, likeness),
    Measure("PSNR over grey", "dB", "higher", TRUTH, gain_over_gray),
    Measure("hue error", "°", "lower", TRUTH, hue_error),
    Measure("colourfulness", "M3", "none", NOTHING, vividness),
    Measure("colourfulness / truth", "share", "none", TRUTH, share_of_vividness),
    Measure("CDC", "x1000", "lower", NOTHING, consistency),
    Measure("CDC over truth", "x1000", "lower", TRUTH, excess_consistency),
    Measure("chroma jitter", "ΔE", "lower", NOTHING, jitter),
    Measure("jitter over truth", "ΔE", "lower", TRUTH, excess_jitter),
    Measure("border jump", "ΔE", "lower", NOTHING, join_jump),
    Measure("luma error", "codes", "lower", NOTHING, luma_kept),
)
"""In the order of the tables."""


def _jitter(frames: np.ndarray, clip: PaintedClip) -> float:
    """Of frames (T, h, w, 3), followed in the luma of the painted ones, which is the film's."""
    found = []
    for shot in clip.shots:
        if len(shot) > 1:
            light = luma(clip.painted[shot.start : shot.stop].astype(np.float32))
            with suppress(ValueError):  # a shot in which nothing can be followed says nothing
                found.append(chroma_jitter(clip.ab_of(frames, shot), np.rint(light).astype(np.uint8)))
    return float(np.mean(found)) if found else float("nan")


def _differences(clip: PaintedClip) -> np.ndarray:
    """CIEDE2000 of some frames (S, h, w), frame by frame to spare memory."""
    pairs = zip(clip.painted_lab, clip.truth_lab, strict=True)
    return np.stack([delta_e2000(painted, truth).astype(np.float32) for painted, truth in pairs])


def _psnr(pairs: Iterator[tuple[np.ndarray, np.ndarray]]) -> float:
    """Of the mean squared error over pairs of frames (h, w, 3) uint8: one frame that is equal says little."""
    errors = [10 ** (-psnr(one / 255, other / 255) / 10) for one, other in pairs]
    error = float(np.mean(errors))
    return float(-10 * np.log10(error)) if error else float("inf")


def _colorfulness(frames: np.ndarray) -> float:
    return float(np.mean([colorfulness(rgb / 255) for rgb in frames]))
