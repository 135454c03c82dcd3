"""How loud sound is, and how to make two sounds equally loud (ITU-R BS.1770 by pyloudnorm)."""

from __future__ import annotations

import warnings

import numpy as np
import pyloudnorm

from lvocal.media.scratch import roomy_zeros, stretches
from lvocal.values import Waveform

TARGET_LUFS = -23.0
"""EBU R 128, where there is no film to match."""

FLOOR_LUFS = -50.0
"""Quieter than this is background hiss, not a level to match."""

MAX_GAIN_DB = 30.0
PEAK = 10 ** (-1 / 20)
"""Samples stay below -1 dBFS."""


def loudness_lufs(wave: Waveform) -> float | None:
    """Integrated loudness; None for (near) silence. Sound shorter than a measuring block is repeated.

    The whole of it is weighted in memory, as pyloudnorm does: 140 MB a minute of stereo at 48 kHz."""
    samples = wave.samples
    block = round(0.4 * wave.rate_hz) + 1
    if not peak_of(wave) > 1e-5:
        return None
    if samples.shape[1] < 2 * block:
        samples = np.tile(samples, (1, -(-2 * block // samples.shape[1])))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # log of zero, where every block is gated
        value = float(pyloudnorm.Meter(wave.rate_hz).integrated_loudness(samples.T.astype(np.float64)))
    return value if np.isfinite(value) and value > FLOOR_LUFS else None


def match_gain(wave: Waveform, target_lufs: float | None) -> float:
    """The factor that brings a sound to the target (or TARGET_LUFS) without its peaks passing PEAK."""
    own = loudness_lufs(wave)
    if own is None:
        return 1.0
    wanted = (TARGET_LUFS if target_lufs is None else target_lufs) - own
    gain = 10 ** (float(np.clip(wanted, -MAX_GAIN_DB, MAX_GAIN_DB)) / 20)
    return min(gain, PEAK / peak_of(wave))


def ceiling(wave: Waveform) -> Waveform:
    """Turn the whole down just enough that no sample passes PEAK."""
    highest = peak_of(wave)
    return wave if highest <= PEAK else scaled(wave, PEAK / highest)


def scaled(wave: Waveform, factor: float) -> Waveform:
    """Every sample times a factor."""
    found = roomy_zeros(wave.samples.shape)
    for span in stretches(found, wave.samples):
        found[:, span] = wave.samples[:, span] * np.float32(factor)
    return Waveform(found, wave.rate_hz)


def peak_of(wave: Waveform) -> float:
    """The farthest any sample is from zero; 0 where there is none."""
    peaks = [np.abs(wave.samples[:, span]).max(initial=0) for span in stretches(wave.samples)]
    return float(np.max(peaks, initial=0))
