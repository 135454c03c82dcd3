"""A film's soundtrack taken apart into speech, music and effects, stretch by stretch.

Stems of long films lie on disk (see media.scratch), so memory stays flat; what is taken apart is kept for the
next question about the same film.

Shapes: C channels, N samples at 48 kHz, S the stems.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

import numpy as np
import torch

from lvocal.media.audio import RATE_HZ
from lvocal.media.scratch import let_go, roomy_zeros
from lvocal.model.separator import STEMS, TakesApart
from lvocal.values import Stems, Waveform

CHUNK_SEC = 24.0
"""Taken apart at a time."""

SILENT_MIX_RMS = 1e-5
"""A soundtrack below -100 dBFS is silence in all its stems."""


def take_apart(
    film: Waveform, separator: TakesApart, check: Callable[[], None]
) -> Generator[float, None, Stems]:
    """Take a soundtrack (C, N) at 48 kHz apart; yields how much is done, returns the stems. `check` may raise
    between two stretches."""
    samples = film.samples
    level = mean_level(samples)
    found = roomy_zeros((len(STEMS), *samples.shape))
    if level > SILENT_MIX_RMS:
        chunk = round(CHUNK_SEC * RATE_HZ / separator.step) * separator.step
        for start in range(0, samples.shape[1], chunk):
            check()
            stop = min(start + chunk, samples.shape[1])
            found[:, :, start:stop] = _stretch(samples, start, stop, separator, level)
            let_go(found)
            let_go(samples)
            yield stop / samples.shape[1]
    speech, music, effects = (Waveform(stem, film.rate_hz) for stem in found)
    return Stems(speech, music, effects, separator.name)


def mean_level(samples: np.ndarray) -> float:
    """Root mean square of (C, N), without a copy of all of it."""
    total, block = 0.0, 60 * RATE_HZ
    for start in range(0, samples.shape[1], block):
        total += float(np.square(samples[:, start : start + block], dtype=np.float64).sum())
        let_go(samples)
    return float(np.sqrt(total / max(samples.size, 1)))


@torch.inference_mode()
def _stretch(samples: np.ndarray, start: int, stop: int, separator: TakesApart, level: float) -> np.ndarray:
    """Stems (S, C, n) of one stretch, heard with what sounds before and after. Effects are what is left, so
    that the stems are the soundtrack again to the last bit but rounding."""
    first, last = max(start - separator.halo_samples, 0), min(stop + separator.halo_samples, samples.shape[1])
    piece = torch.from_numpy(np.ascontiguousarray(samples[:, first:last]))
    apart = separator.stems_of(piece / level).numpy()[:, :, start - first : stop - first] * np.float32(level)
    apart[2] = samples[:, start:stop] - apart[0] - apart[1]
    return apart
