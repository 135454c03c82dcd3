"""How sure a mean over clips is: bootstrap over clips (Efron 1979), by SciPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import bootstrap

RESAMPLES, LEVEL, SEED = 10_000, 0.95, 0

METHOD = (
    f"Intervals hold {LEVEL:.0%} of the means of {RESAMPLES:,} samples of as many clips, drawn with "
    f"replacement (percentile bootstrap over clips, seed {SEED})."
)


@dataclass(frozen=True)
class Mean:
    """Over clips."""

    value: float
    """NaN of no clip."""
    low: float
    """Both ends are NaN of fewer than two clips."""
    high: float
    count: int


def mean_of(values: Sequence[float]) -> Mean:
    """Mean and interval of all values that are numbers."""
    known = np.array([value for value in values if not np.isnan(value)], np.float64)
    if not len(known):
        return Mean(float("nan"), float("nan"), float("nan"), 0)
    if len(known) < 2 or not np.isfinite(known).all():
        return Mean(float(known.mean()), float("nan"), float("nan"), len(known))
    if np.ptp(known) == 0:
        return Mean(known[0], known[0], known[0], len(known))
    drawn = bootstrap(
        (known,), np.mean, n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile",
        rng=np.random.default_rng(SEED),
    )  # fmt: skip
    ends = drawn.confidence_interval
    return Mean(float(known.mean()), float(ends.low), float(ends.high), len(known))
