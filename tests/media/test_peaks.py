"""A drawn lane shows every extreme of its sound, once, where it is."""

import numpy as np
import pytest

from lvocal.media.peaks import peaks_of
from lvocal.values import Waveform


@pytest.mark.parametrize("length", [0, 1, 7, 100, 101, 4799])
@pytest.mark.parametrize("columns", [1, 7, 100])
def test_no_extreme_is_lost_at_any_length(length, columns):
    samples = np.random.default_rng(length).uniform(-1, 1, (2, length)).astype(np.float32)
    peaks = peaks_of(Waveform(samples, 48_000), columns)
    assert peaks.shape == (min(columns, length), 2)
    if length:
        assert peaks[:, 0].min() == samples.min() and peaks[:, 1].max() == samples.max()
        assert (peaks[:, 0] <= peaks[:, 1]).all()


def test_a_click_is_in_the_column_of_its_time():
    samples = np.zeros((1, 1000), np.float32)
    samples[0, 735] = -0.5
    peaks = peaks_of(Waveform(samples, 48_000), 100)
    assert peaks[73].tolist() == [-0.5, 0.0] and np.count_nonzero(peaks) == 1
