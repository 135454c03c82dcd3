"""Room on disk for what is as long as a film, so that memory stays flat however long that is.

What is small stays in memory. Anything else lies in a nameless file, which the system removes when nobody
holds the array any more. Its pages count as memory while they are in use: whoever has read or written a
stretch lets go of it.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Iterator
from typing import IO

import numpy as np

from lvocal.values import UserError

IN_MEMORY = 8_000_000
"""Bytes that stay in memory: twenty seconds of stereo at 48 kHz."""

ROOM = "/var/tmp"

STRETCH = 480_000
"""Samples worked on at a time."""


def roomy_zeros(shape: tuple[int, ...]) -> np.ndarray:
    """Zeros, float32; on disk where they take more than IN_MEMORY. Raises UserError when it has no room."""
    size = int(np.prod(shape)) * np.dtype(np.float32).itemsize
    if size <= IN_MEMORY:
        return np.zeros(shape, np.float32)
    with tempfile.TemporaryFile(dir=_room()) as file:
        try:
            file.truncate(size)
            if hasattr(os, "posix_fallocate"):  # else a full disk is noticed too late to be told
                os.posix_fallocate(file.fileno(), 0, size)
        except OSError as problem:
            raise UserError(
                f"The disk has no room for the sound of this film ({size / 1e9:.1f} GB).",
                "Make room, or leave the sound whole (--separator none).",
            ) from problem
        return np.asarray(np.memmap(file, np.float32, "r+", shape=shape))


def reel() -> IO[bytes]:
    """An empty nameless file to write to and read again; what is small stays in memory."""
    return tempfile.SpooledTemporaryFile(IN_MEMORY, dir=_room())


def let_go(array: np.ndarray) -> None:
    """Take the pages of an array, or of what it is a part of, out of memory where it lies on disk; what it
    holds stays, and is read again when it is asked for."""
    owner: object = array
    while isinstance(owner, np.ndarray):
        owner = owner.base
    if isinstance(owner, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        owner.madvise(mmap.MADV_DONTNEED)


def stretches(*arrays: np.ndarray, size: int | None = None) -> Iterator[slice]:
    """Where to work on arrays (..., N) of one length, `size` samples at a time (by default STRETCH); then all
    are let go."""
    size = size or STRETCH
    for start in range(0, arrays[0].shape[-1], size):
        yield slice(start, min(start + size, arrays[0].shape[-1]))
        for array in arrays:
            let_go(array)


class Joined:
    """Pieces (C, n) put one behind another into `whole` (C, N); what is too much is left out."""

    def __init__(self, whole: np.ndarray, skip: int = 0) -> None:
        """`skip` samples of the first pieces are left out too."""
        self.whole, self._place, self._held = whole, -skip, 0

    def add(self, piece: np.ndarray) -> None:
        """The next piece."""
        first, last = max(-self._place, 0), self.whole.shape[1] - self._place
        part = piece[:, first : max(last, 0)]
        start = max(self._place, 0)
        self.whole[:, start : start + part.shape[1]] = part
        self._place += piece.shape[1]
        self._held += part.shape[1]
        if self._held >= STRETCH:
            let_go(self.whole)
            self._held = 0


def _room() -> str | None:
    """Where temporary files lie: not in memory, as /tmp is on some systems, when there is a choice."""
    return ROOM if os.path.isdir(ROOM) else None
