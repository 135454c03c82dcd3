"""Figures of one painted clip; `measures.py` lists them. The first line of each stands in the reports.

NaN where there is nothing to measure it on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from lvocal.color.spaces import luma
from lvocal.evaluate.clips.painted_clip import PaintedClip
from lvocal.metrics.classic import cdc, colorfulness, hue_error_deg, psnr, ssim
from lvocal.metrics.color_audio import cam_score
from lvocal.metrics.learned import (
    SHORTEST_CLIP,
    clip_features,
    clip_score,
    picture_features,
    temporal_score,
)
from lvocal.metrics.perceptual import lpips
from lvocal.metrics.steadiness import border_jump, chroma_jitter
from lvocal.sample.windows import plan_windows

Pair = tuple[np.ndarray, np.ndarray]
"""What a network sees in the painted clip and in the true one, (N, D) each."""

CHROMATIC = 10.0
"""Chroma of the truth below which a hue says nothing."""


def color_difference(clip: PaintedClip) -> float:
    """CIEDE2000 from the truth, mean over pixels."""
    return float(clip.differences.mean())


def worst_difference(clip: PaintedClip) -> float:
    """CIEDE2000 from the truth that 95 % of the pixels stay below."""
    return float(np.percentile(clip.differences, 95))


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


def perceived_difference(clip: PaintedClip) -> float:
    """LPIPS from the truth, mean over frames: 0 is alike, 1 is quite another picture."""
    assert clip.truth is not None
    return lpips(clip.panel.judge("lpips"), clip.painted[clip.some], clip.truth[clip.some])


def fit_to_caption(clip: PaintedClip) -> float:
    """CLIP score: 100 times the cosine between what is seen and the caption, mean over frames."""
    judge = clip.panel.judge("clip")
    return clip_score(judge.picture_features(clip.painted[clip.some]), judge.word_features(clip.caption))


def frame_consistency(clip: PaintedClip) -> float:
    """Cosine of what CLIP sees in neighbouring frames, mean: 1 is a still picture."""
    if len(clip.painted) < 2:
        return float("nan")
    return temporal_score(clip.panel.judge("clip").picture_features(clip.painted))


def fit_to_sound(clip: PaintedClip) -> float:
    """CAM-S: how well the colours fit the sound, as Qwen2.5-Omni answers our prompt, 0 to 10."""
    assert clip.sound is not None
    return cam_score(clip.panel.judge("omni"), clip.painted, float(clip.clip.fps), clip.sound)


def picture_looks(clip: PaintedClip) -> Pair:
    """FID of the frames to the true ones: how far what Inception-v3 sees in both sets differs."""
    assert clip.truth is not None
    inception = clip.panel.judge("inception")
    painted, truth = (picture_features(inception, film[clip.some]) for film in (clip.painted, clip.truth))
    return painted, truth


def film_looks(clip: PaintedClip) -> Pair | None:
    """FVD of the clips to the true ones: how far what I3D sees in both sets differs."""
    assert clip.truth is not None
    if len(clip.painted) < SHORTEST_CLIP:
        return None
    i3d = clip.panel.judge("i3d")
    painted, truth = (clip_features(i3d, film)[None] for film in (clip.painted, clip.truth))
    return painted, truth


def _jitter(frames: np.ndarray, clip: PaintedClip) -> float:
    """Of frames (T, h, w, 3), followed in the luma of the painted ones, which is the film's."""
    found = []
    for shot in clip.shots:
        if len(shot) > 1:
            light = luma(clip.painted[shot.start : shot.stop].astype(np.float32))
            with suppress(ValueError):  # a shot in which nothing can be followed says nothing
                found.append(chroma_jitter(clip.ab_of(frames, shot), np.rint(light).astype(np.uint8)))
    return float(np.mean(found)) if found else float("nan")


def _psnr(pairs: Iterator[tuple[np.ndarray, np.ndarray]]) -> float:
    """Of the mean squared error over pairs of frames (h, w, 3) uint8: one frame that is equal says little."""
    errors = [10 ** (-psnr(one / 255, other / 255) / 10) for one, other in pairs]
    error = float(np.mean(errors))
    return float(-10 * np.log10(error)) if error else float("inf")


def _colorfulness(frames: np.ndarray) -> float:
    return float(np.mean([colorfulness(rgb / 255) for rgb in frames]))
