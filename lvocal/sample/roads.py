"""The two roads of sound over a whole film: music for the tone, ambience for the place.

Shapes: K music segments, M ambience tokens, D width of the listener's features, N samples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol
from weakref import WeakKeyDictionary

import numpy as np
import torch
from torch import Tensor

from lvocal.media.audio import for_listener
from lvocal.media.mix import MixedSound
from lvocal.media.scratch import let_go
from lvocal.model.clap_listener import ClapListener
from lvocal.model.listen import SILENT_RMS, Listener
from lvocal.values import Heard, Waveform

CHUNK_TOKENS = 120
"""Sound is listened to in pieces of about a minute, so that memory stays flat."""


@dataclass(frozen=True)
class Road:
    """Features of one road of sound over the whole film, and how loud it is."""

    features: Tensor
    """(K or M, D)"""
    step_sec: float
    rms: np.ndarray
    """Loudness of stretches of `rms_sec`."""
    rms_sec: float

    def between(self, start_sec: float, stop_sec: float) -> Tensor | None:
        """Features that sound in a span of time (at least one), or None where it is silent."""
        loud = self.rms[_span(start_sec, stop_sec, self.rms_sec, len(self.rms))]
        if not (loud > SILENT_RMS).any():
            return None
        return self.features[_span(start_sec, stop_sec, self.step_sec, len(self.features))]


class Ears(Protocol):
    """What hears: all networks of a size, or the listener alone."""

    @property
    def listener(self) -> Listener | ClapListener: ...

    @property
    def device(self) -> torch.device: ...


def listened(
    wave: Waveform, networks: Ears, road: Literal["music", "ambience"], check: Callable[[], None]
) -> Road:
    """Hear one road from beginning to end."""
    listener, device = networks.listener, networks.device
    samples = for_listener(wave, listener.rate_hz)
    hop = round(listener.token_sec * listener.rate_hz)
    features, powers = [], []
    for start in range(0, len(samples), CHUNK_TOKENS * hop):
        check()
        sounding = samples[start : start + CHUNK_TOKENS * hop]
        padded = np.pad(sounding, (0, -len(sounding) % hop)).reshape(-1, hop)
        powers.append(np.square(padded, dtype=np.float64).mean(axis=1))
        piece = torch.from_numpy(sounding)[None].to(device)
        if road == "music":
            features.append(listener.listen_music(piece).segments[0])
        else:
            features.append(listener.listen_ambience(piece).sequence[0])
        let_go(samples)
    step_sec = listener.segment_sec if road == "music" else listener.token_sec
    return Road(torch.cat(features), step_sec, np.sqrt(np.concatenate(powers)), listener.token_sec)


def road_of(
    sound: MixedSound, networks: Ears, road: Literal["music", "ambience"], check: Callable[[], None]
) -> Road | None:
    """One road of a mix, heard once and kept beside it; None where it is silent."""
    wave = getattr(sound, road)
    if wave is None:
        return None
    kept = _kept(sound, networks)
    if road not in kept:
        kept[road] = listened(wave, networks, road, check)
    return kept[road]


def hear(sound: MixedSound, networks: Ears) -> Heard:
    """What the listener makes of both roads, for a person to read; heard once and kept beside the mix."""
    kept = _kept(sound, networks)
    if "heard" not in kept:
        kept["heard"] = _hear(sound, networks)
    return kept["heard"]


def _hear(sound: MixedSound, networks: Ears) -> Heard:
    waves = (sound.music, sound.ambience)
    music, ambience = (
        None
        if wave is None
        else torch.from_numpy(for_listener(wave, networks.listener.rate_hz)).to(networks.device)
        for wave in waves
    )
    return replace(networks.listener.hear(music, ambience), stems=sound.stems)


_beside: WeakKeyDictionary[MixedSound, WeakKeyDictionary[Any, dict[str, Any]]] = WeakKeyDictionary()


def _kept(sound: MixedSound, networks: Ears) -> dict[str, Any]:
    """What these ears have made of a mix; forgotten with either."""
    by_ear = _beside.setdefault(sound, WeakKeyDictionary())
    return by_ear.setdefault(networks.listener, {})


def _span(start_sec: float, stop_sec: float, step_sec: float, count: int) -> slice:
    first = min(max(int(start_sec / step_sec), 0), count - 1)
    last = min(max(int(stop_sec / step_sec), first), count - 1)
    return slice(first, last + 1)
