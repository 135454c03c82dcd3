"""Takes as one ZIP to carry away: films, stills, sidecars, and an index for people and for programs.

Films are packed as they are (they get no smaller) and stream from disk to disk, so size costs no memory.
"""

from __future__ import annotations

import csv
import io
import json
import re
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lvocal.sample.sidecar import request_to_json
from lvocal.ui.takes import Take
from lvocal.values import UserError

PLAIN = (".json", ".csv")
"""Files that packing makes smaller."""

COLUMNS = (
    "number", "name", "kind", "starred", "film", "source", "made", "seed", "steps", "model", "fingerprint",
    "seconds", "complete", "notes", "still", "sidecar",
)  # fmt: skip
"""Of index.csv; index.json has the whole request and form besides."""


def pack(takes: Sequence[Take], folder: Path) -> Path:
    """Write the ZIP into a folder and give its path. UserError when there is nothing to pack."""
    if not takes:
        raise UserError("There is no take to export.", "Colorize the film, or give a take a star.")
    for old in folder.glob("takes-*.zip"):
        old.unlink(missing_ok=True)
    path = folder / f"takes-{secrets.token_hex(4)}.zip"
    part = path.with_suffix(".part")
    with ZipFile(part, "w", ZIP_STORED, allowZip64=True) as archive:
        rows = []
        for take, home in zip(takes, _homes(takes), strict=True):
            for file in take.files:
                archive.write(file, f"{home}/{file.name}", ZIP_DEFLATED if file.suffix in PLAIN else None)
            rows.append(_row(take, home))
        archive.writestr("index.csv", _csv(rows), ZIP_DEFLATED)
        archive.writestr("index.json", _json(takes, rows), ZIP_DEFLATED)
    part.replace(path)
    return path


def _homes(takes: Sequence[Take]) -> Iterator[str]:
    """A folder for each: "03 Take 3"; never the same twice."""
    seen: set[str] = set()
    for take in takes:
        plain = re.sub(r"[^\w. -]", "_", take.name).strip(". ")
        name = f"{take.number:02d} {plain or 'take'}"
        home = next(home for home in (name, *(f"{name} {n}" for n in range(2, 10_000))) if home not in seen)
        seen.add(home)
        yield home


def _row(take: Take, home: str) -> dict[str, Any]:
    return {
        "number": take.number,
        "name": take.name,
        "kind": kind_of(take),
        "starred": take.starred,
        "film": f"{home}/{take.video.name}",
        "source": take.source.name,
        "made": datetime.fromtimestamp(take.made, UTC).isoformat(timespec="seconds"),
        "seed": take.request.settings.seed,
        "steps": take.request.settings.steps,
        "model": take.model.get("name", ""),
        "fingerprint": take.model.get("fingerprint", ""),
        "seconds": round(sum(take.seconds.values()), 2),
        "complete": take.complete,
        "notes": " ".join(take.notes),
        "still": f"{home}/{take.thumb.name}",
        "sidecar": f"{home}/{take.sidecar.name}",
    }


def kind_of(take: Take) -> str:
    """ "draft", "film" or "master"."""
    return "draft" if take.is_draft else "master" if take.is_master else "film"


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def _json(takes: Sequence[Take], rows: Sequence[dict[str, Any]]) -> str:
    whole = [
        {**row, "seconds": take.seconds, "notes": list(take.notes), "request": request_to_json(take.request),
         "form": take.form}
        for take, row in zip(takes, rows, strict=True)
    ]  # fmt: skip
    return json.dumps({"version": 1, "takes": whole}, indent=2, ensure_ascii=False, default=str) + "\n"
