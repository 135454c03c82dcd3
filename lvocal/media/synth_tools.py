"""Building blocks of the sound presets: shaped noise, envelopes, tones and drums that join at both ends.

Everything is made on a ring: filters are circular, and a note that outlasts the end goes on at the beginning.
So every preset loops without a seam. Shapes: N samples of the ring, n of one event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

import numpy as np
from numpy.random import Generator

MAKE_HZ = 32_000
"""Presets are made at this rate, then brought to the rate asked for."""


class Ring:
    """A stereo loop under construction."""

    def __init__(self, seconds: float) -> None:
        self.length = round(seconds * MAKE_HZ)
        self.samples = np.zeros((2, self.length), np.float32)

    def add(self, event: np.ndarray, start_sec: float, level: float = 1.0, pan: float = 0.0) -> None:
        """Mix in an event (n,), n <= N; pan -1 is left, 1 is right (equal power)."""
        start = round(start_sec * MAKE_HZ) % self.length
        event = event[: self.length]
        first = min(len(event), self.length - start)
        angle = (pan + 1) * np.pi / 4
        for channel, side in enumerate((np.cos(angle), np.sin(angle))):
            row = self.samples[channel]
            row[start : start + first] += (level * side) * event[:first]
            row[: len(event) - first] += (level * side) * event[first:]

    def layer(self, other: np.ndarray, level: float = 1.0) -> None:
        """Mix in a whole ring (N,) or (2, N)."""
        self.samples += level * other

    def reverb(self, seconds: float, wet: float, rng: Generator, dark_hz: float = 4000.0) -> None:
        """A room: noise that dies away, 60 dB down after `seconds`, duller than the source."""
        time = np.arange(self.length) / MAKE_HZ
        for channel in range(2):
            tail = rng.standard_normal(self.length) * np.exp(-6.9 * time / seconds)
            response = np.fft.rfft(tail) / np.sqrt(np.exp(-13.8 * time / seconds).sum())
            response *= 1 / (1 + (_frequencies(self.length) / dark_hz) ** 2)
            dry = self.samples[channel]
            self.samples[channel] = dry + wet * np.fft.irfft(np.fft.rfft(dry) * response, self.length)


def seconds_of(num_samples: int) -> np.ndarray:
    return np.arange(num_samples, dtype=np.float64) / MAKE_HZ


def shape(sound: np.ndarray, gain_of_hz: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Filter a ring (..., N) by a gain per frequency."""
    spectrum = np.fft.rfft(sound) * gain_of_hz(_frequencies(sound.shape[-1]))
    return np.fft.irfft(spectrum, sound.shape[-1])


