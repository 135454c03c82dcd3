"""The JSON beside every film, and inside it: all that is needed to repeat the job, and what it was made with.

Beside the film it holds whole paths, for the person whose computer it is; inside, where it travels, the names
of files alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from lvocal import __version__
from lvocal.color.looks import trim_from
from lvocal.media.inlay import text_in
from lvocal.settings import settings_from
from lvocal.values import (
    Change,
    ColorizeRequest,
    ColorRow,
    Hearing,
    Hint,
    Lane,
    Mood,
    PaintedFrame,
    Palette,
    ReferenceFrame,
    Repaint,
    ShotWords,
    SoundMix,
    Stroke,
    UserError,
    Weights,
)

UNREADABLE = (json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError, RecursionError)
"""What a record that is none may raise."""


def request_to_json(request: ColorizeRequest) -> dict[str, Any]:
    """Plain values only; paths as text."""
    return json.loads(json.dumps(asdict(request), default=str))


def portable(request: ColorizeRequest) -> dict[str, Any]:
    """The same with the names of files only, whoever reads it."""
    plain = json.loads(json.dumps(asdict(request), default=lambda path: Path(path).name))
    for lane in (plain["mix"]["music"], plain["mix"]["ambience"]):
        lane.update({end: _name_of_sound(lane[end]) for end in ("a", "b")})
    return plain


def text_inside(request: ColorizeRequest, model: Mapping[str, Any]) -> str:
    """What a film or still carries; the same for the same request, weights and source."""
    record = {
        "lvocal": __version__,
        "request": portable(request),
        "model": dict(model),
        "sha256": {"source": source_hash(request.source)},
    }
    return json.dumps(record, ensure_ascii=False)


def request_from_json(values: Mapping[str, Any]) -> ColorizeRequest:
    """The request again, exactly; a misspelt key is an error."""
    plain = dict(values)
    plain["source"] = Path(plain["source"])
    plain["rows"] = tuple(ColorRow(**row) for row in plain.get("rows", ()))
    plain["shot_words"] = tuple(
        ShotWords(item["frame"], item["prompt"], tuple(ColorRow(**row) for row in item["rows"]))
        for item in plain.get("shot_words", ())
    )
    plain["mix"] = _mix_from_json(plain.get("mix", {}))
    plain["hearing"] = _hearing_from_json(plain.get("hearing", {}))
    if plain.get("palette"):
        plain["palette"] = Palette(tuple(plain["palette"]["colors"]))
    plain["hints"] = tuple(Hint(**hint) for hint in plain.get("hints", ()))
    plain["references"] = tuple(
        ReferenceFrame(item["frame"], Path(item["path"])) for item in plain.get("references", ())
    )
    plain["strokes"] = tuple(_stroke_from_json(stroke) for stroke in plain.get("strokes", ()))
    plain["paints"] = tuple(
        PaintedFrame(item["frame"], Path(item["path"])) for item in plain.get("paints", ())
    )
    if repaint := plain.get("repaint"):
        plain["repaint"] = Repaint(Path(repaint["take"]), repaint["start"], repaint["stop"])
    if engine := plain.pop("engine", None):  # sidecars of version 0.1
        plain["weights"] = Weights(engine)
    elif weights := plain.get("weights"):
        folder = weights["folder"]
        plain["weights"] = Weights(weights["engine"], None if folder is None else Path(folder))
    plain["trim"] = trim_from(plain.get("trim", {}))
    plain["settings"] = settings_from(plain.get("settings", {}))
    return ColorizeRequest(**plain)


def _stroke_from_json(values: Mapping[str, Any]) -> Stroke:
    return Stroke(**{**values, "points": tuple((x, y) for x, y in values["points"])})


def _mix_from_json(values: Mapping[str, Any]) -> SoundMix:
    """Sidecars up to version 0.1 name no separator: there was none, and both roads heard all of the film."""
    lanes = {name: Lane(**value) for name, value in values.items() if isinstance(value, Mapping)}
    return SoundMix(**{"separator": "none", **values, **lanes})


def _hearing_from_json(values: Mapping[str, Any]) -> Hearing:
    plain = dict(values)
    if plain.get("mood"):
        plain["mood"] = Mood(**plain["mood"])
    for name in plain.keys() & {"emotions", "places"}:
        plain[name] = tuple(Change(**change) for change in plain[name])
    return Hearing(**plain)


def write_sidecar(path: Path, request: ColorizeRequest, video: Path, facts: Mapping[str, Any]) -> None:
    """Write the sidecar of a finished film. `facts` are plain values about the run (seconds, notes,
    model)."""
    hashes = {"source": source_hash(request.source), "video": file_hash(video)}
    if request.repaint:
        hashes["take"] = file_hash(request.repaint.take)
    record = {"lvocal": __version__, "request": request_to_json(request), "sha256": hashes, **facts}
    path.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n")


def read_sidecar(path: Path) -> tuple[ColorizeRequest, dict[str, Any]]:
    """The request of a sidecar, and the whole record. Raises UserError for a file that is none."""
    try:
        return _read(path.read_text())
    except (OSError, *UNREADABLE) as problem:
        raise UserError(
            f"{path.name} is not a sidecar of this project ({problem}).",
            "Choose the .json file that lies beside a coloured film.",
        ) from problem


def read_settings(path: Path) -> tuple[ColorizeRequest, dict[str, Any]]:
    """The request that a film, a picture sequence, a still or a sidecar was made with, and the whole record.

    Inside films and pictures, files are named without their folders. Raises UserError for what carries no
    settings.
    """
    if path.suffix.lower() == ".json":
        return read_sidecar(path)
    text = text_in(path)
    if text is None:
        raise UserError(
            f"{path.name} carries no settings of this program.",
            "Choose a film or still that it made, or the .json file beside one.",
        )
    try:
        return _read(text)
    except UNREADABLE as problem:
        raise UserError(
            f"The settings inside {path.name} cannot be read ({problem}).",
            "Another program may have changed them; use the .json file beside it.",
        ) from problem


def _read(text: str) -> tuple[ColorizeRequest, dict[str, Any]]:
    record = json.loads(text)
    return request_from_json(record["request"]), record


def source_hash(path: Path) -> str:
    """`file_hash` of a film, computed once as long as it does not change."""
    stat = path.stat()
    return _source_hash(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _source_hash(path: Path, changed_ns: int, size: int) -> str:
    return file_hash(path)


def file_hash(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        with file.open("rb") as opened:
            while block := opened.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _name_of_sound(source: str | None) -> str | None:
    """A file by its name; presets, "original" and "silence" as they are."""
    if source is None or source in ("original", "silence") or source.startswith("preset:"):
        return source
    return Path(source).name
