"""`bench --sweep`."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table

from lvocal.cli.console import err, out
from lvocal.cli.flags import Flags
from lvocal.cli.measuring import load_as_engine
from lvocal.cli.wishes import settings_of
from lvocal.evaluate.speed.sweep import Sweep, sweep
from lvocal.values import UserError


def run_sweep(what: str | None, most: int | None, flags: Flags, others: Mapping[str, object]) -> None:
    """Measure and print one sweep. UserError without one, and for `others`, options of a single film."""
    if what is None:
        raise UserError("Only a sweep has a use for --most.", "Add --sweep frames, size or steps.")
    if given := [name for name, value in others.items() if value is not None]:
        raise UserError(f"A sweep has no use for {' and '.join(given)}.", "Bound it with --most.")
    if flags.engine != "mini":
        raise UserError(f"No sweep measures {flags.engine} yet.", "Use --engine mini.")
    out().print(sweep_table(sweep(what, load_as_engine, settings_of(flags), most, say=err().print)))


def sweep_table(found: Sweep) -> Table:
    """One line a film, and how fast both figures grow."""
    per = "pixels" if found.what == "size" else found.what
    table = Table(
        title=f"seconds grow as {per} to the power {found.seconds_exponent:.2f}, peak memory to the power "
        f"{found.memory_exponent:.2f}",
        title_justify="left",
        show_edge=False,
    )  # fmt: skip
    for name in ("frames", "size", "steps", "file to file", "per frame", "peak memory"):
        table.add_column(name, justify="right")
    for point in found.points:
        table.add_row(
            str(point.frames), f"{point.height}x{point.width}", str(point.steps), f"{point.seconds:.1f} s",
            f"{1000 * point.seconds / point.frames:.0f} ms", f"{point.peak_gb:.2f} GB",
        )  # fmt: skip
    return table
