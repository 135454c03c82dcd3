"""From a SoundMix to sound: what people hear, and what each road of the network listens to.

Where the original soundtrack was taken apart, its music is the music lane's original, its effects are the
ambience lane's, and its speech is heard beside both; else all of it is the original of both. Shapes: (2, N)
at RATE_HZ.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from lvocal.media.audio import RATE_HZ, read_audio, resample
from lvocal.media.gate import gated, soundtrack_db, stem_levels
from lvocal.media.loudness import ceiling, loudness_lufs, match_gain, peak_of, scaled
from lvocal.media.peaks import Peaks, peaks_of
from lvocal.media.scratch import roomy_zeros, stretches
from lvocal.media.synth import preset
from lvocal.values import Lane, SoundMix, StemLevel, Stems, UserError, Waveform

JOIN_SEC = 1.0
"""A short source repeats with cross-faded joins of this length, or a quarter of it."""

SHORTEST_SEC = 0.25
"""A click shorter than this is repeated bare; it has no end to fade."""


@dataclass(frozen=True, eq=False)
class MixedSound:
    """One soundtrack, three ways. Known by identity, so that what was heard in it can be kept beside it."""

    heard: Waveform | None
    """What the finished film plays; None means its own sound, untouched (copy the stream)."""
    music: Waveform | None
    """What the music road listens to; None is silence."""
    ambience: Waveform | None
    """What the ambience road listens to; None is silence."""
    stems: tuple[StemLevel, ...] = ()
    """How loud the parts of the film's own sound are; empty where it was not taken apart."""
    peaks: dict[str, Peaks] = field(default_factory=dict)
    """What each of values.LANES plays, to draw; there is no speech where nothing was taken apart."""


@dataclass(frozen=True)
class Voice:
    """One source with its place in the mix."""

    source: str
    gain: float
    offset_sec: float


def render_mix(
    mix: SoundMix, film: Waveform | None, duration_sec: float, stems: Stems | None = None
) -> MixedSound:
    """Render both lanes and what is heard, all of one length.

    Each source is heard once, however many lanes use it: the louder lane places it. `film` is the original
    sound or None, `stems` the same taken apart; a stem that counts as silence is left out, and so is a lane
    that does not play. Raises UserError for a source that cannot be read.
    """
    stage = _Stage(film, duration_sec, stems)
    levels = stem_levels(stems) if stems else ()
    lanes = _lanes(mix, stems is not None, {level.name for level in levels if level.is_silent})
    roads = [_or_none(stage.render(lanes[name], for_road=True)) for name in ("music", "ambience")]
    heard = _once([voice for voices in lanes.values() for voice in voices])
    untouched = mix.is_original or heard == [Voice("original", 1.0, 0.0)]
    return MixedSound(
        None if untouched else ceiling(stage.render(heard)), roads[0], roads[1], levels,
        {name: peaks_of(stage.render(voices)) for name, voices in lanes.items()},
    )  # fmt: skip


def _lanes(mix: SoundMix, is_apart: bool, silent: set[str]) -> dict[str, list[Voice]]:
    """The voices of every lane; none where it does not play."""
    music, ambience = lane_voices(mix.music), lane_voices(mix.ambience)
    lanes = {"music": music, "ambience": ambience}
    if is_apart:
        speech = [Voice("original", 10 ** (mix.speech_db / 20), 0.0)]
        lanes = {
            "music": _own(music, "music", silent),
            "ambience": _own(ambience, "effects", silent),
            "speech": _own(speech, "speech", silent),
        }
    return {name: voices if mix.plays(name) else [] for name, voices in lanes.items()}


def render_lane(lane: Lane, film: Waveform | None, duration_sec: float) -> Waveform:
    """One lane alone, (2, N): A cross-faded into B with equal power, gain and offset applied."""
    return _Stage(film, duration_sec).render(lane_voices(lane))


def lane_voices(lane: Lane) -> list[Voice]:
    """The sources of a lane with their gains; what cannot be heard is left out."""
    gain = 10 ** (lane.gain_db / 20)
    if lane.b is None or lane.b == lane.a:
        shares = [(lane.a, 1.0)]
    else:
        shares = [
            (lane.a, float(np.cos(lane.blend * np.pi / 2))),
            (lane.b, float(np.sin(lane.blend * np.pi / 2))),
        ]
    return [
        Voice(name, gain * share, lane.offset_sec)
        for name, share in shares
        if name != "silence" and share > 1e-6
    ]


