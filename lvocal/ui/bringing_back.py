"""The settings of a finished file, put back into the form of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lvocal.sample.relinking import relinked
from lvocal.sample.sidecar import source_hash
from lvocal.ui.forms import SETTINGS, read_request
from lvocal.ui.points_form import Handed, marks_of
from lvocal.values import ColorizeRequest, Lane, Weights


def brought_back(
    request: ColorizeRequest,
    record: Mapping[str, Any],
    form: Mapping[str, Any],
    sounds: Mapping[str, Path],
    source: Path | None,
    weights: Weights,
    pictures: Mapping[str, Path] | None = None,
) -> tuple[dict[str, Any], list[str]]:
    """A form that asks for what `request` did, and sentences on what could not be restored.

    Files are only ever taken by name from `sounds` and `pictures`, those of the visit, wherever the settings
    say they were.
    """
    handed = Handed(pictures or {})
    by_name = {path.name: path for path in (*sounds.values(), *handed.pictures.values())}
    found, missing = relinked(request, lambda text: by_name.get(Path(text).name))
    filled = {**form, **_controls(found, {path: name for name, path in sounds.items()})}
    filled["marks"] = marks_of(found, {path: name for name, path in handed.pictures.items()})
    said = [f"Not here: {name}. Add it, and bring the take back once more." for name in missing]
    if source is not None:
        lost = _lost(found, read_request(filled, source, sounds, weights, handed))
        said += [f"Not on this page: {', '.join(lost)}."] if lost else []
        said += _other_film(request, record, source)
    return filled, said


def _controls(request: ColorizeRequest, names: Mapping[Path, str]) -> dict[str, Any]:
    settings, mix = request.settings, request.mix
    return {
        "prompt": request.prompt,
        "rows": [{"object": row.object, "color": row.color} for row in request.rows],
        **_lane("music", mix.music, names),
        **_lane("ambience", mix.ambience, names),
        "speech_db": mix.speech_db,
        "separator": mix.separator,
        "palette": ", ".join(request.palette.colors) if request.palette else "",
        "keyframe": str(settings.keyframe),
        **{name: getattr(settings, name) for name in SETTINGS},
    }


def _lane(lane: str, value: Lane, names: Mapping[Path, str]) -> dict[str, Any]:
    def choice(sound: str) -> str:
        return f"file:{names[Path(sound)]}" if Path(sound) in names else sound

    return {
        f"{lane}_a": choice(value.a),
        f"{lane}_b": choice(value.b) if value.b else "",
        f"{lane}_blend": value.blend,
        f"{lane}_db": value.gain_db,
    }


def _lost(wanted: ColorizeRequest, there: ColorizeRequest) -> list[str]:
    """Names of what the form cannot say, read off by asking again what it now asks for."""
    before, after = asdict(wanted), asdict(there)
    fields = [name for name in before if name not in ("source", "master", "settings", "mix", "draft")]
    lost = [name for name in fields if before[name] != after[name]]
    for part in ("settings", "mix"):
        lost += [name for name, value in before[part].items() if value != after[part][name]]
    return [name.replace("_", " ") for name in lost]


def _other_film(request: ColorizeRequest, record: Mapping[str, Any], source: Path) -> list[str]:
    """Whether the settings were made for the film that is open."""
    made_for = (record.get("sha256") or {}).get("source")
    if made_for is None or made_for == source_hash(source):
        return []
    return [f"They were made for {request.source.name}; the film that is open is another."]
