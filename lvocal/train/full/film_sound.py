"""The sound of a film to learn from, as its two roads hear it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from lvocal.checkpoint.mini import load_embedded_separator
from lvocal.media.audio import read_audio
from lvocal.media.mix import MixedSound, render_mix
from lvocal.model.separator import Separator
from lvocal.sample.pipeline import end_of
from lvocal.sample.stems import take_apart
from lvocal.values import SoundMix, Waveform


def film_sound(path: Path, duration_sec: float) -> MixedSound:
    """Music and ambience of a film, as colouring it hears them: taken apart, its speech left out (L-VOCAL
    3)."""
    film = read_audio(path)
    if film is None:
        return render_mix(SoundMix(), None, duration_sec)
    stems = end_of(take_apart(film, _separator(), _go_on), _go_on)
    return render_mix(SoundMix(), film, duration_sec, stems)


@cache
def _separator() -> Separator:
    return load_embedded_separator()


def _go_on() -> None:
    """Nobody stops this half way."""


def between(wave: Waveform, start_sec: float, stop_sec: float) -> Waveform:
    """A stretch of sound."""
    first, last = (round(max(0.0, time) * wave.rate_hz) for time in (start_sec, stop_sec))
    return Waveform(wave.samples[:, first:last], wave.rate_hz)


def level_db(wave: Waveform) -> float:
    """Loudness as root mean square against full scale; -inf for silence."""
    power = np.square(wave.samples, dtype=np.float64).mean() if wave.samples.size else 0.0
    return float(10 * np.log10(power)) if power else float("-inf")
