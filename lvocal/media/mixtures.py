"""Soundtracks put together from speech, music and effects that are known one by one.

To learn from, every sound is played faster or slower, coloured, put into a room; now and then all of them go
through the narrow, hissing track of an old film. To measure, sounds are mixed as they are.

Shapes: N samples of a mixture at 48 kHz, S the stems speech, music, effects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import fft

from lvocal.media.audio import RATE_HZ
from lvocal.media.tracks import Piece, Track

KINDS = ("speech", "music", "effects")

CASTS = (
    ("speech music effects", 0.4), ("speech music", 0.13), ("speech effects", 0.15),
    ("music effects", 0.14), ("speech", 0.06), ("music", 0.06), ("effects", 0.06),
)  # fmt: skip
"""Which kinds a mixture has, and how often."""

FASTEST, SLOWEST = 1.12, 0.9


@dataclass(frozen=True)
class Mixture:
    """A soundtrack and what it is made of."""

    stems: np.ndarray
    """(S, N) float32; their sum has a mean square of one."""
    names: tuple[str, ...]
    """The piece of each stem, empty where there is none."""

    @property
    def mix(self) -> np.ndarray:
        return self.stems.sum(0)


def mixtures(tracks: dict[str, Track], length: int, seed: int) -> Iterator[Mixture]:
    """Endless soundtracks of `length` samples to learn from."""
    rng = np.random.default_rng(seed)
    casts, shares = zip(*CASTS, strict=True)
    while True:
        cast = casts[rng.choice(len(casts), p=shares)].split()
        stems = np.zeros((3, length), np.float32)
        for place, kind in enumerate(KINDS):
            if kind in cast:
                stems[place] = _drawn(tracks[kind], kind, length, rng)
        if rng.random() < 0.35:
            stems = old_film(stems, rng)
        if (size := np.sqrt(np.mean(stems.sum(0) ** 2))) > 1e-4:
            yield Mixture(stems / size, ("",) * 3)


def val_mixtures(tracks: dict[str, Track], length: int, count: int, seed: int = 5) -> list[Mixture]:
    """`count` soundtracks of sounds that were kept aside, always the same; casts take turns."""
    rng = np.random.default_rng(seed)
    found = []
    order = (0, 0, 1, 2, 3, 0, 2, 3, 4, 5, 6)
    for number in range(count):
        cast = CASTS[order[number % len(order)]][0].split()
        stems, names = np.zeros((3, length), np.float32), [""] * 3
        for place, kind in enumerate(KINDS):
            if kind in cast:
                stems[place], names[place] = _aside(tracks[kind], kind, length, rng)
        size = np.sqrt(np.mean(stems.sum(0) ** 2))
        found.append(Mixture(stems / np.float32(size), tuple(names)))
    return found


def _aside(track: Track, kind: str, length: int, rng: np.random.Generator) -> tuple[np.ndarray, str]:
    """One stem of a val mixture, at its level, and the name of its first piece."""
    pieces = track.split(True)
    piece = pieces[rng.integers(len(pieces))]
    if kind == "speech":
        alike = [one for one in pieces if one.name == piece.name]
        samples = _talk(track, alike, length, rng)
    else:
        samples = _excerpt(track, piece, length, rng)
    return _at_level(samples, kind, rng), piece.name


def _drawn(track: Track, kind: str, length: int, rng: np.random.Generator) -> np.ndarray:
    """(N,) of one kind, changed and at its level."""
    pieces = track.split(False)
    raw = fft.next_fast_len(round(length * rng.uniform(SLOWEST, FASTEST)), True)
    if kind == "speech":
        talkers = [pieces[pick] for pick in rng.integers(len(pieces), size=2)]
        samples, top_hz = _talk(track, talkers, raw, rng), talkers[0].top_hz
    else:
        piece = _evenly(pieces, rng)
        samples, top_hz = _excerpt(track, piece, raw, rng), RATE_HZ // 2
        if kind == "effects" and rng.random() < 0.3:
            other = _excerpt(track, _evenly(pieces, rng), raw, rng)
            samples = _even(samples) + np.float32(rng.uniform(0.2, 1)) * _even(other)
    return _at_level(changed(samples, length, top_hz, kind, rng), kind, rng)


def _evenly(pieces: tuple[Piece, ...], rng: np.random.Generator) -> Piece:
    """Each source as often as another, presets half as often."""
    sources = sorted({piece.source for piece in pieces})
    shares = np.array([0.5 if source == "preset" else 1.0 for source in sources])
    source = sources[rng.choice(len(sources), p=shares / shares.sum())]
    among = [piece for piece in pieces if piece.source == source]
    return among[rng.integers(len(among))]


def _talk(track: Track, pieces: list[Piece], length: int, rng: np.random.Generator) -> np.ndarray:
    """Sentences one after another with pauses between, begun somewhere."""
    out = np.zeros(length, np.float32)
    place = int(rng.uniform(-1.5, 0.4) * RATE_HZ)
    while place < length:
        said = _even(track.of(pieces[rng.integers(len(pieces))]))
        start, stop = max(place, 0), min(place + len(said), length)
        if stop > start:
            out[start:stop] += said[start - place : stop - place]
        place += len(said) + int(rng.uniform(0.05, 1.2) * RATE_HZ)
    return out


def _excerpt(track: Track, piece: Piece, length: int, rng: np.random.Generator) -> np.ndarray:
    """Some `length` samples of a piece; a shorter one is followed by silence."""
    sound = track.of(piece)
    start = int(rng.integers(max(len(sound) - length, 0) + 1))
    cut = sound[start : start + length]
    return np.pad(cut, (0, length - len(cut)))


def _even(samples: np.ndarray) -> np.ndarray:
    """At a root mean square of one; nothing stays nothing."""
    size = float(np.sqrt(np.mean(samples**2, dtype=np.float64)))
    return samples / np.float32(size) if size > 1e-4 else np.zeros_like(samples)


def _at_level(samples: np.ndarray, kind: str, rng: np.random.Generator) -> np.ndarray:
    """Speech at one, the others from 14 dB below to 6 dB above."""
    level_db = rng.uniform(-3, 3) if kind == "speech" else rng.uniform(-14, 6)
    return _even(samples) * np.float32(10 ** (level_db / 20))


def changed(samples: np.ndarray, length: int, top_hz: int, kind: str, rng: np.random.Generator) -> np.ndarray:
    """A sound made `length` samples long by playing it faster or slower, with other highs and lows, and in a
    room; for ever round, so that an echo of the end begins it."""
    lines = fft.rfft(samples)
    hz = np.linspace(0, RATE_HZ / 2, len(lines), dtype=np.float32)
    if top_hz < RATE_HZ / 2 and rng.random() < 0.6:
        lines = brighter(lines, top_hz, rng)
    lines = lines * equalizer(hz, rng)
    if rng.random() < (0.5 if kind == "speech" else 0.2):
        lines = lines * room(len(samples), rng)
    count = length // 2 + 1
    lines = lines[:count] if len(lines) >= count else np.pad(lines, (0, count - len(lines)))
    return fft.irfft(lines, length).astype(np.float32)


def brighter(lines: np.ndarray, top_hz: int, rng: np.random.Generator) -> np.ndarray:
    """Give narrow speech hiss above its top: its highest third again, weaker, up to 20 kHz."""
    per_hz = (len(lines) - 1) / (RATE_HZ / 2)
    top = int(0.93 * top_hz * per_hz)
    width = top // 3
    lines, weight = lines.copy(), 1.0
    while top + width < 20_000 * per_hz:
        weight *= 10 ** (-rng.uniform(1, 8) / 20)
        lines[top : top + width] = lines[top - width : top] * np.float32(weight)
        top += width
    return lines


def equalizer(hz: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A gain for each line: three gentle hills or valleys, and now and then nothing above some kilohertz."""
    octaves = np.log2(np.maximum(hz, 20) / 1000)
    gain_db = np.zeros_like(octaves)
    for _ in range(3):
        gain_db += rng.uniform(-7, 7) * np.exp(
            -0.5 * ((octaves - rng.uniform(-4, 4)) / rng.uniform(0.4, 2)) ** 2
        )
    gain = 10 ** (gain_db / 20)
    if rng.random() < 0.25:
        gain = gain / np.sqrt(1 + (hz / rng.uniform(3500, 14_000)) ** 12)
    return gain.astype(np.float32)


