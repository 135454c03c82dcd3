"""A small orchestra: each player turns a note (MIDI number, seconds) into samples (n,)."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lvocal.media.synth_tools import MAKE_HZ, band, burst, glide, midi_hz, noise, seconds_of, shape, tone

SAW = [1 / k for k in range(1, 25)]
SOFT_SAW = [1 / k**1.6 for k in range(1, 16)]
ODD = [1 / k if k % 2 else 0.0 for k in range(1, 20)]


def piano(note: float, seconds: float) -> np.ndarray:
    """A struck string: slightly stretched partials, the high ones die first."""
    ratios = [k * (1 + 0.0004 * k * k) ** 0.5 for k in range(1, 13)]
    ring_sec = max(seconds, 0.2) + 0.4
    return tone(midi_hz(note), ring_sec, [1 / k**1.25 for k in range(1, 13)], ratios=ratios,
                decay=0.9, decay_per_partial=0.55, release_sec=0.3)  # fmt: skip


def guitar(note: float, seconds: float) -> np.ndarray:
    """A plucked nylon string."""
    levels = [abs(np.sin(np.pi * k * 0.21)) / k for k in range(1, 15)]
    return tone(midi_hz(note), seconds + 0.5, levels, decay=1.6, decay_per_partial=0.9, release_sec=0.3)


def pizzicato(note: float, seconds: float) -> np.ndarray:
    """A plucked violin or bass: there and gone."""
    del seconds
    return tone(midi_hz(note), 0.35, [1 / k**1.1 for k in range(1, 11)], decay=9, decay_per_partial=4)


def xylophone(note: float, seconds: float) -> np.ndarray:
    """A wooden bar: a knock and two partials far apart."""
    del seconds
    return tone(
        midi_hz(note),
        0.4,
        (1, 0.5, 0.2),
        ratios=(1, 3.0, 6.2),
        decay=9,
        decay_per_partial=9,
        attack_sec=0.001,
    )


def bell(note: float, seconds: float) -> np.ndarray:
    """A small bell with its out-of-tune partials."""
    ratios = (1, 2.0, 2.76, 5.4, 8.93)
    return tone(midi_hz(note), seconds + 1.5, (1, 0.4, 0.5, 0.25, 0.1), ratios=ratios,
                decay=1.4, decay_per_partial=1.0, attack_sec=0.002, release_sec=0.6)  # fmt: skip


def strings(note: float, seconds: float) -> np.ndarray:
    """A section: three players a few cents apart, slow bows."""
    players = [
        tone(midi_hz(note + cents / 100), seconds + 0.3, SOFT_SAW, attack_sec=min(0.35, seconds / 2),
             release_sec=0.35, vibrato=0.004, vibrato_hz=5.0 + cents / 40)
        for cents in (-7, 0, 6)
    ]  # fmt: skip
    return np.sum(players, axis=0) / 3


def cello(note: float, seconds: float) -> np.ndarray:
    """One player who sings: deep vibrato, a long bow."""
    sound = tone(midi_hz(note), seconds + 0.15, [1 / k**1.25 for k in range(1, 18)],
                 attack_sec=0.14, release_sec=0.2, vibrato=0.008)  # fmt: skip
    return shape(np.pad(sound, (0, 256)), lambda hz: 1 + 1.2 * np.exp(-(((hz - 420) / 260) ** 2)))


def choir(note: float, seconds: float) -> np.ndarray:
    """Voices on "ah"."""
    hz = midi_hz(note)
    partials = hz * np.arange(1, 22)
    vowel = np.exp(-(((partials - 700) / 260) ** 2)) + 0.6 * np.exp(-(((partials - 1150) / 260) ** 2))
    vowel += 0.15 * np.exp(-(((partials - 2700) / 400) ** 2)) + 0.03
    voices = [
        tone(hz * 2 ** (cents / 1200), seconds + 0.5, list(vowel), attack_sec=min(0.7, seconds / 2),
             release_sec=0.6, vibrato=0.006, vibrato_hz=4.6 + cents / 30)
        for cents in (-9, 0, 8)
    ]  # fmt: skip
    return np.sum(voices, axis=0) / 3


def brass(note: float, seconds: float) -> np.ndarray:
    """Bright and blown: the higher partials come a moment later."""
    dark = tone(midi_hz(note), seconds + 0.1, SOFT_SAW, attack_sec=0.03, release_sec=0.1)
    bright = tone(midi_hz(note), seconds + 0.1, SAW, attack_sec=0.09, release_sec=0.1)
    return 0.5 * dark + 0.5 * bright


def saw(note: float, seconds: float) -> np.ndarray:
    """A bright synthesizer, two voices apart."""
    voices = [
        tone(midi_hz(note + cents / 100), seconds, SAW, attack_sec=0.008, release_sec=0.06)
        for cents in (-8, 8)
    ]
    return np.sum(voices, axis=0) / 2


def bass(note: float, seconds: float) -> np.ndarray:
    return tone(midi_hz(note), seconds, [1 / k**1.4 for k in range(1, 12)], decay=1.5, decay_per_partial=0.8)


def tuba(note: float, seconds: float) -> np.ndarray:
    del seconds
    return tone(midi_hz(note), 0.24, [1 / k**1.5 for k in range(1, 9)], attack_sec=0.02, release_sec=0.08)


def bassoon(note: float, seconds: float) -> np.ndarray:
    """A nasal reed."""
    return tone(
        midi_hz(note),
        seconds,
        [0.6, 1, 0.9, 0.6, 0.35, 0.3, 0.2, 0.12, 0.1],
        attack_sec=0.03,
        release_sec=0.06,
    )


def distorted(note: float, seconds: float) -> np.ndarray:
    """An overdriven power chord: root and fifth through a soft clipper and a speaker."""
    chord = sum(
        tone(midi_hz(n), seconds, SAW, attack_sec=0.004, release_sec=0.03)
        for n in (note, note + 7, note + 12)
    )
    driven = np.tanh(9 * np.asarray(chord))
    return 0.6 * shape(np.pad(driven, (0, 256)), band(90, 5200))


def slime(note: float, seconds: float, to_note: float) -> np.ndarray:
    """A sick slide: a reed that sags, its vowel wobbling, slightly ring-modulated."""
    curve = glide(midi_hz(note), midi_hz(to_note), seconds)
    time = seconds_of(len(curve))
    wobble = 1 + 0.03 * np.sin(2 * np.pi * 6.5 * time)
    growl = tone(curve * wobble, seconds, ODD, attack_sec=0.05, release_sec=0.12)
    return (
        growl * (0.55 + 0.45 * np.sin(2 * np.pi * 31 * time)) * (0.7 + 0.3 * np.sin(2 * np.pi * 3.2 * time))
    )


def squelch(rng: Generator) -> np.ndarray:
    """Something wet: quick bubbles and a suck of noise."""
    seconds = rng.uniform(0.12, 0.3)
    hz = rng.uniform(180, 420)
    bubble = tone(
        glide(hz, hz * rng.uniform(2.5, 5), seconds),
        seconds,
        (1, 0.6, 0.3),
        attack_sec=0.02,
        release_sec=0.04,
    )
    wet = noise(len(bubble), rng, band(500, 2200)) * np.linspace(0, 0.3, len(bubble)) ** 1.5
    return bubble + wet


def tremolo(note: float, seconds: float, rng: Generator) -> np.ndarray:
    """Shivering bows: a high section whose loudness trembles twelve times a second."""
    sound = tone(midi_hz(note), seconds, SOFT_SAW, attack_sec=min(1.0, seconds / 2), release_sec=0.4)
    time = seconds_of(len(sound))
    tremble = 0.55 + 0.45 * np.sin(2 * np.pi * rng.uniform(11, 14) * time + rng.uniform(0, 6))
    return sound * tremble


def kick(hard: float = 1.0) -> np.ndarray:
    time = seconds_of(round(0.3 * MAKE_HZ))
    sweep = 48 * time + (110 / 30) * (1 - np.exp(-30 * time))
    click = np.exp(-400 * time) * 0.4 * hard
    return np.sin(2 * np.pi * sweep) * np.exp(-11 * time) + click


def snare(rng: Generator) -> np.ndarray:
    rattle = burst(0.22, rng, 18, 900, 9000)
    time = seconds_of(len(rattle))
    return 1.6 * rattle + 0.5 * np.sin(2 * np.pi * 190 * time) * np.exp(-25 * time)


def hat(rng: Generator, open_sec: float = 0.05) -> np.ndarray:
    return burst(open_sec + 0.03, rng, 3 / open_sec, 7000, 14000)


def clap(rng: Generator) -> np.ndarray:
    parts = [np.pad(burst(0.12, rng, 40, 900, 4500), (round(gap * MAKE_HZ), 0)) for gap in (0, 0.011, 0.023)]
    length = max(len(part) for part in parts)
    return np.sum([np.pad(part, (0, length - len(part))) for part in parts], axis=0)


def timpani(note: float, seconds: float = 1.6) -> np.ndarray:
    return tone(
        midi_hz(note),
        seconds,
        (1, 0.6, 0.4, 0.2),
        ratios=(1, 1.5, 1.98, 2.44),
        decay=2.2,
        decay_per_partial=2,
    )


def heartbeat() -> np.ndarray:
    """Lub-dub."""
    lub = tone(glide(62, 42, 0.16), 0.16, (1, 0.3), attack_sec=0.012, release_sec=0.08)
    gap = np.zeros(round(0.14 * MAKE_HZ))
    return np.concatenate([lub, gap, 0.7 * lub])


def woodblock(high: bool) -> np.ndarray:
    hz = 1250.0 if high else 880.0
    return tone(hz, 0.08, (1, 0.5), ratios=(1, 2.7), decay=45, attack_sec=0.001)
