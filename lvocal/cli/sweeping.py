"""`bench --sweep`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.table import Table

from lvocal.cli.clip_suites import show_report
from lvocal.cli.console import err, out
from lvocal.cli.flags import Flags
from lvocal.cli.measuring import load_as_engine
from lvocal.cli.wishes import settings_of
from lvocal.evaluate.reports.report import write_report
from lvocal.evaluate.reports.sweep_report import summary, sweep_grid, sweep_report
from lvocal.evaluate.speed.sweep import Sweep, sweep
from lvocal.values import UserError


def run_sweep(
    what: str | None, most: int | None, report: Path | None, flags: Flags, others: Mapping[str, object]
) -> None:
    """Measure and print one sweep, and write its report where there is a folder for it. UserError without a
    sweep, and for `others`, options of a single film."""
    if what is None:
        given = [name for name, value in (("--most", most), ("--report", report)) if value is not None]
        raise UserError(
            f"Only a sweep has a use for {' and '.join(given)}.", "Add --sweep frames, size or steps."
        )
    if given := [name for name, value in others.items() if value is not None]:
        raise UserError(f"A sweep has no use for {' and '.join(given)}.", "Bound it with --most.")
    if flags.engine != "mini":
        raise UserError(f"No sweep measures {flags.engine} yet.", "Use --engine mini.")
    found = sweep(what, load_as_engine, settings_of(flags), most, say=err().print)
    out().print(sweep_table(found))
    if report is not None:
        show_report(write_report(report, sweep_report(found, report)))


def sweep_table(found: Sweep) -> Table:
    """One line a film, and how fast both figures grow."""
    grid = sweep_grid(found)
    table = Table(title=summary(found), title_justify="left", show_edge=False)
    for name in grid.head:
        table.add_column(name, justify="right")
    for row in grid.rows:
        table.add_row(*row)
    return table
