"""The JSON beside every film: all that is needed to repeat the job, and what it was made with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lvocal import __version__
from lvocal.color.looks import trim_from
from lvocal.settings import settings_from
from lvocal.values import (
    ColorizeRequest,
    ColorRow,
    Hint,
    Lane,
    Palette,
    ReferenceFrame,
    SoundMix,
    UserError,
    Weights,
)


def request_to_json(request: ColorizeRequest) -> dict[str, Any]:
    """Plain values only; paths as text."""
    return json.loads(json.dumps(asdict(request), default=str))


def request_from_json(values: Mapping[str, Any]) -> ColorizeRequest:
    """The request again, exactly; a misspelt key is an error."""
    plain = dict(values)
    plain["source"] = Path(plain["source"])
    plain["rows"] = tuple(ColorRow(**row) for row in plain.get("rows", ()))
    plain["mix"] = _mix_from_json(plain.get("mix", {}))
    if plain.get("palette"):
        plain["palette"] = Palette(tuple(plain["palette"]["colors"]))
    plain["hints"] = tuple(Hint(**hint) for hint in plain.get("hints", ()))
    plain["references"] = tuple(
        ReferenceFrame(item["frame"], Path(item["path"])) for item in plain.get("references", ())
    )
    if engine := plain.pop("engine", None):  # sidecars of version 0.1
        plain["weights"] = Weights(engine)
    elif weights := plain.get("weights"):
        folder = weights["folder"]
        plain["weights"] = Weights(weights["engine"], None if folder is None else Path(folder))
    plain["trim"] = trim_from(plain.get("trim", {}))
    plain["settings"] = settings_from(plain.get("settings", {}))
    return ColorizeRequest(**plain)


def _mix_from_json(values: Mapping[str, Any]) -> SoundMix:
    """Sidecars up to version 0.1 name no separator: there was none, and both roads heard all of the film."""
    lanes = {name: Lane(**value) for name, value in values.items() if isinstance(value, Mapping)}
    return SoundMix(**{"separator": "none", **values, **lanes})


def write_sidecar(path: Path, request: ColorizeRequest, video: Path, facts: Mapping[str, Any]) -> None:
    """Write the sidecar of a finished film. `facts` are plain values about the run (seconds, notes,
    model)."""
    hashes = {"source": file_hash(request.source), "video": file_hash(video)}
    record = {"lvocal": __version__, "request": request_to_json(request), "sha256": hashes, **facts}
    path.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n")


def read_sidecar(path: Path) -> tuple[ColorizeRequest, dict[str, Any]]:
    """The request of a sidecar, and the whole record. Raises UserError for a file that is none."""
    try:
        record = json.loads(path.read_text())
        return request_from_json(record["request"]), record
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, ValueError) as problem:
        raise UserError(
            f"{path.name} is not a sidecar of this project ({problem}).",
            "Choose the .json file that lies beside a coloured film.",
        ) from problem


def file_hash(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        digest.update(file.read_bytes())
    return digest.hexdigest()