def noise(num_samples: int, rng: Generator, gain_of_hz: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Coloured noise (N,) of RMS 1."""
    sound = shape(rng.standard_normal(num_samples), gain_of_hz)
    return sound / max(float(np.sqrt(np.mean(sound**2))), 1e-9)


def band(low_hz: float, high_hz: float, order: int = 2) -> Callable[[np.ndarray], np.ndarray]:
    """Pass what lies between, with slopes of 6 dB x order."""

    def gain(hz: np.ndarray) -> np.ndarray:
        hz = np.maximum(hz, 1e-3)
        return 1 / np.sqrt((1 + (low_hz / hz) ** (2 * order)) * (1 + (hz / high_hz) ** (2 * order)))

    return gain


def slope(db_per_octave: float, low_hz: float, high_hz: float) -> Callable[[np.ndarray], np.ndarray]:
    """A tilted band: pink is -3, brown is -6."""
    edges = band(low_hz, high_hz)

    def gain(hz: np.ndarray) -> np.ndarray:
        return edges(hz) * np.maximum(hz / low_hz, 0.05) ** (db_per_octave / 6.02)

    return gain


def wander(num_samples: int, rng: Generator, cycles: int) -> np.ndarray:
    """A slow random curve (N,) in [0, 1] of at most `cycles` ups and downs per turn of the ring."""
    spectrum = np.zeros(num_samples // 2 + 1, complex)
    count = max(cycles, 1)
    spectrum[1 : count + 1] = rng.standard_normal(count) + 1j * rng.standard_normal(count)
    curve = np.fft.irfft(spectrum, num_samples)
    low, high = curve.min(), curve.max()
    return (curve - low) / max(high - low, 1e-12)


def whistle(num_samples: int, rng: Generator, center_hz: np.ndarray, width_hz: float) -> np.ndarray:
    """Narrow noise round a moving frequency (N,): slow noise times a carrier."""
    slow = [noise(num_samples, rng, band(0.2, width_hz)) for _ in range(2)]
    phase = np.cumsum(center_hz) / MAKE_HZ
    phase += (round(phase[-1]) - phase[-1]) * np.linspace(0, 1, num_samples)  # ends where it began
    return (slow[0] * np.cos(2 * np.pi * phase) + slow[1] * np.sin(2 * np.pi * phase)) / np.sqrt(2)


def fade(num_samples: int, attack_sec: float, release_sec: float) -> np.ndarray:
    """1 with smooth ends (n,)."""
    time, last = seconds_of(num_samples), num_samples / MAKE_HZ
    up = np.clip(time / max(attack_sec, 1e-4), 0, 1)
    down = np.clip((last - time) / max(release_sec, 1e-4), 0, 1)
    return np.sin(up * np.pi / 2) ** 2 * np.sin(down * np.pi / 2) ** 2


def tone(
    hz: float | np.ndarray,
    seconds: float,
    levels: Sequence[float],
    *,
    ratios: Sequence[float] | None = None,
    decay: float = 0.0,
    decay_per_partial: float = 0.0,
    attack_sec: float = 0.005,
    release_sec: float = 0.05,
    vibrato: float = 0.0,
    vibrato_hz: float = 5.2,
) -> np.ndarray:
    """Sum of partials (n,). `hz` may be a curve (n,); `vibrato` is its depth as a fraction of the pitch;
    partial k dies with decay + k * decay_per_partial per second."""
    length = round(seconds * MAKE_HZ)
    time = seconds_of(length)
    pitch = np.broadcast_to(np.asarray(hz, float), (length,))
    if vibrato:
        pitch = pitch * (1 + vibrato * np.clip(time / 0.4, 0, 1) * np.sin(2 * np.pi * vibrato_hz * time))
    sound = np.zeros(length, np.float32)
    waves = _harmonics(pitch) if ratios is None else _partials(pitch, ratios)
    for index, (level, ratio, wave) in enumerate(zip(levels, ratios or count(1), waves, strict=False)):
        if level and float(pitch.max()) * ratio < 0.45 * MAKE_HZ:
            dying = decay + index * decay_per_partial
            wave = float(level) * wave
            sound += wave * np.exp(-dying * time).astype(np.float32) if dying else wave
    return sound * fade(length, attack_sec, release_sec) / max(sum(levels), 1e-6)


def _harmonics(pitch: np.ndarray) -> Iterator[np.ndarray]:
    """sin of 1, 2, 3 … times the phase, each from the one before (a sine costs ten times a product)."""
    turns = np.cumsum(pitch) / MAKE_HZ
    step = np.exp(2j * np.pi * (turns - np.floor(turns))).astype(np.complex64)
    turn = step
    while True:
        yield turn.imag
        turn = turn * step


def _partials(pitch: np.ndarray, ratios: Sequence[float]) -> Iterator[np.ndarray]:
    turns = np.cumsum(pitch) / MAKE_HZ
    for ratio in ratios:
        own = ratio * turns
        yield np.sin(np.float32(2 * np.pi) * (own - np.floor(own)).astype(np.float32))


def glide(start_hz: float, stop_hz: float, seconds: float) -> np.ndarray:
    """A pitch curve (n,) that moves evenly by ear."""
    return np.geomspace(start_hz, stop_hz, round(seconds * MAKE_HZ))


def burst(seconds: float, rng: Generator, decay: float, low_hz: float, high_hz: float) -> np.ndarray:
    """A dying puff of filtered noise (n,)."""
    length = max(round(seconds * MAKE_HZ), 8)
    return noise(length, rng, band(low_hz, high_hz)) * np.exp(-decay * seconds_of(length)) * 0.3


def midi_hz(note: float) -> float:
    return float(440.0 * 2 ** ((note - 69) / 12))


def _frequencies(num_samples: int) -> np.ndarray:
    return np.fft.rfftfreq(num_samples, 1 / MAKE_HZ)
