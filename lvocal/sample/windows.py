"""Sliding windows over one shot, and the cross-fade that joins them (L-VOCAL 5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


class Crossfade:
    """Joins windows of frames (T, ...) into one stream; only one window's tail is kept in memory."""

    def __init__(self) -> None:
        self.tail: list[np.ndarray] = []

    def push(self, window: Window, frames: np.ndarray) -> list[np.ndarray]:
        """Take the next window; give back the frames that no later window can change."""
        shared = window.overlap
        if len(frames) != len(window) or len(self.tail) < shared:
            raise ValueError(f"{window} does not continue the window before")
        ready, joint = self.tail[: len(self.tail) - shared], self.tail[len(self.tail) - shared :]
        rise = (np.arange(shared, dtype=np.float32) + 1) / (shared + 1)
        mixed = [old + share * (new - old) for old, new, share in zip(joint, frames, rise, strict=False)]
        self.tail = [*mixed, *frames[shared:]]
        return ready

    def finish(self) -> list[np.ndarray]:
        """The frames still held."""
        rest, self.tail = self.tail, []
        return rest


def crossfade(pieces: Iterable[tuple[Window, np.ndarray]]) -> Iterator[np.ndarray]:
    """All windows in, all frames out, in order."""
    fader = Crossfade()
    for window, frames in pieces:
        yield from fader.push(window, frames)
    yield from fader.finish()
