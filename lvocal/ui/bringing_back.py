"""The settings of a finished file, put back into the form of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lvocal.sample.relinking import relinked
from lvocal.sample.sidecar import source_hash
from lvocal.ui.forms import NOTHING_HANDED, SETTINGS, read_request
from lvocal.ui.looks_form import trim_value
from lvocal.ui.points_form import Handed, marks_of
from lvocal.values import LANES, ColorizeRequest, ColorRow, Hearing, Lane, Repaint, SoundMix, Weights


def brought_back(
    request: ColorizeRequest,
    record: Mapping[str, Any],
    form: Mapping[str, Any],
    sounds: Mapping[str, Path],
    source: Path | None,
    weights: Weights,
    handed: Handed = NOTHING_HANDED,
) -> tuple[dict[str, Any], list[str]]:
    """A form that asks for what `request` did, and sentences on what could not be restored.

    Files are only ever taken by name from those of the visit, `sounds` and `handed`, wherever the settings
    say they were.
    """
    names = {path: name for name, path in (*sounds.items(), *handed.pictures.items())}
    by_name = {path.name: path for path in names}
    found, missing = relinked(replace(request, repaint=None), lambda text: by_name.get(Path(text).name))
    filled = {**form, **_controls(found, names)}
    said = [f"Not here: {name}. Add it, and bring the take back once more." for name in missing]
    said += [] if request.repaint is None else [_span(request.repaint)]
    if source is not None:
        lost = _lost(found, read_request(filled, source, sounds, weights, handed))
        said += [f"Not on this page: {', '.join(lost)}."] if lost else []
        said += _other_film(request, record, source)
    return filled, said


def _controls(request: ColorizeRequest, names: Mapping[Path, str]) -> dict[str, Any]:
    """Every control of the form; `names` are those of the files of the visit."""
    settings = request.settings
    palette = request.palette.colors if request.palette else ()
    return {
        "prompt": request.prompt,
        "rows": _rows(request.rows),
        "shot_words": [
            {"frame": shot.frame, "prompt": shot.prompt, "rows": _rows(shot.rows)}
            for shot in request.shot_words
        ],
        **_sound(request.mix, names),
        **_hearing(request.hearing),
        "palette": [{"color": color, "locked": False} for color in palette],
        "trim": trim_value(request.trim),
        "marks": marks_of(request, names),
        "keyframe": str(settings.keyframe),
        **{name: getattr(settings, name) for name in SETTINGS},
    }


def _rows(rows: tuple[ColorRow, ...]) -> list[dict[str, Any]]:
    return [{"object": row.object, "color": row.color, "strength": row.strength} for row in rows]


def _sound(mix: SoundMix, names: Mapping[Path, str]) -> dict[str, Any]:
    offsets = {"music": mix.music.offset_sec, "ambience": mix.ambience.offset_sec}
    tracks = {
        f"{lane}_track": [
            {
                "lane": lane,
                "offset": offsets.get(lane, 0.0),
                "muted": lane in mix.muted,
                "solo": lane in mix.soloed,
            }
        ]
        for lane in LANES
    }
    lanes = {**_lane("music", mix.music, names), **_lane("ambience", mix.ambience, names)}
    return {**tracks, **lanes, "speech_db": mix.speech_db, "separator": mix.separator}


def _lane(lane: str, value: Lane, names: Mapping[Path, str]) -> dict[str, Any]:
    def choice(sound: str) -> str:
        return f"file:{names[Path(sound)]}" if Path(sound) in names else sound

    return {
        f"{lane}_a": choice(value.a),
        f"{lane}_b": choice(value.b) if value.b else "",
        f"{lane}_blend": value.blend,
        f"{lane}_db": value.gain_db,
    }


def _hearing(hearing: Hearing) -> dict[str, Any]:
    changes = [
        {"heard": change.heard, "by": change.by or ""} for change in (*hearing.emotions, *hearing.places)
    ]
    return {"mood": [asdict(hearing.mood)] if hearing.mood else [], "changes": changes}


def _lost(wanted: ColorizeRequest, there: ColorizeRequest) -> list[str]:
    """Names of what the form cannot say, read off by asking again what it now asks for."""
    before, after = asdict(wanted), asdict(there)
    fields = [name for name in before if name not in ("source", "master", "settings", "mix", "draft")]
    lost = [name for name in fields if before[name] != after[name]]
    for part in ("settings", "mix"):
        lost += [name for name, value in before[part].items() if value != after[part][name]]
    return [name.replace("_", " ") for name in lost]


def _span(span: Repaint) -> str:
    """What to do about a take of which only some frames were painted."""
    frames = f"{span.start} to {span.stop - 1}"
    return f"Only frames {frames} were painted, over another take; choose that take and the frames again."


def _other_film(request: ColorizeRequest, record: Mapping[str, Any], source: Path) -> list[str]:
    """Whether the settings were made for the film that is open."""
    made_for = (record.get("sha256") or {}).get("source")
    if made_for is None or made_for == source_hash(source):
        return []
    return [f"They were made for {request.source.name}; the film that is open is another."]
