"""How steady colours are in time: along a motion, over the borders of windows, from beginning to end.

All take a*b* of frames (T, 2, h, w); lightness belongs to the film, so dE76 between two paintings of one
place is the distance in a*b*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import cv2
import numpy as np

from lvocal.values import Window

MARGIN = 3
"""Pixels at the edge of the picture that are not followed: they come from outside."""


def change_along(ab: np.ndarray, steps: np.ndarray) -> float:
    """Mean change of colour from frame to frame, following what moves: (T, 2, h, w) -> Lab units.

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


def border_jump(ab: np.ndarray, windows: Sequence[Window]) -> float:
    """Mean dE76 between neighbouring frames where windows join, less the median of it elsewhere.

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
