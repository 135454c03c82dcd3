"""What happens in a surrounding: drops, gusts, thunder, birds, cars, voices; one event or layer a call."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lvocal.media.synth_tools import (
    MAKE_HZ,
    Ring,
    band,
    burst,
    fade,
    glide,
    noise,
    seconds_of,
    shape,
    slope,
    tone,
    wander,
    whistle,
)

LOOP_SEC = 20.0
"""Every surrounding repeats after this."""


def rainfall(ring: Ring, rng: Generator, hiss: float, drops_per_sec: float) -> None:
    sway = 0.85 + 0.15 * wander(ring.length, rng, 12)
    for channel in range(2):
        ring.samples[channel] += hiss * sway * noise(ring.length, rng, slope(-2.5, 450, 7500))
        ring.samples[channel] += 0.4 * hiss * noise(ring.length, rng, slope(-4, 90, 700))
    for _ in range(int(drops_per_sec * LOOP_SEC)):
        drop = burst(0.012, rng, rng.uniform(300, 900), rng.uniform(1200, 3500), rng.uniform(5000, 12000))
        ring.add(drop, rng.uniform(0, LOOP_SEC), 1.2 * rng.random() ** 3, rng.uniform(-0.9, 0.9))


def gusts(ring: Ring, rng: Generator, level: float, gusts: int) -> None:
    """Bands of noise that rise in turn, low first, and two whistles."""
    gust = wander(ring.length, rng, gusts)
    for channel in range(2):
        for low in (60, 140, 300, 600):
            own = 0.12 + gust ** (1 + low / 400) * (0.6 + 0.4 * wander(ring.length, rng, 3 * gusts))
            ring.samples[channel] += (
                level * (150 / (150 + low)) * own * noise(ring.length, rng, band(low, 1.8 * low))
            )
    for base in (380, 620):
        howl = whistle(ring.length, rng, base * (0.8 + 0.7 * gust), 16.0)
        ring.layer(0.4 * level * gust**2 * howl)


def thunder(ring: Ring, rng: Generator, start_sec: float, level: float) -> None:
    length = round(6.5 * MAKE_HZ)
    time = seconds_of(length)
    for pan in (-0.6, 0.6):
        roll = noise(length, rng, slope(-5, 35, 220)) * np.exp(-0.7 * time) * (0.25 + wander(length, rng, 28))
        ring.add(roll * fade(length, 0.05, 1.0), start_sec + 0.1, 0.7 * level, pan)
    crack = burst(0.8, rng, 7, 120, 4000)
    ring.add(crack * fade(len(crack), 0.004, 0.3), start_sec, 0.8 * level, rng.uniform(-0.4, 0.4))


def tweet(rng: Generator, pitch: float) -> np.ndarray:
    """Two to five falling chips."""
    chip = tone(glide(5200 * pitch, 3300 * pitch, 0.09), 0.09, (1, 0.1), attack_sec=0.01, release_sec=0.03)
    return np.concatenate([np.pad(chip, (0, round(0.07 * MAKE_HZ)))] * int(rng.integers(2, 6)))


def trill(rng: Generator, pitch: float) -> np.ndarray:
    """A fast warbling run."""
    seconds = rng.uniform(0.5, 1.1)
    time = seconds_of(round(seconds * MAKE_HZ))
    run = (
        4300
        * pitch
        * (1 + 0.16 * np.sign(np.sin(2 * np.pi * 13 * time)) * np.abs(np.sin(2 * np.pi * 13 * time)))
    )
    return tone(run, seconds, (1, 0.08), attack_sec=0.05, release_sec=0.1) * (
        0.6 + 0.4 * np.sin(2 * np.pi * 26 * time)
    )


def whistler(rng: Generator, pitch: float) -> np.ndarray:
    """Clear notes, like a blackbird's."""
    notes = [2100 * pitch * 2 ** (step / 12) for step in rng.choice([0, 2, 4, 7, 9], 4)]
    parts = [
        tone(glide(hz, hz * rng.uniform(0.93, 1.12), 0.16), 0.16, (1, 0.06), attack_sec=0.03) for hz in notes
    ]
    return np.concatenate(parts)


def warble(rng: Generator, pitch: float) -> np.ndarray:
    """Up and down without a stop."""
    seconds = rng.uniform(0.4, 0.8)
    curve = 3000 * pitch * 2 ** (0.6 * wander(round(seconds * MAKE_HZ), rng, 6))
    return tone(curve, seconds, (1, 0.1), attack_sec=0.03, release_sec=0.06)


def car(ring: Ring, rng: Generator, start_sec: float) -> None:
    """Comes, passes at its loudest, goes with a lower pitch."""
    seconds = rng.uniform(4, 6.5)
    length = round(seconds * MAKE_HZ)
    place = np.linspace(-1, 1, length)
    near = 1 / (1 + (place * rng.uniform(3, 5)) ** 2)
    engine_hz = rng.uniform(55, 95) * (1 - 0.05 * np.tanh(4 * place))
    engine = tone(
        engine_hz, seconds, [1 / (k + 1) ** 0.8 for k in range(14)], attack_sec=0.5, release_sec=0.5
    )
    tyres = noise(length, rng, slope(-4, 250, 2500))
    sound = (0.5 * engine + 0.06 * tyres) * near * fade(length, 0.6, 0.6)
    side = 1.0 if rng.random() < 0.5 else -1.0
    level = rng.uniform(0.5, 0.9)
    ring.add(sound * np.sqrt((1 - place) / 2), start_sec, level, -side)
    ring.add(sound * np.sqrt((1 + place) / 2), start_sec, level, side)


def syllable(rng: Generator) -> np.ndarray:
    """One voiced syllable, and sometimes the hiss of a consonant before it; duller with distance."""
    seconds, hz = rng.uniform(0.11, 0.26), rng.choice([rng.uniform(95, 150), rng.uniform(170, 260)])
    formants = np.array([rng.uniform(280, 800), rng.uniform(900, 2200), rng.uniform(2300, 2900)])
    partials = hz * np.arange(1, int(3600 / hz))
    peaks = np.exp(-0.5 * ((partials[:, None] - formants) / np.array([90, 130, 180])) ** 2)
    levels = (peaks * np.array([1, 0.55, 0.25])).sum(1) + 0.02
    voice = tone(glide(hz * rng.uniform(0.95, 1.15), hz * rng.uniform(0.85, 1.05), seconds), seconds,
                 list(levels), attack_sec=0.03, release_sec=0.06)  # fmt: skip
    if rng.random() < 0.4:
        hiss = burst(0.06, rng, 30, 2500, 7000)
        voice = np.concatenate([0.2 * hiss, voice])
    return shape(np.pad(voice, (0, 64)), lambda hz: band(90, 5000)(hz) / (1 + hz / 1500))
