"""Files of a look that the page hands out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lvocal.color.grade_files import LABEL, fit_cdl, fit_note, write_cdl, write_cube
from lvocal.color.looks import looks
from lvocal.color.trim import global_part
from lvocal.sample.look_sheet import write_look_sheet
from lvocal.ui.looks_form import chosen_look, read_trim
from lvocal.ui.takes import Take
from lvocal.ui.visits import Visit
from lvocal.values import UserError

FILES = {"cube": ".cube", "cdl": ".cdl", "cc": ".cc", "pdf": "PDF", "png": "PNG"}
"""Kinds of files and what their buttons say."""


def write_file(kind: str, visit: Visit, form: Mapping[str, Any], side: int) -> tuple[Path, str]:
    """Write one into the visit's folder -> where it lies, and a sentence about it. UserError for a page about
    a take while there is none."""
    if kind not in FILES:
        raise ValueError(f"unknown kind {kind}")
    if kind in ("pdf", "png"):
        take = shown_take(visit)
        path = visit.folder / f"{take.video.stem}-look-sheet.{kind}"
        return write_look_sheet(take.sidecar, path, take.video), f"A page about {take.name}."
    name = chosen_look(form)
    title = looks()[name].title if name else "Trim of one's own"
    path = visit.folder / f"{name or 'own-trim'}.{kind}"
    trim = global_part(read_trim(form["trim"]), float(form["saturation"]))
    if kind == "cube":
        write_cube(path, title, trim, side)
        return path, LABEL
    fitted = fit_cdl(trim)
    write_cdl(path, title, fitted)
    return path, fit_note(fitted)


def shown_take(visit: Visit) -> Take:
    """The take on side B, else the newest of the film that is open."""
    takes = visit.own_takes
    if not takes:
        raise UserError(
            "There is no take of this film yet.", "Colorize it first; a look sheet is about a take."
        )
    return next((take for take in takes if take.id == visit.b), takes[-1])