def room(length: int, rng: np.random.Generator) -> np.ndarray:
    """Spectrum (length / 2 + 1,) of a room: the sound itself, then a dying noise."""
    decay_sec, dry = rng.uniform(0.05, 0.35), rng.uniform(0.01, 0.05)
    count = min(int(4 * decay_sec * RATE_HZ), length)
    time = np.arange(count, dtype=np.float32) / RATE_HZ
    tail = rng.standard_normal(count, np.float32) * np.exp(-time / decay_sec) * (time > dry)
    tail *= rng.uniform(0.1, 0.9) / max(float(np.sqrt((tail**2).sum())), 1e-6)
    tail[0] = 1
    return fft.rfft(tail, length)


def old_film(stems: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """An optical track: nothing below 100 Hz or above some kilohertz, and hiss, which is an effect."""
    length = stems.shape[1]
    hz = np.linspace(0, RATE_HZ / 2, length // 2 + 1, dtype=np.float32)
    low, high = rng.uniform(50, 160), rng.uniform(4000, 9000)
    track = 1 / np.sqrt((1 + (low / np.maximum(hz, 1)) ** 6) * (1 + (hz / high) ** 10))
    loud = np.sqrt(np.mean(stems.sum(0) ** 2)) * 10 ** (-rng.uniform(28, 55) / 20)
    hiss = fft.rfft(rng.standard_normal(length, np.float32)) * np.maximum(hz, 100) ** -rng.uniform(0, 0.4)
    hiss *= loud / max(np.sqrt(np.mean(fft.irfft(hiss * track, length) ** 2)), 1e-9)
    lines = fft.rfft(stems, axis=1)
    lines[2] += hiss
    return fft.irfft(lines * track.astype(np.float32), length, axis=1).astype(np.float32)
