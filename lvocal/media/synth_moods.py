"""Eight short pieces, one for each of Mikels' emotions.

Tempo, mode, register, timbre and loudness follow what listeners agree on (Juslin and Laukka 2003; Gabrielsson
and Lindstrom 2010): fast, major and bright for joy; slow, minor and legato for sadness; loud, low, rough and
dissonant for anger; quiet trembling with sudden accents for fear; wide slow harmony for awe. The seed moves
key, tempo and phrases a little, which gives the listener's training its variety.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.random import Generator

from lvocal.media import synth_instruments as play
from lvocal.media.synth_tools import Ring, band, noise, seconds_of, slope

Player = Callable[[float, float], np.ndarray]
Note = tuple[float, float, float]
"""(beat it starts on, MIDI number, beats it lasts)"""


class Piece:
    """A ring with a beat and a key."""

    def __init__(self, rng: Generator, beats: int, bpm: float, key: int) -> None:
        self.rng, self.beats = rng, beats
        seconds = beats * 60 / (bpm * rng.uniform(0.95, 1.05))
        self.beat_sec = round(seconds, 1) / beats  # a length whose Fourier transform is quick
        self.key = key + int(rng.integers(-3, 4))
        self.ring = Ring(beats * self.beat_sec)

    def play(self, player: Player, notes: Iterable[Note], level: float, pan: float = 0.0) -> None:
        """Notes are counted from the key; bows and hands are never exactly alike."""
        for beat, note, beats in notes:
            sound = player(self.key + note, beats * self.beat_sec)
            touch = level * self.rng.uniform(0.85, 1.0)
            self.ring.add(sound, beat * self.beat_sec + self.rng.uniform(0, 0.008), touch, pan)

    def hit(
        self, sound: Callable[[], np.ndarray], beats: Iterable[float], level: float, pan: float = 0.0
    ) -> None:
        for beat in beats:
            self.ring.add(sound(), beat * self.beat_sec, level * self.rng.uniform(0.85, 1.0), pan)


def amusement(rng: Generator) -> Ring:
    """A bouncing oom-pah in a major key: tuba, pizzicato, xylophone, woodblock, a cheeky slide."""
    piece = Piece(rng, beats=32, bpm=138, key=60)
    tunes = ([0, 4, 7, 4, 9, 7, 4, None], [2, 5, 11, 9, 7, 6, 5, None], [0, 0, 12, None, 11, 9, 7, 5],
             [4, 3, 4, 7, None, 2, 0, None])  # fmt: skip
    chords = [0, 7, 5, 0, 0, 7, 7, 0]
    for bar, root in enumerate(chords):
        start = 4 * bar
        piece.play(play.tuba, [(start, root - 24, 0.5), (start + 2, root - 29, 0.5)], 0.55, -0.2)
        for off in (1, 3):
            piece.play(play.pizzicato, [(start + off, root + step, 0.3) for step in (-12, -8, -5)], 0.22, 0.3)
        tune = tunes[int(rng.integers(0, 4)) if bar % 4 else 0]
        notes = [
            (start + 0.5 * i, step + 12 + (root % 12) % 5, 0.3)
            for i, step in enumerate(tune)
            if step is not None
        ]
        piece.play(play.xylophone, notes, 0.34, 0.4)
        piece.play(play.bassoon, [(beat, note - 24, 0.22) for beat, note, _ in notes[::2]], 0.12, -0.4)
    piece.hit(lambda: play.woodblock(True), [b + 0.5 for b in range(0, 32, 2)], 0.25, 0.6)
    piece.hit(lambda: play.woodblock(False), [b + 1 for b in range(0, 32, 2)], 0.2, 0.6)
    piece.play(
        lambda note, sec: play.slime(note, sec, note + 12) * 0.6, [(15.2, 0, 0.7), (31.2, 0, 0.7)], 0.25
    )
    piece.ring.reverb(0.4, 0.12, rng)
    return piece.ring


def awe(rng: Generator) -> Ring:
    """Slow wide chords that open like a view: choir and strings over a deep pedal, timpani, far bells."""
    piece = Piece(rng, beats=16, bpm=54, key=50)
    chords = [(0, 4, 7), (-4, 0, 3), (-2, 2, 5), (0, 4, 7)]
    for bar, chord in enumerate(chords):
        start, louder = 4 * bar, (0.6, 0.75, 0.9, 1.0)[bar]
        wide = [step + octave for step in chord for octave in (0, 12)]
        piece.play(play.choir, [(start, step + 12, 4.2) for step in wide[::2]], 0.34 * louder)
        piece.play(
            play.strings,
            [(start, step + octave, 4.2) for step in chord for octave in (0, 12, 24)],
            0.15 * louder,
        )
        piece.play(play.bass, [(start, chord[0] - 12, 4)], 0.4 * louder)
        piece.play(
            play.brass, [(start + 2, chord[0] + 12, 1), (start + 3, chord[2] + 12, 1.2)], 0.16 * louder
        )
        piece.play(play.bell, [(start + 1.5, chord[1] + 36, 2), (start + 2.5, chord[2] + 36, 2)], 0.05, 0.5)
        roll = np.arange(start + 3, start + 4, 0.125)
        for index, beat in enumerate(roll):
            piece.play(lambda note, _: play.timpani(note), [(beat, -12, 1)], 0.05 + 0.03 * index)
        piece.play(lambda note, _: play.timpani(note), [(start, -12, 1)], 0.4 * louder)
    piece.ring.reverb(4.5, 0.8, rng, dark_hz=3500)
    return piece.ring


def contentment(rng: Generator) -> Ring:
    """A gentle guitar in a major key, broken chords, a soft high tune, no drums."""
    piece = Piece(rng, beats=20, bpm=74, key=55)
    chords = [(0, 4, 7, 11), (5, 9, 12, 16), (-3, 0, 4, 9), (5, 9, 12, 14), (0, 4, 7, 12)]
    tunes = [(14, 12), (16, 14), (12, 11), (9, 12), (12, 7)]
    for bar, chord in enumerate(chords):
        start = 4 * bar
        order = (0, 2, 3, 1, 2, 3, 1, 2)
        piece.play(play.guitar, [(start + 0.5 * i, chord[k], 1.2) for i, k in enumerate(order)], 0.3, -0.25)
        piece.play(play.guitar, [(start, chord[0] - 12, 3)], 0.3)
        piece.play(play.strings, [(start, step, 4) for step in chord[:3]], 0.035, 0.3)
        first, second = tunes[bar]
        piece.play(play.piano, [(start + 1, first, 1.5), (start + 2.5, second, 1.5)], 0.16, 0.35)
    piece.ring.reverb(1.6, 0.25, rng, dark_hz=3000)
    return piece.ring


def excitement(rng: Generator) -> Ring:
    """Four on the floor, bright rising chords, eighth-note bass, claps: fast, loud and glad."""
    piece = Piece(rng, beats=32, bpm=144, key=57)
    for bar, chord in enumerate([(0, 4, 7), (7, 11, 14), (9, 12, 16), (5, 9, 12)] * 2):
        start = 4 * bar
        piece.play(play.bass, [(start + 0.5 * i, chord[0] - 24, 0.45) for i in range(8)], 0.4)
        stabs = (0, 0.75, 1.5, 2.5, 3.25)
        piece.play(play.saw, [(start + at, step, 0.4) for at in stabs for step in chord], 0.1, -0.3)
        rise = [chord[i % 3] + 12 * (1 + i // 3 % 2) for i in range(16)]
        piece.play(play.saw, [(start + 0.25 * i, step + 12, 0.2) for i, step in enumerate(rise)], 0.08, 0.4)
        calls = (
            (0, chord[2] + 12, 1),
            (1.5, chord[1] + 12, 0.5),
            (2, chord[2] + 12, 0.5),
            (2.5, chord[0] + 24, 1),
        )
        piece.play(play.brass, [(start + at, note, beats) for at, note, beats in calls], 0.2)
    piece.hit(play.kick, range(32), 0.6)
    piece.hit(lambda: play.clap(rng), range(1, 32, 2), 0.6)
    piece.hit(lambda: play.hat(rng), [b / 2 for b in range(64)], 0.45, 0.3)
    piece.hit(lambda: play.hat(rng, 0.15), [b + 0.5 for b in range(32)], 0.4, -0.3)
    piece.hit(lambda: play.snare(rng), [30, 30.5, 31, 31.25, 31.5, 31.75], 0.4)
    piece.ring.reverb(0.5, 0.1, rng)
    return piece.ring


def anger(rng: Generator) -> Ring:
    """Low distorted riffs that grind against the second and the tritone, drums that pound."""
    piece = Piece(rng, beats=32, bpm=156, key=40)
    riff = [0, 0, None, 1, 0, 0, 6, 5, 0, 0, None, 1, 0, 3, 1, -1]
    for bar in range(8):
        start = 4 * bar
        notes = [(start + 0.25 * i, float(step), 0.22) for i, step in enumerate(riff) if step is not None]
        piece.play(play.distorted, notes, 0.3, -0.5)
        piece.play(play.distorted, notes, 0.3, 0.5)
        piece.play(play.bass, [(beat, note - 12, length) for beat, note, length in notes], 0.4)
        if bar % 2:
            piece.play(play.brass, [(start + 2, 24, 1.8), (start + 2, 25, 1.8), (start + 2, 30, 1.8)], 0.2)
    piece.hit(lambda: play.kick(2.0), [b / 4 for b in range(128) if b % 4 != 3], 0.45)
    piece.hit(lambda: play.snare(rng), range(1, 32, 2), 0.8)
    piece.hit(lambda: play.hat(rng, 0.25), [b / 2 for b in range(64)], 0.3)
    piece.hit(lambda: play.timpani(36), range(0, 32, 4), 0.5)
    piece.ring.samples = np.tanh(1.4 * piece.ring.samples)
    return piece.ring


def disgust(rng: Generator) -> Ring:
    """Sagging nasal slides in quarter tones, wet squelches, a lurching limp beat."""
    piece = Piece(rng, beats=20, bpm=84, key=44)
    for bar in range(5):
        start = 4 * bar
        for at, note in ((0, 6.5), (1.3, 3), (2.2, 8.5), (3.1, 1.5)):
            sink = rng.uniform(3, 8)
            slide = [(start + at, note, rng.uniform(0.9, 1.6))]
            pan = rng.uniform(-0.5, 0.5)
            piece.play(lambda n, s, d=sink: play.slime(n, s, n - d), slide, 0.42, pan)  # type: ignore[misc]
        piece.play(
            play.bassoon, [(start, -12, 0.5), (start + 1.7, -11.5, 0.4), (start + 2.6, -6, 0.6)], 0.3, -0.2
        )
        piece.play(play.choir, [(start, note, 3.6) for note in (12.0, 12.6, 13.3, 18.4)], 0.05, 0.4)
    for _ in range(26):
        piece.hit(
            lambda: play.squelch(rng), [rng.uniform(0, 20)], rng.uniform(0.15, 0.4), rng.uniform(-0.8, 0.8)
        )
    piece.ring.reverb(0.5, 0.15, rng, dark_hz=2500)
    return piece.ring


def fear(rng: Generator) -> Ring:
    """A heartbeat under trembling high clusters that creep upwards, a drone, whispers, two sudden stabs."""
    piece = Piece(rng, beats=18, bpm=66, key=36)
    ring = piece.ring
    for bar in range(3):
        for step in (40, 41, 42.5, 46 + bar):
            pan = rng.uniform(-0.8, 0.8)
            piece.play(lambda n, s: play.tremolo(n, s, rng), [(6 * bar, step + bar, 6.4)], 0.16, pan)
    for detune in (0, 0.4, 6.0):
        piece.play(play.strings, [(0, detune, 9), (9, detune - 1, 9)], 0.16)
    time = seconds_of(ring.length)
    for channel in range(2):
        breath = np.clip(np.sin(2 * np.pi * 4 * time / time[-1] + 2 * channel), 0, 1) ** 2
        ring.samples[channel] += 0.02 * breath * noise(ring.length, rng, band(1500, 6000))
        ring.samples[channel] += 0.03 * noise(ring.length, rng, slope(-6, 30, 160))
    piece.hit(play.heartbeat, range(18), 0.6)
    for beat in (7.5, 15.25):
        piece.play(play.brass, [(beat, step, 0.25) for step in (36, 37, 42, 43, 49)], 0.2)
        piece.play(lambda n, _: play.timpani(n), [(beat, 0, 1)], 0.6)
    piece.ring.reverb(3.0, 0.4, rng, dark_hz=2500)
    return ring


def sadness(rng: Generator) -> Ring:
    """A cello that sinks step by step over slow minor piano chords."""
    piece = Piece(rng, beats=16, bpm=52, key=57)
    chords = [(0, 3, 7), (-4, 0, 3), (5, 8, 12), (-5, -1, 2)]
    tune = [(0, 7, 2), (2, 5, 1), (3, 3, 1), (4, 3, 2.5), (6.5, 2, 0.5), (7, 0, 1), (8, 8, 2), (10, 7, 1),
            (11, 5, 1), (12, 2, 2), (14, -1, 2)]  # fmt: skip
    for bar, chord in enumerate(chords):
        start = 4 * bar
        piece.play(play.piano, [(start + i, chord[k], 1.6) for i, k in enumerate((0, 1, 2, 1))], 0.22, -0.2)
        piece.play(play.piano, [(start, chord[0] - 24, 4)], 0.26, -0.2)
        piece.play(play.strings, [(start, step - 12, 4) for step in chord], 0.05, 0.3)
    piece.play(play.cello, [(beat, note - 12, length) for beat, note, length in tune], 0.42, 0.15)
    piece.ring.reverb(2.6, 0.4, rng, dark_hz=2200)
    return piece.ring
