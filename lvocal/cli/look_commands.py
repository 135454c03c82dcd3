"""`looks`, `sheet` and `look-sheet`."""

from __future__ import annotations

import shutil
from pathlib import Path

from rich.table import Table

from lvocal.cli.console import err, out
from lvocal.cli.delivery import check_output
from lvocal.cli.flags import Flags
from lvocal.cli.rendering import SESSION, engine_near, follow_sheet
from lvocal.cli.wishes import check_frames, existing, machine_of, request_of
from lvocal.color.grade_files import LABEL, fit_cdl, fit_note, write_cdl, write_cube
from lvocal.color.looks import find_look, looks
from lvocal.color.trim import global_part
from lvocal.sample.contact_sheet import SheetOrder
from lvocal.sample.look_sheet import write_look_sheet
from lvocal.settings import ColorizeSettings
from lvocal.values import UserError

STANDARD_NINE = (
    "natural", "technicolor-1939", "two-strip-1926", "kodachrome-1955", "eastmancolor-faded",
    "bleach-bypass", "teal-orange", "day-for-night", "sepia-memory",
)  # fmt: skip
"""Shown when nobody says which."""


def list_looks() -> None:
    """Print every look with its sentence."""
    table = Table("look", "title", "", show_edge=False)
    for look in looks().values():
        table.add_row(look.name, look.title, look.sentence)
    out().print(table)


def write_grade(name: str, table: Path | None, side: int, cdl: Path | None, force: bool) -> None:
    """The global part of a look as .cube and CDL."""
    look = find_look(name)
    if table is None and cdl is None:
        raise UserError("Nothing is asked of this look.", "Add --cube look.cube or --cdl look.cdl.")
    trim = global_part(look.trim, look.settings(ColorizeSettings()).saturation)
    if table is not None:
        check_output(table, ".cube", force, "A table")
    if cdl is not None:
        check_output(cdl, ".cc" if cdl.suffix.lower() == ".cc" else ".cdl", force, "A CDL")
    err().print(LABEL)
    if table is not None:
        write_cube(table, look.title, trim, side)
        out().print(str(table))
    if cdl is not None:
        fitted = fit_cdl(trim)
        write_cdl(cdl, look.title, fitted)
        err().print(fit_note(fitted))
        out().print(str(cdl))


def sheet(
    film: Path, output: Path, names: str, frames: list[int], seconds: float | None, flags: Flags, force: bool
) -> None:
    """Draw a contact sheet of a film in several looks."""
    moving = output.suffix.lower() == ".mp4"
    check_output(output, ".mp4" if moving else ".png", force, "A contact sheet")
    if seconds is not None and not moving:
        raise UserError("A contact sheet of stills has no seconds.", "Write it to a file ending in .mp4.")
    chosen = [find_look(name) for name in (names.split(",") if names else STANDARD_NINE)]
    order = SheetOrder(tuple(chosen), tuple(frames) or (0,), (seconds or 3.0) if moving else None)
    request = request_of(film, flags)
    check_frames(existing(film), frames)
    with engine_near(output.absolute().parent, machine_of(flags)) as engine:
        made = follow_sheet(engine.sheet(request, order, SESSION))
        shutil.move(made.path, output)
    out().print(str(output))


def look_sheet(sidecar: Path, output: Path, film: Path | None, frame: int | None, force: bool) -> None:
    """Write one page about a take."""
    check_output(output, ".png" if output.suffix.lower() == ".png" else ".pdf", force, "A look sheet")
    write_look_sheet(existing(sidecar), output, film and existing(film), frame)
    out().print(str(output))
