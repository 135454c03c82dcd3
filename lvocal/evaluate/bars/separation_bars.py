"""`evaluate separation`: how well, how fast and to what use the embedded separator takes sound apart.

Soundtracks are put together from speech, music and effects that were kept aside, by voices, pieces and clips
that were never learned from; they are the same in every run.

Shapes: N samples at 48 kHz, n at 16 kHz.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from lvocal.evaluate.bars.table import Row, Table, at_least, mean, told
from lvocal.evaluate.speed.bench import peak_gb
from lvocal.media.audio import RATE_HZ, for_listener
from lvocal.media.mixtures import KINDS, Mixture, val_mixtures
from lvocal.media.sound_shards import ESC10
from lvocal.media.tracks import load_tracks
from lvocal.metrics.separation import si_sdr_db
from lvocal.model.bundle import MiniNetworks
from lvocal.model.reading import Reading, read_sound
from lvocal.sample.stems import take_apart
from lvocal.values import Waveform

SOUNDTRACKS = 88
LENGTH_SEC = 8.0
"""Of each soundtrack: emotion cannot be read from less than seven."""

LONG_SEC = 120.0
"""Of the sound that the speed is measured on, stereo."""

FASTER_BAR = 1.0
"""Times real time, at least."""

Apart = tuple[Mixture, np.ndarray]
"""A soundtrack, and the stems (3, N) that were found in it."""


def run(
    data: Path, networks: MiniNetworks, limit: int | None = None, say: Callable[[str], None] = lambda t: None
) -> Table:
    """Measure everything, on `limit` soundtracks at most. Raises UserError where sounds or the speech
    programs are missing."""
    with tempfile.TemporaryDirectory() as cache:
        say("Putting soundtracks together from sounds kept aside.")
        tracks = load_tracks(data, Path(cache), spoken=0)
        made = val_mixtures(tracks, round(LENGTH_SEC * RATE_HZ), min(limit or SOUNDTRACKS, SOUNDTRACKS))
    say(f"Taking {len(made)} soundtracks apart.")
    apart = [(mixture, _found(mixture, networks)) for mixture in made]
    rows = [*gains(apart), *leaks(apart), *hearing(apart, networks), *speed(networks)]
    return Table(f"{len(made)} soundtracks of {LENGTH_SEC:g} s, never learned from", tuple(rows))


def gains(apart: list[Apart]) -> list[Row]:
    """How much nearer each stem is to its truth than the whole was, where something else sounds as well."""
    rows = []
    for place, kind in enumerate(KINDS):
        pairs = [
            (si_sdr_db(mixture.mix, mixture.stems[place]), si_sdr_db(found[place], mixture.stems[place]))
            for mixture, found in apart
            if mixture.names[place] and sum(map(bool, mixture.names)) > 1
        ]
        before, after = (mean([pair[side] for pair in pairs]) for side in (0, 1))
        more = f" dB: from {before:.1f} to {after:.1f} dB SI-SDR, {len(pairs)} soundtracks"
        rows.append(at_least(f"{kind}: improvement", after - before, 0.0, "{:.1f}", more))
    return rows


def leaks(apart: list[Apart]) -> list[Row]:
    """What of the whole is found in a stem that is not there, in decibels."""
    rows = []
    for place, kind in enumerate(KINDS):
        shares = [
            10 * np.log10(np.mean(found[place] ** 2) + 1e-9)
            for mixture, found in apart
            if not mixture.names[place]
        ]
        rows.append(told(f"{kind}: left in it where there is none, dB below the whole", -mean(shares)))
    return rows


def hearing(apart: list[Apart], networks: MiniNetworks) -> list[Row]:
    """How often the same is heard in the whole, and in the stem, as in the sound alone."""
    rows = []
    for speech, where in ((True, "speech"), (False, "no speech")):
        some = [pair for pair in apart if bool(pair[0].names[0]) == speech]
        for place, what, told_by in ((1, "emotion", _emotion), (2, "place", _place)):
            hits = [
                [told_by(networks, sound) == told_by(networks, mixture.stems[place]) for sound in sounds]
                for mixture, found in some
                if mixture.names[place]
                for sounds in [(mixture.mix, found[place])]
            ]
            whole, stem = (mean([float(hit[side]) for hit in hits]) for side in (0, 1))
            text = f"{what} heard as in the {KINDS[place]} alone, in soundtracks with {where}"
            rows.append(Row(text, f"stem {stem:.0%}, whole {whole:.0%} of {len(hits)}", "none", None))
    return rows


def speed(networks: MiniNetworks) -> list[Row]:
    """Times real time on the cores at hand, for stereo, and the most memory that was held."""
    noise = np.random.default_rng(0).standard_normal((2, round(LONG_SEC * RATE_HZ)), np.float32) / 10
    since = time.perf_counter()
    for _ in take_apart(Waveform(noise, RATE_HZ), networks.separator, lambda: None):
        pass
    factor = LONG_SEC / (time.perf_counter() - since)
    cores = f" times real time, stereo, {torch.get_num_threads()} threads"
    return [
        at_least("speed", factor, FASTER_BAR, "{:.0f}", cores),
        told("most memory held by the whole program, GB", peak_gb(), "{:.2f}"),
    ]


def _found(mixture: Mixture, networks: MiniNetworks) -> np.ndarray:
    steps = take_apart(Waveform(mixture.mix[None], RATE_HZ), networks.separator, lambda: None)
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            stems = finished.value
            return np.stack([stems.speech.samples[0], stems.music.samples[0], stems.effects.samples[0]])


def _read(networks: MiniNetworks, sound: np.ndarray) -> Reading:
    quiet = for_listener(Waveform(sound[None] / np.float32(10), RATE_HZ), networks.listener.rate_hz)
    wave = torch.from_numpy(np.ascontiguousarray(quiet)).to(networks.device)
    return read_sound(networks.listener, networks.listener.mel(wave[None])[0])


def _emotion(networks: MiniNetworks, sound: np.ndarray) -> str:
    return _read(networks, sound).emotion


def _place(networks: MiniNetworks, sound: np.ndarray) -> str:
    return _read(networks, sound).likeliest(ESC10.values())
