"""Which clips a suite measures, and what is said of each: films, or folders of numbered pictures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from lvocal.media.picture_film import film_from_pictures, pictures_in
from lvocal.values import Hint, UserError

FILMS = (".mp4", ".mov", ".mkv", ".webm", ".avi")

PICTURES_FPS = Fraction(24)
"""Rate of a folder of pictures, which states none; DAVIS was filmed at 24."""

DAVIS = ("JPEGImages/480p", "JPEGImages/Full-Resolution", "JPEGImages")
"""Where DAVIS keeps its frames; beside them lie masks, which are pictures as well."""

CAPTIONS = ("captions.json", "words.json")
"""Files beside the clips that say what is in them."""

PIN = Hint(0, 0.5, 0.5, "red", 0.04)


@dataclass(frozen=True)
class Footage:
    """One clip to be measured."""

    name: str
    """Below the folder of all clips, or below where DAVIS keeps its frames; with slashes."""
    path: Path
    """A film, or a folder of pictures."""
    caption: str = ""
    pin: Hint = PIN
    """The colour that the sheet of looks pins."""
    is_learned: bool = False
    """The embedded network learned from this clip, so that it says little about others."""

    def film(self, folder: Path) -> Path:
        """The film itself; of pictures, one written into `folder` without loss."""
        if self.path.is_file():
            return self.path
        return film_from_pictures(
            pictures_in(self.path), folder / f"{self.path.name or 'clip'}.mkv", PICTURES_FPS
        )


def find_films(folder: Path) -> list[Path]:
    """All films of a folder and the folders in it."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in FILMS and path.is_file())


def find_pictures(folder: Path) -> list[Path]:
    """All folders of pictures below a folder, or where DAVIS keeps them."""
    return sorted(path for path in _base(folder).rglob("*") if path.is_dir() and pictures_in(path))


def find_either(folder: Path) -> list[Path]:
    """Films and folders of pictures."""
    return sorted([*find_films(folder), *find_pictures(folder)])


def footage_of(folder: Path, paths: Sequence[Path], captions: Path | None = None) -> list[Footage]:
    """What is said of each clip stands in `captions`, or in captions.json or words.json of the folder:
    {"film.mp4": "a caption"} or {"film.mp4": {"words": "...", "pin": [x, y, "colour"], "learned": true}},
    by the clip's name with or without its folders and its ending. UserError for a file that is none."""
    beside = [folder / name for name in CAPTIONS]
    told = _read_captions(captions or next((path for path in beside if path.is_file()), None))
    base = _base(folder)
    return [
        _footage(path.relative_to(base if path.is_relative_to(base) else folder), path, told)
        for path in paths
    ]


def _base(folder: Path) -> Path:
    """Where folders of pictures lie."""
    return next((folder / place for place in DAVIS if (folder / place).is_dir()), folder)


def _footage(name: Path, path: Path, told: dict[str, Any]) -> Footage:
    names = (name.as_posix(), name.name, name.stem)
    said: Any = next((told[known] for known in names if known in told), {})
    said = {"words": said} if isinstance(said, str) else said
    try:
        x, y, color = said.get("pin", (PIN.x, PIN.y, PIN.color))
        pin = Hint(PIN.frame, float(x), float(y), str(color), PIN.radius)
    except (TypeError, ValueError) as problem:
        raise UserError(
            f"The pin of {name.as_posix()} is none: {problem}.", 'Write it as "pin": [0.5, 0.4, "red"].'
        ) from problem
    return Footage(name.as_posix(), path, said.get("words", ""), pin, bool(said.get("learned")))


def _read_captions(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        told = json.loads(path.read_text())
        if not isinstance(told, dict) or not all(isinstance(said, str | dict) for said in told.values()):
            raise ValueError("it names no clips with a caption each")
    except (OSError, ValueError) as problem:
        raise UserError(f"{path} cannot be read: {problem}.", "Mend it, or take it away.") from problem
    return told
