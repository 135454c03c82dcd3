"""Ten surroundings made from noise, tones and chance.

Each maker returns a stereo loop; the seed decides every drop and crackle. What the ear needs to name a sound
is said beside each; figures were tuned against recordings.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lvocal.media.synth_events import (
    LOOP_SEC,
    car,
    gusts,
    rainfall,
    syllable,
    thunder,
    trill,
    tweet,
    warble,
    whistler,
)
from lvocal.media.synth_tools import (
    MAKE_HZ,
    Ring,
    band,
    burst,
    glide,
    noise,
    seconds_of,
    slope,
    tone,
    wander,
)


def sea_waves(rng: Generator) -> Ring:
    """Breakers every five to eight seconds: a dark swell, a broad crash, a bright hiss that runs back."""
    ring = Ring(LOOP_SEC)
    count = int(rng.integers(3, 5))
    time = seconds_of(ring.length)
    for channel in range(2):
        ring.samples[channel] += 0.03 * noise(ring.length, rng, slope(-4, 90, 1500))
    for wave in range(count):
        start = (wave + rng.uniform(-0.12, 0.12)) * LOOP_SEC / count
        since = (time - start) % LOOP_SEC
        size = rng.uniform(0.7, 1.0)
        swell = _hump(since, 2.6, 1.2, 1.6)
        crash = _hump(since, 3.2, 0.45, 1.4)
        wash = _hump(since, 4.2, 0.8, 2.4)
        for channel in range(2):
            ring.samples[channel] += 0.14 * size * swell * noise(ring.length, rng, slope(-4, 90, 900))
            ring.samples[channel] += 0.24 * size * crash * noise(ring.length, rng, slope(-4, 220, 3000))
            ring.samples[channel] += 0.05 * size * wash * noise(ring.length, rng, slope(-3, 700, 5000))
    return ring


def rain(rng: Generator) -> Ring:
    """A steady bright hiss made of thousands of drops, with nearer ones that tick."""
    ring = Ring(LOOP_SEC)
    rainfall(ring, rng, hiss=rng.uniform(0.07, 0.11), drops_per_sec=rng.uniform(120, 220))
    return ring


def storm(rng: Generator) -> Ring:
    """Heavy rain, gusts, and thunder: a crack and a long roll below 200 Hz."""
    ring = Ring(LOOP_SEC)
    rainfall(ring, rng, hiss=0.05, drops_per_sec=160)
    gusts(ring, rng, level=0.06, gusts=5)
    count = int(rng.integers(3, 5))
    for clap in range(count):
        start = (clap + rng.uniform(0, 0.4)) * LOOP_SEC / count
        thunder(ring, rng, start, level=rng.uniform(0.7, 1.0))
    return ring


def wind(rng: Generator) -> Ring:
    """Gusts that swell and sink, and a hollow whistle that climbs with them."""
    ring = Ring(LOOP_SEC)
    gusts(ring, rng, level=0.2, gusts=int(rng.integers(5, 8)))
    return ring


def crackling_fire(rng: Generator) -> Ring:
    """A low breathing roar under dry random cracks, most tiny, a few loud."""
    ring = Ring(LOOP_SEC)
    breath = 0.6 + 0.4 * wander(ring.length, rng, 40)
    for channel in range(2):
        ring.samples[channel] += 0.03 * breath * noise(ring.length, rng, slope(-6, 60, 350))
        ring.samples[channel] += 0.005 * breath * noise(ring.length, rng, slope(-3, 400, 6000))
    rate = rng.uniform(14, 26)
    for _ in range(int(rate * LOOP_SEC)):
        when, size = rng.uniform(0, LOOP_SEC), min(0.03 * rng.pareto(1.3) + 0.01, 0.3)
        for echo in range(int(rng.integers(1, 4))):
            snap = burst(0.03, rng, rng.uniform(250, 900), rng.uniform(700, 2500), rng.uniform(6000, 13000))
            ring.add(
                snap, when + 0.012 * echo * rng.uniform(0.5, 2), 3 * size * 0.6**echo, rng.uniform(-0.7, 0.7)
            )
    return ring


def forest_birds(rng: Generator) -> Ring:
    """Several birds, each repeating its own phrase, over still air."""
    ring = Ring(LOOP_SEC)
    for channel in range(2):
        ring.samples[channel] += 0.012 * noise(ring.length, rng, slope(-4, 120, 5000))
    phrases = (tweet, trill, whistler, warble)
    for bird in range(int(rng.integers(6, 9))):
        phrase, pan = phrases[bird % len(phrases)], rng.uniform(-0.9, 0.9)
        pitch, level = rng.uniform(0.8, 1.3), rng.uniform(0.06, 0.22)
        when = rng.uniform(0, 3)
        while when < LOOP_SEC - 0.5:
            ring.add(phrase(rng, pitch), when, level, pan)
            when += rng.uniform(1.2, 3.6)
    ring.reverb(1.4, 0.25, rng, dark_hz=5000)
    return ring


def street(rng: Generator) -> Ring:
    """A rumbling city: engines pass from side to side, tyres hiss, now and then a horn."""
    ring = Ring(LOOP_SEC)
    for channel in range(2):
        ring.samples[channel] += 0.02 * noise(ring.length, rng, slope(-4, 45, 1200))
        ring.samples[channel] += 0.006 * noise(ring.length, rng, slope(-4, 300, 2000))
    count = int(rng.integers(7, 10))
    for number in range(count):
        car(ring, rng, (number + rng.uniform(0, 0.7)) * LOOP_SEC / count)
    for _ in range(int(rng.integers(3, 5))):
        pitch = rng.uniform(340, 460)
        honk = tone(pitch, rng.uniform(0.2, 0.6), (1, 0.9, 0.8, 0.6, 0.5, 0.3), attack_sec=0.02)
        honk = honk + tone(pitch * 1.26, len(honk) / MAKE_HZ, (1, 0.9, 0.8, 0.6, 0.5, 0.3), attack_sec=0.02)
        ring.add(honk, rng.uniform(0, LOOP_SEC), 0.09, rng.uniform(-0.8, 0.8))
    ring.reverb(0.8, 0.2, rng)
    return ring


def crowd(rng: Generator) -> Ring:
    """Dozens of voices at once: syllables with vowel formants, none of them words."""
    ring = Ring(LOOP_SEC)
    syllables = [syllable(rng) for _ in range(160)]
    for _ in range(36):
        own = rng.integers(0, len(syllables), 12)
        when, pan, level = rng.uniform(0, 1), rng.uniform(-0.9, 0.9), rng.uniform(0.03, 0.12)
        while when < LOOP_SEC:
            sound = syllables[own[rng.integers(0, len(own))]]
            ring.add(sound, when, level * rng.uniform(0.5, 1), pan)
            when += len(sound) / MAKE_HZ * rng.uniform(0.8, 1.1) + (
                rng.uniform(0.4, 2) if rng.random() < 0.15 else 0
            )
    for channel in range(2):
        ring.samples[channel] += 0.02 * noise(ring.length, rng, slope(-4, 90, 2500))
    ring.reverb(0.9, 0.35, rng, dark_hz=3000)
    return ring


def night_crickets(rng: Generator) -> Ring:
    """Pulsed high tones, each cricket with its own beat, in a quiet dark."""
    ring = Ring(LOOP_SEC)
    for channel in range(2):
        ring.samples[channel] += 0.008 * noise(ring.length, rng, slope(-4, 70, 2500))
    for _ in range(int(rng.integers(5, 8))):
        hz, pulses = rng.uniform(3900, 5200), int(rng.integers(2, 5))
        period = LOOP_SEC / int(rng.integers(26, 52))
        pulse = tone(hz, 0.016, (1, 0.12), attack_sec=0.006, release_sec=0.009)
        level, pan = rng.uniform(0.02, 0.14), rng.uniform(-0.9, 0.9)
        for chirp in range(round(LOOP_SEC / period)):
            for beat in range(pulses):
                ring.add(pulse, chirp * period + beat * 0.033, level * (0.6 + 0.4 * beat / pulses), pan)
    time = seconds_of(ring.length)
    choir = np.clip(np.sin(2 * np.pi * round(22 * LOOP_SEC) / LOOP_SEC * time), 0, 1) ** 2
    for channel in range(2):
        ring.samples[channel] += 0.025 * choir * noise(ring.length, rng, band(5200, 6400, 4))
    ring.reverb(0.7, 0.1, rng, dark_hz=7000)
    return ring


def river(rng: Generator) -> Ring:
    """Running water: a mid-range rush in which countless small bubbles gurgle upwards."""
    ring = Ring(LOOP_SEC)
    flow = 0.75 + 0.25 * wander(ring.length, rng, 50)
    for channel in range(2):
        ring.samples[channel] += 0.035 * flow * noise(ring.length, rng, slope(-3.5, 350, 5000))
    for _ in range(int(rng.uniform(110, 170) * LOOP_SEC)):
        hz, seconds = 350 * 2 ** rng.uniform(0, 2.6), rng.uniform(0.02, 0.09)
        bubble = tone(
            glide(hz, hz * rng.uniform(1.05, 1.5), seconds), seconds, (1,), decay=30, attack_sec=0.002
        )
        ring.add(bubble, rng.uniform(0, LOOP_SEC), 0.16 * rng.random() ** 2, rng.uniform(-0.9, 0.9))
    return ring


def _hump(since: np.ndarray, peak_sec: float, rise_sec: float, fall_sec: float) -> np.ndarray:
    """An uneven bell curve over the seconds since a wave began."""
    away = since - peak_sec
    return np.exp(-0.5 * (away / np.where(away < 0, rise_sec, fall_sec)) ** 2)
