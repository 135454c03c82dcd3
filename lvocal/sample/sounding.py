"""The sound of a film as a mix asks for it: read, taken apart, rendered, and kept for the next question."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import lru_cache
from pathlib import Path

from lvocal.media.audio import read_audio
from lvocal.media.mix import MixedSound, render_mix
from lvocal.media.video import probe
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.stems import take_apart
from lvocal.values import Clip, SoundMix, Stems, UserError, Waveform

Check = Callable[[], None]
Stamp = tuple[int, int]

FILMS_KEPT = 2
"""Stems of so many films are kept, and MIXES_KEPT mixes; of films longer than LONG_SEC one of each."""

MIXES_KEPT = 4
LONG_SEC = 1200.0


def mixed_sound(
    source: Path, mix: SoundMix, networks: AnyNetworks, check: Check
) -> Generator[float, None, MixedSound]:
    """What is heard, and what each road listens to; yields how much of the film's own sound is taken apart.
    Raises UserError for a source that cannot be read."""
    key = (source, stamp(source), mix, networks.fingerprint)
    if key not in _mixes:
        film = read_audio(source)
        apart = mix.separates and film is not None
        stems = (yield from stems_of(source, mix, networks, check, film)) if apart else None
        duration_sec = length_sec(source, film)
        _keep(_mixes, key, render_mix(mix, film, duration_sec, stems), MIXES_KEPT, duration_sec)
    return _mixes[key]


def stems_of(
    source: Path, mix: SoundMix, networks: AnyNetworks, check: Check, film: Waveform | None = None
) -> Generator[float, None, Stems]:
    """The film's own sound taken apart; `film` is that sound where it has been read already. Raises UserError
    where there is none, or the separator is not installed."""
    key = (source, stamp(source), mix.separator, networks.fingerprint)
    if key not in _stems:
        film = film or read_audio(source)
        if film is None:
            raise UserError(f"{source.name} has no sound.", "Choose a film with a sound track.")
        found = yield from take_apart(film, networks.taking_apart(mix.separator), check)
        _keep(_stems, key, found, FILMS_KEPT, film.duration_sec)
    return _stems[key]


def stamp(path: Path) -> Stamp:
    """Changes when the file does, so that nothing stale is kept."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def probed(source: Path) -> Clip:
    """The facts of a film, looked up once."""
    return _probed(source, stamp(source))


def length_sec(source: Path, sound: Waveform | None) -> float:
    """Of the film; of the sound alone where there is no picture."""
    try:
        return probed(source).duration_sec
    except UserError:
        if sound is None:
            raise
        return sound.duration_sec


_mixes: dict[tuple[Path, Stamp, SoundMix, str], MixedSound] = {}
_stems: dict[tuple[Path, Stamp, str, str], Stems] = {}


def _keep(kept: dict, key: tuple, value: object, most: int, duration_sec: float) -> None:
    """Put a value in and let the oldest go."""
    while len(kept) >= (1 if duration_sec > LONG_SEC else most):
        del kept[next(iter(kept))]
    kept[key] = value


@lru_cache(maxsize=8)
def _probed(source: Path, stamp: Stamp) -> Clip:
    return probe(source)
