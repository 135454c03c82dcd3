"""How well stems were separated: scale-invariant signal-to-distortion ratio (Le Roux et al. 2019).

Shapes: N samples.
"""

from __future__ import annotations

import numpy as np


def si_sdr_db(estimate: np.ndarray, truth: np.ndarray) -> float:
    """Decibels of what in an estimate (N,) is the truth (N,), at whatever level, over what is not."""
    estimate, truth = estimate.astype(np.float64), truth.astype(np.float64)
    target = truth * (estimate @ truth / max(truth @ truth, 1e-12))
    noise = estimate - target
    return float(10 * np.log10(max(target @ target, 1e-12) / max(noise @ noise, 1e-12)))
