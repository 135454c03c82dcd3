"""How steady colours are in time: along a motion, over the borders of windows, from beginning to end.

All take a*b* of frames (T, 2, h, w); lightness belongs to the film, so dE76 between two paintings of one
place is the distance in a*b*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from lvocal.values import Window

MARGIN = 3
"""Pixels at the edge of the picture that are not followed: they come from outside."""

ASTRAY_PX, OTHER_LIGHT = 1.0, 16
"""A pixel that the flow brings farther from where it was, there and back, or to a luma so many codes from its
own, is hidden or lost and not counted."""


def change_along(ab: np.ndarray, steps: np.ndarray) -> float:
    """Mean change of colour from frame to frame, following what moves: (T, 2, h, w) -> Lab, lower is better.

    steps (T - 1, 2, 3) map a pixel (x, y, 1) of each frame to where it lies in the next.
    """
    changes = []
    for (now, then), step in zip(pairwise(ab), steps, strict=True):
        there = cv2.warpAffine(
            np.ascontiguousarray(then.transpose(1, 2, 0), np.float32), step, now.shape[:0:-1],
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        gap = np.linalg.norm(there - now.transpose(1, 2, 0), axis=-1)
        changes.append(gap[MARGIN:-MARGIN, MARGIN:-MARGIN].mean())
    return float(np.mean(changes))


def chroma_jitter(ab: np.ndarray, luma: np.ndarray) -> float:
    """Mean change of colour along the optical flow from frame to frame, in Lab, 0 upwards, lower is better.

    ab (T, 2, H, W) and luma (T, H, W) uint8 of the same size. Motion is looked for in the luma, which belongs
    to the film, so that every painting of it is followed alike. The warping error of Lai et al. 2018, in
    colours alone, with the flow of Kroeger et al. 2016. ValueError when nothing can be followed.
    """
    if len(ab) < 2 or luma.shape != (len(ab), *ab.shape[2:]) or luma.dtype != np.uint8:
        raise ValueError(f"luma must be uint8 of the frames of {ab.shape}, two or more; got {luma.shape}")
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    changes = []
    for (now, then), (here, there) in zip(pairwise(ab), pairwise(luma), strict=True):
        way, sure = _way(search, here, there)
        moved = _looked_up(then.transpose(1, 2, 0), way)
        if sure.any():
            changes.append(np.linalg.norm(moved - now.transpose(1, 2, 0), axis=-1)[sure].mean())
    if not changes:
        raise ValueError("nothing in this film can be followed")
    return float(np.mean(changes))


def border_jump(ab: np.ndarray, windows: Sequence[Window]) -> float:
    """Mean dE76 between neighbouring frames where windows join, less the median of it elsewhere; 0 is best.

    A join is every step from the last frame that the window before painted alone to the first that the window
    after painted alone. ValueError when there is no join.
    """
    changes = np.array([np.linalg.norm(then - now, axis=0).mean() for now, then in pairwise(ab)])
    joined = np.zeros(len(changes), bool)
    for window in windows[1:]:
        start = window.start - windows[0].start
        joined[start - 1 : start + window.overlap] = True
    if not joined.any():
        raise ValueError("one window has no border")
    return float(changes[joined].mean() - np.median(changes[~joined]))


def disagreement(pieces: Iterable[tuple[Window, np.ndarray]]) -> float:
    """Mean dE76 between what two windows painted for the frames they share; NaN when none share any."""
    gaps = [
        float(np.linalg.norm(one[-after.overlap :] - two[: after.overlap], axis=1).mean())
        for (_, one), (after, two) in pairwise(pieces)
        if after.overlap
    ]
    return float(np.mean(gaps)) if gaps else float("nan")


def drift(ab: np.ndarray, frames: int = 20) -> float:
    """Mean dE76 between the mean of the first and the mean of the last frames, which show the same.

    Means are taken place by place: two things that drift apart must not make up for each other.
    """
    return float(np.linalg.norm(ab[:frames].mean(axis=0) - ab[-frames:].mean(axis=0), axis=0).mean())


def _way(search: Any, here: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where pixels of a picture lie in the next, (H, W, 2) across and down, and which are sure, (H, W)."""
    height, width = here.shape
    place = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1).astype(np.float32)
    way = place + search.calc(here, there, None)
    back = way + _looked_up(search.calc(there, here, None), way)
    inside = (way >= 0).all(axis=-1) & (way <= (width - 1, height - 1)).all(axis=-1)
    returned = np.linalg.norm(back - place, axis=-1) < ASTRAY_PX
    alike = np.abs(_looked_up(there, way) - here) <= OTHER_LIGHT
    return way, inside & returned & alike


def _looked_up(picture: np.ndarray, way: np.ndarray) -> np.ndarray:
    """(H, W) or (H, W, C) at places (H, W, 2)."""
    across, down = np.ascontiguousarray(way[..., 0]), np.ascontiguousarray(way[..., 1])
    plain = np.ascontiguousarray(picture, np.float32)
    return cv2.remap(plain, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
