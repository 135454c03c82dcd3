"""Where one shot ends and the next begins, by PySceneDetect's rolling comparison of neighbouring frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
from scenedetect import AdaptiveDetector, FrameTimecode

from lvocal.media.pixels import gray_unit
from lvocal.media.video import read_luma
from lvocal.values import Clip, Shot

LOOK_PX = 128
"""Longer side of the picture on which cuts are looked for; grain and noise vanish at this size."""

MIN_SHOT_SEC = 0.4
"""Two cuts closer than this are one flash."""

MIN_CHANGE = 10.0
"""Mean change of brightness, of 255, below which nothing counts as a cut."""

LIKENESS = 0.7
"""Correlation of two frames above which they show the same scene, however its light has changed."""

SHARPNESS = 3.0
"""A cut changes the picture this many times more than the frames around it do; pans and tilts do not."""


def find_shots(clip: Clip, check: Callable[[], None] = lambda: None) -> tuple[Shot, ...]:
    """The shots of a film, in order and without gaps; a film without cuts is one shot.

    `check` is called for every frame and may raise to stop.
    """
    cuts = find_cuts(_small_frames(clip, check), clip.fps)
    return tuple(Shot(start, stop) for start, stop in pairwise([0, *cuts, clip.num_frames]))


def find_cuts(frames: Iterable[np.ndarray], fps: Fraction) -> list[int]:
    """Numbers of the frames (h, w) uint8 that begin a new shot."""
    shortest = max(1, round(MIN_SHOT_SEC * float(fps)))
    detector = AdaptiveDetector(
        adaptive_threshold=SHARPNESS,
        min_scene_len=shortest,
        min_content_val=MIN_CHANGE,
        luma_only=True,
    )
    cuts: list[int] = []
    recent: dict[int, np.ndarray] = {}
    for number, gray in enumerate(frames):
        recent[number] = gray
        recent.pop(number - detector.event_buffer_length - 2, None)
        for time in detector.process_frame(FrameTimecode(number, fps=fps), cv2.merge([gray] * 3)):
            if not _same_scene(recent[time.frame_num - 1], recent[time.frame_num]):
                cuts.append(time.frame_num)
    return cuts


def _same_scene(before: np.ndarray, after: np.ndarray) -> bool:
    """The same shapes in another light: a flash, a lamp switched on, a firework."""
    one, two = (gray.astype(np.float32) - gray.mean() for gray in (before, after))
    size = float(np.linalg.norm(one) * np.linalg.norm(two))
    return size > 0 and float(np.vdot(one, two)) / size > LIKENESS


def _small_frames(clip: Clip, check: Callable[[], None]) -> Iterable[np.ndarray]:
    scale = min(1.0, LOOK_PX / max(clip.width, clip.height))
    size = max(round(clip.width * scale), 1), max(round(clip.height * scale), 1)
    for luma in read_luma(clip):
        check()
        # Shrunk as codes, so that the costly steps see few pixels.
        small = cv2.resize(luma, size, interpolation=cv2.INTER_AREA)
        yield np.round(gray_unit(small, clip) * 255).astype(np.uint8)
