"""Where finished work goes: never over something that exists, and whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from lvocal.media.masters import KINDS, SUFFIX
from lvocal.sample.delivering import file_name
from lvocal.values import ColorizeResult, Delivered, UserError

PART = "-part"
"""Added to the name of a film that was stopped."""

COLORS = ".colors"
"""Ending of the painted colours that lie beside a film."""


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
    check_output(path, SUFFIX[master], force, KINDS[master or "h264"].title)
    check_output(sidecar_of(path), ".json", force, "The sidecar")


def check_delivery(folder: Path, stem: str, kinds: Sequence[str], force: bool) -> None:
    """The same for every file of a delivery; the folder may be made."""
    if not folder.absolute().parent.is_dir() or (folder.exists() and not folder.is_dir()):
        raise UserError(f"{folder} cannot be made a folder.", "Choose another place after -o.")
    if not folder.exists():
        return
    for kind in kinds:
        path = folder / file_name(stem, kind)
        check_output(path, path.suffix, force, kind)


def sidecar_of(film: Path) -> Path:
    """Where the JSON of a film lies."""
    return film.with_suffix(".json")


def deliver(result: ColorizeResult, path: Path, keep_colors: bool = False) -> tuple[Path, Path]:
    """Move film, sidecar and, if wanted, the painted colours to where they were wanted; an unfinished film
    says so by its name."""
    if not result.complete:
        path = free_name(path.with_stem(path.stem + PART))
    shutil.move(result.video, path)
    shutil.move(result.sidecar, sidecar_of(path))
    if keep_colors and result.colors:
        shutil.move(result.colors, path.with_suffix(COLORS))
    return path, sidecar_of(path)


def hand_over(delivered: Sequence[Delivered], folder: Path) -> list[Path]:
    """Move every file of a delivery, with its sidecar, into a folder."""
    folder.mkdir(exist_ok=True)
    there = []
    for item in delivered:
        for path in filter(None, (item.path, item.sidecar)):
            shutil.move(path, folder / path.name)
        there.append(folder / item.path.name)
    return there


def free_name(path: Path) -> Path:
    """This name, or the first numbered one that is free."""
    names = (path if n == 1 else path.with_stem(f"{path.stem}-{n}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists() and not sidecar_of(name).exists())
