"""Which films there are to learn from, and what is said of them.

By default every film of a folder that has a text file of the same name beside it. A table (JSONL or CSV) may
say it instead: `path` (relative to the folder), `caption`, and if one likes `emotion`, one of Mikels' eight,
and `start` and `stop` in seconds, where a caption is of a part of a film.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lvocal.values import EMOTIONS, UserError

FILMS = {".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".mpg", ".mpeg", ".ts"}
COLUMNS = {"path", "caption", "emotion", "start", "stop"}


@dataclass(frozen=True)
class Caption:
    """What is said of a film, or of a part of it."""

    text: str
    emotion: str | None = None
    """Of EMOTIONS; None leaves it to what is heard in the music."""
    start_sec: float = 0.0
    stop_sec: float = float("inf")


@dataclass(frozen=True)
class Film:
    """A film to learn from."""

    path: Path
    captions: tuple[Caption, ...]

    def said_at(self, time_sec: float) -> Caption | None:
        """The caption of a moment."""
        return next((c for c in self.captions if c.start_sec <= time_sec < c.stop_sec), None)


def read_films(folder: Path, table: Path | None = None) -> list[Film]:
    """All films with a caption, by name. Raises UserError when there are none, or a line cannot be meant."""
    films = _from_table(folder, table) if table else _from_sidecars(folder)
    if not films:
        raise UserError(
            f"No film in {folder} has a caption.",
            "Put a .txt of the same name beside each film, or name a table with --captions.",
        )
    return films


def _from_sidecars(folder: Path) -> list[Film]:
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in FILMS]
    told = [(path, path.with_suffix(".txt")) for path in paths]
    return [
        Film(path, (Caption(" ".join(text.read_text().split())),)) for path, text in told if text.exists()
    ]


def _from_table(folder: Path, table: Path) -> list[Film]:
    found: dict[Path, list[Caption]] = {}
    for number, line in enumerate(_lines(table), start=1):
        path, caption = _read(line, folder, f"{table.name}, entry {number}")
        found.setdefault(path, []).append(caption)
    return [Film(path, tuple(captions)) for path, captions in sorted(found.items())]


def _lines(table: Path) -> list[dict[str, Any]]:
    try:
        if table.suffix == ".csv":
            with table.open(newline="") as file:
                return list(csv.DictReader(file))
        return [json.loads(line) for line in table.read_text().splitlines() if line.strip()]
    except (OSError, ValueError) as problem:
        raise UserError(
            f"The captions in {table} cannot be read ({problem}).",
            "Write one JSON object a line, or a CSV with a header.",
        ) from problem


def _read(line: dict[str, Any], folder: Path, where: str) -> tuple[Path, Caption]:
    if not isinstance(line, dict) or line.keys() - COLUMNS or not {"path", "caption"} <= line.keys():
        raise UserError(
            f"{where} has the wrong fields.",
            f"It needs path and caption, and may have {sorted(COLUMNS)[1:]}.",
        )
    path, emotion = folder / str(line["path"]), line.get("emotion") or None
    if not path.is_file():
        raise UserError(f"{where} names {path}, which is not there.", "Correct the path.")
    if emotion is not None and emotion not in EMOTIONS:
        raise UserError(f'{where} has the emotion "{emotion}".', f"Choose one of: {', '.join(EMOTIONS)}.")
    try:
        start, stop = (float(line.get(name) or end) for name, end in (("start", 0), ("stop", "inf")))
    except ValueError as problem:
        raise UserError(f"{where} has a time that is no number.", "Write seconds.") from problem
    return path, Caption(str(line["caption"]), emotion, start, stop)
