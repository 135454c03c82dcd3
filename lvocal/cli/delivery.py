"""Where finished work goes: never over something that exists, and whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from lvocal.media.masters import SUFFIX
from lvocal.values import ColorizeResult, UserError

PART = "-part"
"""Added to the name of a film that was stopped."""


def check_output(path: Path, suffix: str, force: bool, what: str) -> None:
    """UserError unless `path` ends in `suffix`, can be made, and replaces nothing that shall stay."""
    if path.suffix.lower() != suffix:
        ending = f"to a file ending in {suffix}" if suffix else "to a folder, whose name has no ending"
        raise UserError(f"{what} is written {ending}, not to {path.name}.", "Change the name after -o.")
    if not path.absolute().parent.is_dir():
        raise UserError(f"There is no folder {path.parent}.", "Make it first, or choose another.")
    if not path.exists():
        return
    if path.is_dir():
        raise UserError(
            f"{path} is a folder that exists already.", "Choose a new name; folders are never replaced."
        )
    if not force:
        raise UserError(f"{path} exists already.", "Choose another name, or add --force to replace it.")


def check_film_output(path: Path, master: str | None, force: bool) -> None:
    """The same for a film and its sidecar."""
    what = {None: "H.264", "prores": "ProRes", "ffv1": "FFV1", "png": "A PNG sequence"}[master]
    check_output(path, SUFFIX[master], force, what)
    check_output(sidecar_of(path), ".json", force, "The sidecar")


def sidecar_of(film: Path) -> Path:
    """Where the JSON of a film lies."""
    return film.with_suffix(".json")


def deliver(result: ColorizeResult, path: Path) -> tuple[Path, Path]:
    """Move film and sidecar to where they were wanted; an unfinished film says so by its name."""
    if not result.complete:
        path = free_name(path.with_stem(path.stem + PART))
    shutil.move(result.video, path)
    shutil.move(result.sidecar, sidecar_of(path))
    return path, sidecar_of(path)


def free_name(path: Path) -> Path:
    """This name, or the first numbered one that is free."""
    names = (path if n == 1 else path.with_stem(f"{path.stem}-{n}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists() and not sidecar_of(name).exists())
