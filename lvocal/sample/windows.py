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


def outward(windows: Sequence[Window], frames: Sequence[int]) -> list[int]:
    """The order in which to paint windows so that colours known whole in `frames` reach all of them: first
    those that hold one, then from each to its neighbours; in their own order where none does."""
    held = [at for at, window in enumerate(windows) if any(window.start <= f < window.stop for f in frames)]
    if not held:
        return list(range(len(windows)))
    before = range(held[-1] + 1)
    return [*sorted(before, key=lambda at: min(abs(at - k) for k in held)), *range(len(before), len(windows))]


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
