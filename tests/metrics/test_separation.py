"""SI-SDR: what of an estimate is the truth, at whatever level."""

import numpy as np
import pytest

from lvocal.metrics.separation import si_sdr_db

RNG = np.random.default_rng(0)
TRUTH, NOISE = RNG.standard_normal((2, 48_000)).astype(np.float32)


@pytest.mark.parametrize("snr_db", [-10, 0, 20])
@pytest.mark.parametrize("level", [0.01, 1, 100])
def test_it_is_the_ratio_of_truth_to_noise_at_any_level(snr_db, level):
    estimate = level * (TRUTH + NOISE * 10 ** (-snr_db / 20))
    assert si_sdr_db(estimate, TRUTH) == pytest.approx(snr_db, abs=0.2)


def test_the_truth_itself_is_far_above_anything():
    assert si_sdr_db(TRUTH, TRUTH) > 100
    assert si_sdr_db(np.zeros_like(TRUTH), TRUTH) <= 0
