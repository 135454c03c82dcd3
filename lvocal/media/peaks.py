"""Sound as a picture of itself: the lowest and highest sample of every column, to draw a lane with.

Shapes: C channels, N samples, P columns.
"""

from __future__ import annotations

import numpy as np

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
    starts = np.arange(columns) * length // columns
    low = np.minimum.reduceat(samples, starts, axis=1).min(axis=0)
    high = np.maximum.reduceat(samples, starts, axis=1).max(axis=0)
    return np.stack([low, high], axis=1)
