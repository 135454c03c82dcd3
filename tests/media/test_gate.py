"""The gate: a stem 30 dB below its soundtrack counts as silence, stretch by stretch."""

import numpy as np
import pytest

from lvocal.media.gate import STRETCH_SEC, gated, level_db, soundtrack_db, stem_levels
from lvocal.values import Stems, Waveform

RATE = 8000


def steady(level: float, seconds: float = 10.0) -> Waveform:
    """A square wave, whose root mean square is its level."""
    row = level * np.sign(np.sin(np.arange(round(seconds * RATE)) + 0.5))
    return Waveform(np.tile(row.astype(np.float32), (2, 1)), RATE)


@pytest.mark.parametrize(("level", "expected"), [(1.0, 0.0), (0.1, -20.0), (0.0, -120.0)])
def test_levels_are_decibels_of_full_scale(level, expected):
    assert level_db(steady(level)) == pytest.approx(expected, abs=0.01)
    assert level_db(Waveform(np.zeros((2, 0), np.float32), RATE)) == -120


@pytest.mark.parametrize("whole", [0.3, 0.003])
@pytest.mark.parametrize(("below_db", "silent"), [(29, False), (31, True)])
def test_thirty_decibels_below_the_soundtrack_is_silence_however_loud_that_is(whole, below_db, silent):
    music = steady(whole * 10 ** (-below_db / 20))
    stems = Stems(steady(whole), music, steady(0.0))
    assert soundtrack_db(stems) == pytest.approx(20 * np.log10(whole), abs=0.02)
    assert [level.is_silent for level in stem_levels(stems)] == [False, silent, True]


def test_a_loud_stem_passes_untouched():
    stem = steady(0.1)
    assert gated(stem, -20.0) is stem


def test_only_the_quiet_stretches_are_emptied():
    stem = steady(0.1, 4 * STRETCH_SEC)
    stretch = round(STRETCH_SEC * RATE)
    stem.samples[:, stretch : 2 * stretch] *= 1e-3
    clean = gated(stem, -20.0).samples
    np.testing.assert_array_equal(clean[:, 2 * stretch :], stem.samples[:, 2 * stretch :])
    assert not clean[:, stretch + 400 : 2 * stretch - 400].any()
    assert (np.abs(clean) <= np.abs(stem.samples)).all()


def test_a_stem_that_never_sounds_is_nothing():
    assert not gated(steady(1e-4), -20.0).samples.any()
    assert gated(Waveform(np.zeros((2, 0), np.float32), RATE), -20.0).samples.shape == (2, 0)