def _own(voices: list[Voice], stem: str, silent: set[str]) -> list[Voice]:
    """The film's own sound in a lane is the stem of that lane; one that counts as silence is left out."""
    own = [
        replace(voice, source=f"original {stem}") if voice.source == "original" else voice for voice in voices
    ]
    return [voice for voice in own if stem not in silent or voice.source != f"original {stem}"]


class _Stage:
    """Renders voices for one film; a source is read and matched once."""

    def __init__(self, film: Waveform | None, duration_sec: float, stems: Stems | None = None) -> None:
        self.length = max(round(duration_sec * RATE_HZ), 1)
        self.film = resample(film, RATE_HZ, 2) if film else None
        self.own = {"original": self.film}
        if stems is not None:
            self.own |= {f"original {name}": getattr(stems, name) for name in ("speech", "music", "effects")}
            self.whole_db = soundtrack_db(stems)
        self.sources: dict[tuple[str, int], np.ndarray] = {}

    @cached_property
    def target_lufs(self) -> float | None:
        """How loud the film is, which is asked where something else is to be as loud."""
        return loudness_lufs(self.film) if self.film else None

    def render(self, voices: list[Voice], for_road: bool = False) -> Waveform:
        """Sum of the voices (2, N); the sound itself where that is all. No road listens to stretches of a
        stem that count as silence."""
        total = roomy_zeros((2, self.length))
        for voice in voices:
            shift = round(voice.offset_sec * RATE_HZ)
            room = (
                self.length - shift
            )  # positive: later, so less is needed; negative: its beginning is skipped
            if room <= 0:
                continue
            whole = self._source(voice.source, room)
            if for_road and voice.source.startswith("original "):
                whole = gated(Waveform(whole, RATE_HZ), self.whole_db).samples
            sound = whole[:, max(-shift, 0) : room]
            if len(voices) == 1 and voice.gain == 1 and sound.shape == total.shape:
                return Waveform(sound, RATE_HZ)
            start = max(shift, 0)
            place = total[:, start : start + sound.shape[1]]
            for span in stretches(place, sound):
                place[:, span] += np.float32(voice.gain) * sound[:, span]
        return Waveform(total, RATE_HZ)

    def _source(self, name: str, length: int) -> np.ndarray:
        """What exists of `length` samples (2, n): the film as it is, anything else looped and matched."""
        if (name, length) not in self.sources:
            self.sources[name, length] = self._read(name, length)
        return self.sources[name, length]

    def _read(self, name: str, length: int) -> np.ndarray:
        if name in self.own:
            wave = self.own[name]
            return wave.samples[:, :length] if wave else np.zeros((2, 0), np.float32)
        seconds = length / RATE_HZ
        if name.startswith("preset:"):
            sound = preset(name.removeprefix("preset:"), seconds)
        else:
            found = read_audio(Path(name), limit_sec=seconds)
            if found is None:
                raise UserError(
                    f"{Path(name).name} has no sound.", "Choose a file with a sound track, or a preset."
                )
            sound = found
        return scaled(loop(sound, length), match_gain(sound, self.target_lufs)).samples


def loop(wave: Waveform, length: int) -> Waveform:
    """Repeat (C, n) until `length` samples, cross-fading every join with equal power; longer sound is cut."""
    samples = wave.samples
    if samples.shape[1] >= length:
        return Waveform(samples[:, :length], wave.rate_hz)
    if wave.duration_sec < SHORTEST_SEC:
        samples = np.tile(samples, (1, -(-round(SHORTEST_SEC * wave.rate_hz) // samples.shape[1])))
    have = samples.shape[1]
    join = min(round(JOIN_SEC * wave.rate_hz), have // 4)
    step = have - join
    ramp = np.sin(np.linspace(0, np.pi / 2, join, endpoint=False, dtype=np.float32))
    total = np.zeros((len(samples), length + have), np.float32)
    for start in range(0, length, step):
        piece = samples.copy()
        if start:
            piece[:, :join] *= ramp
        piece[:, step:] *= np.sqrt(1 - ramp**2)
        total[:, start : start + have] += piece
    return Waveform(total[:, :length], wave.rate_hz)


def _once(voices: list[Voice]) -> list[Voice]:
    """The loudest voice of every source, in order of appearance."""
    best: dict[str, Voice] = {}
    for voice in voices:
        if voice.source not in best or voice.gain > best[voice.source].gain:
            best[voice.source] = voice
    return list(best.values())


def _or_none(wave: Waveform) -> Waveform | None:
    return wave if peak_of(wave) > 1e-5 else None
