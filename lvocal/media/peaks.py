"""Sound as a picture of itself: the lowest and highest sample of every column, to draw a lane with.

Shapes: C channels, N samples, P columns.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from lvocal.media.scratch import let_go
from lvocal.values import Waveform

COLUMNS = 960
"""Of a whole film, however long: about as many as a screen shows of a lane."""

Peaks = np.ndarray
"""(P, 2) float32, lowest and highest."""


def peaks_of(wave: Waveform, columns: int = COLUMNS) -> Peaks:
    """Lowest and highest sample of any channel (C, N) in each of `columns` stretches of time, (P, 2); a sound
    of fewer samples has as many columns."""
    samples = wave.samples
    length = samples.shape[1]
    columns = min(columns, length)
    if not columns:
        return np.zeros((0, 2), np.float32)
    ends = np.arange(columns + 1) * length // columns
    peaks = np.empty((columns, 2), np.float32)
    for at, (start, stop) in enumerate(pairwise(ends)):
        column = samples[:, start:stop]
        peaks[at] = column.min(), column.max()
        let_go(samples)
    return peaks
