"""The sound desk, as the page shows it: what was tried, kept small, in plain values."""

from __future__ import annotations

import secrets
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from lvocal.media.audio import read_audio, write_wav
from lvocal.sample.audition import Audition
from lvocal.ui.served import served
from lvocal.ui.sound_form import place_presets
from lvocal.ui.visits import Tried, Visit
from lvocal.values import EMOTIONS, ColorizeRequest, Heard, Waveform

MIX_SEC = 600.0
"""So much of the mix is played on the page; the film gets all of it."""

MIXES_KEPT = 3
"""Files of a visit; a browser may still be reading the one before."""


def keep_tried(visit: Visit, request: ColorizeRequest, tried: Audition) -> None:
    """Remember what the desk shows of an audition, and write the mix as a file to listen to."""
    sound = tried.sound.heard
    if sound is None and visit.clip is not None and visit.clip.audio:
        sound = read_audio(visit.clip.path, limit_sec=MIX_SEC)
    path = None
    if sound is not None:
        sound = Waveform(sound.samples[:, : round(MIX_SEC * sound.rate_hz)], sound.rate_hz)
        path = visit.folder / f"mix-{secrets.token_hex(6)}.wav"
        write_wav(path, sound)
    peaks = {name: np.rint(100 * rows).astype(int).tolist() for name, rows in tried.sound.peaks.items()}
    length_sec = sound.duration_sec if sound else 0.0
    visit.tried = Tried(request, tried.heard, tried.as_heard, peaks, tried.idle, path, length_sec)
    for old in sorted(visit.folder.glob("mix-*.wav"), key=lambda mix: mix.stat().st_mtime_ns)[:-MIXES_KEPT]:
        old.unlink(missing_ok=True)


def film_seen(visit: Visit, request: ColorizeRequest, heard: Heard) -> None:
    """A film was coloured: the desk shows the relevance of its windows, if its sound is the one tried."""
    tried = visit.tried
    if tried and (tried.request.mix, tried.request.hearing) == (request.mix, request.hearing):
        visit.tried = replace(tried, heard=replace(tried.heard, relevance=heard.relevance))


def desk_value(visit: Visit) -> dict[str, Any]:
    """Everything that the desk draws."""
    tried, clip = visit.tried, visit.clip
    if tried is None or clip is None:
        return {}
    mix, hearing = tried.request.mix, tried.request.hearing
    silent = {level.name for level in tried.heard.stems if level.is_silent}
    return {
        "duration": clip.duration_sec,
        "ticks": [clip.time_sec(frame) for frame, _ in visit.strip],
        "cuts": [clip.time_sec(shot.start) for shot in visit.shots[1:]],
        "lanes": [
            {
                "name": name,
                "peaks": tried.peaks.get(name, []),
                "plays": mix.plays(name),
                "says": _says(name, tried, silent),
                "offset": getattr(mix, name).offset_sec if name != "speech" else None,
            }
            for name in ("music", "ambience", "speech")
            if name != "speech" or name in tried.peaks
        ],
        "times": list(tried.heard.times_sec),
        "emotions": {"names": EMOTIONS, "rows": _percent(tried.heard.emotions)},
        "as_heard": {"rows": _percent(tried.as_heard.emotions)},
        "chips": _chips(tried.as_heard, clip.duration_sec),
        "places": place_presets(),
        "relevance": [
            [round(item.start_sec, 3), round(item.stop_sec, 3), item.music, item.ambience]
            for item in tried.heard.relevance
        ],
        "dialled": hearing.mood is not None and mix.plays("music"),
        "idle": list(tried.idle),
        "audio": served(tried.mix),
        "note": f"The first {MIX_SEC / 60:.0f} minutes play here; the film gets all of the mix."
        if clip.duration_sec > MIX_SEC
        else "",
    }


def _says(name: str, tried: Tried, silent: set[str]) -> str:
    """What a lane plays, in a few words."""
    mix = tried.request.mix
    if not mix.plays(name):
        return "muted" if name in mix.muted else "not soloed"
    own = {"music": "music", "ambience": "effects", "speech": "speech"}[name]
    stem = "the film has none" if own in silent else "film's own"
    if not tried.heard.stems:
        stem = "film's own sound, whole"
    if name == "speech":
        return f"{stem}, colours nothing"
    lane = getattr(mix, name)
    sources = [_source(source, stem) for source in (lane.a, lane.b) if source]
    return f"{sources[0]} → {sources[1]} {lane.blend:.0%}" if len(sources) > 1 else sources[0]


def _source(source: str, own: str) -> str:
    if source == "original":
        return own
    kind, _, name = source.partition(":")
    return name.replace("-", " ") if kind == "preset" and name else source.rsplit("/", 1)[-1]


def _percent(rows: tuple[tuple[float, ...], ...]) -> list[list[float]]:
    return [[round(100 * share, 1) for share in row] for row in rows]


def _chips(heard: Heard, duration_sec: float) -> list[dict[str, Any]]:
    """Stretches in which one label leads, with the labels beside it."""
    chips: list[dict[str, Any]] = []
    rows = list(zip(heard.times_sec, heard.ambience, strict=False))
    for name, stretch in groupby(range(len(rows)), key=lambda at: rows[at][1][0][0] if rows[at][1] else ""):
        places = list(stretch)
        means: dict[str, float] = {}
        for at in places:
            for label, chance in rows[at][1]:
                means[label] = means.get(label, 0.0) + chance / len(places)
        stop = rows[places[-1] + 1][0] if places[-1] + 1 < len(rows) else duration_sec
        best = sorted(means.items(), key=lambda item: -item[1])
        shown = [[label, round(100 * chance)] for label, chance in best]
        chips.append({"name": name, "start": rows[places[0]][0], "stop": stop, "labels": shown})
    return [chip for chip in chips if chip["name"] and chip["start"] < duration_sec]
