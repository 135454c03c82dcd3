"""Sliding windows over one shot, and the cross-fade that joins them (L-VOCAL 5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from lvocal.values import Shot, Window


def plan_windows(shot: Shot, length: int, overlap: int) -> list[Window]:
    """Cover a shot with windows of `length` frames; the last slides back to end on the shot's last frame.

    No window reaches over a cut, so nothing is ever smoothed across one.
    """
    if not 0 <= overlap < length:
        raise ValueError(f"overlap ({overlap}) must lie in 0..{length - 1}")
    if len(shot) <= length:
        return [Window(shot.start, shot.stop, overlap=0)]
    starts = [*range(shot.start, shot.stop - length, length - overlap), shot.stop - length]
    overlaps = [0, *(before + length - after for before, after in pairwise(starts))]
    return [Window(start, start + length, shared) for start, shared in zip(starts, overlaps, strict=True)]


def crossfade(pieces: Iterable[tuple[Window, np.ndarray]]) -> Iterator[np.ndarray]:
    """Join windows of frames (T, ...) into one stream; only one window's tail is kept in memory."""
    tail: Sequence[np.ndarray] = ()
    for window, frames in pieces:
        if len(frames) != len(window) or (window.overlap and len(tail) < window.overlap):
            raise ValueError(f"window {window} does not continue the one before")
        if not window.overlap:
            yield from tail
            tail = ()
        else:
            yield from tail[: len(tail) - window.overlap]
            tail = tail[len(tail) - window.overlap :]
        rise = (np.arange(window.overlap, dtype=np.float32) + 1) / (window.overlap + 1)
        joined = [old + share * (new - old) for old, new, share in zip(tail, frames, rise, strict=False)]
        tail = [*joined, *frames[window.overlap :]]
    yield from tail
