"""The sound presets: ten surroundings and eight moods, made by code when they are asked for.

Nothing here is a recording. The same name gives the same sound everywhere, to within rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from zlib import crc32

import numpy as np

from lvocal.media import synth_ambience, synth_moods
from lvocal.media.kept_loops import kept_loop
from lvocal.media.synth_tools import MAKE_HZ, Ring
from lvocal.values import EMOTIONS, UserError, Waveform

MAKERS: dict[str, Callable[[np.random.Generator], Ring]] = {
    "sea-waves": synth_ambience.sea_waves,
    "rain": synth_ambience.rain,
    "storm": synth_ambience.storm,
    "wind": synth_ambience.wind,
    "crackling-fire": synth_ambience.crackling_fire,
    "forest-birds": synth_ambience.forest_birds,
    "street": synth_ambience.street,
    "crowd": synth_ambience.crowd,
    "night-crickets": synth_ambience.night_crickets,
    "river": synth_ambience.river,
    **{emotion: getattr(synth_moods, emotion) for emotion in EMOTIONS},
}
LOUDNESS_RMS = 0.1
"""Every preset leaves at -20 dBFS RMS, or less where its peaks need the room."""


def preset_names() -> tuple[str, ...]:
    """Surroundings first, then the moods in the order of EMOTIONS."""
    return tuple(MAKERS)


def describe(name: str) -> str:
    """One line on what is heard."""
    return (_maker(name).__doc__ or "").split("\n")[0]


def is_mood(name: str) -> bool:
    """A piece of music, made for the music lane."""
    return name in EMOTIONS


def preset(name: str, duration_sec: float, rate_hz: int = 48_000, variant: int = 0) -> Waveform:
    """A preset of exactly this length, stereo, looped without a seam; other variants differ in every detail.

    Raises UserError for an unknown name.
    """
    loop = _loop(name, rate_hz, variant)
    length = max(round(duration_sec * rate_hz), 1)
    turns = -(-length // loop.shape[1])
    return Waveform(np.tile(loop, (1, turns))[:, :length], rate_hz)


def _maker(name: str) -> Callable[[np.random.Generator], Ring]:
    if name not in MAKERS:
        raise UserError(f'There is no sound preset "{name}".', f"Choose one of: {', '.join(MAKERS)}.")
    return MAKERS[name]


@lru_cache(maxsize=24)
def _loop(name: str, rate_hz: int, variant: int) -> np.ndarray:
    """One turn (2, N) at the rate asked for; shared, so it must not be written to."""
    maker = _maker(name)
    if variant:  # for training, once
        loop = _made(maker, name, rate_hz, variant)
    else:
        loop = kept_loop(name, rate_hz, lambda: _made(maker, name, rate_hz, 0))
    loop.setflags(write=False)
    return loop


def _made(maker: Callable[[np.random.Generator], Ring], name: str, rate_hz: int, variant: int) -> np.ndarray:
    rng = np.random.Generator(np.random.PCG64([crc32(name.encode()), variant]))
    ring = maker(rng)
    loop = _change_rate(ring.samples - ring.samples.mean(axis=1, keepdims=True), rate_hz)
    loop *= min(LOUDNESS_RMS / float(np.sqrt(np.mean(loop**2))), 0.9 / float(np.abs(loop).max()))
    return loop


def _change_rate(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Exact for a ring: its spectrum is cut or padded with nothing."""
    length = round(samples.shape[1] * rate_hz / MAKE_HZ)
    if length == samples.shape[1]:
        return samples.astype(np.float32)
    spectrum = np.fft.rfft(samples, axis=1)[:, : length // 2 + 1]
    return (np.fft.irfft(spectrum, length, axis=1) * (length / samples.shape[1])).astype(np.float32)
