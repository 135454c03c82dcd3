"""The suites of `evaluate` that measure clips one by one: clips, bw, davis, videvo and controls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch
from rich.table import Table
from rich.text import Text

from lvocal.cli.console import err, out
from lvocal.cli.suite_wishes import Asked, embedded_for, load_engine, methods_for, networks_for
from lvocal.evaluate.clips.control_suite import CONTROL_SUITE
from lvocal.evaluate.clips.excerpt import Excerpt
from lvocal.evaluate.clips.film_suites import BW, CLIPS, DAVIS, VIDEVO
from lvocal.evaluate.clips.footage import Footage, footage_of
from lvocal.evaluate.clips.methods import Method, Ours
from lvocal.evaluate.clips.panel import read_panel
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import COMPARE_PX, Setup, Suite, some_of
from lvocal.evaluate.clips.suite_run import run_suite
from lvocal.evaluate.reports.comparison import Run, comparison_report
from lvocal.evaluate.reports.control_report import control_report
from lvocal.evaluate.reports.report import Grid, Report, write_report
from lvocal.evaluate.reports.suite_report import film_report
from lvocal.memory import use_cores
from lvocal.model.bundle import Networks
from lvocal.settings import standard
from lvocal.values import UserError

Reports = Callable[[Suite, Sequence[Record], Setup, Networks], Report]

CLIP_SUITES: dict[str, tuple[Suite, Reports]] = {
    **{suite.name: (suite, film_report) for suite in (CLIPS, BW, DAVIS, VIDEVO)},
    CONTROL_SUITE.name: (CONTROL_SUITE, control_report),
}

FOR_CONTROLS = ("--report", "--limit", "--switch", "--jobs", "--captions", "--paint-px")
FOR_CLIPS = (
    *FOR_CONTROLS, "--compare-px", "--frames", "--film-px", "--judges", "--judge-weights", "--peer",
)  # fmt: skip
"""The options that mean something to these suites."""


def measure_clips(name: str, asked: Asked) -> bool:
    """Run a suite over a folder, write its report and print its first table; False when no clip could be
    measured."""
    suite, report_of = CLIP_SUITES[name]
    clips, setup = clips_of(suite, asked), setup_of(asked)
    methods = methods_for(asked)
    setup.panel.load()
    networks = embedded_for(asked) if suite is CONTROL_SUITE else networks_for(asked)
    runs = measured_by(suite, clips, setup, methods, networks, asked)
    if len(methods) > 1:
        report = comparison_report(suite, runs, setup, networks)
    else:
        report = report_of(suite, runs[methods[0].name].records, runs[methods[0].name].setup, networks)
    page = write_report(setup.report, report)
    show_table(report.sections[0].grids[0])
    show_report(page)
    return any(not record.fault for run in runs.values() for record in run.records)


def measured_by(
    suite: Suite, clips: Sequence[Footage], setup: Setup, methods: Sequence[Method], networks: Networks,
    asked: Asked,
) -> dict[str, Run]:  # fmt: skip
    """What every method made of the clips, by its name. UserError for more jobs than threads."""
    use_cores()
    jobs, threads = asked.jobs or 1, torch.get_num_threads()
    if jobs > threads:
        raise UserError(f"{jobs} jobs are more than the threads here.", f"Use --jobs {threads} or fewer.")
    load = partial(load_engine, asked.engine, asked.model) if jobs > 1 else lambda: networks
    runs = {}
    for method in methods:
        if len(methods) > 1:
            say(f"{suite.name}, {method.name}")
        own = replace(setup, method=method)
        runs[method.name] = Run(own, run_suite(suite, clips, own, load, jobs, say))
    return runs


def say(text: str) -> None:
    """How far it is; names of files are no markup."""
    err().print(Text(text))


def show_report(page: Path) -> None:
    """Where to look."""
    out().print(Text(f"Look at {page}"))


def clips_of(suite: Suite, asked: Asked) -> list[Footage]:
    """What a suite finds in the folder. UserError where there is none, or nothing in it."""
    if not asked.data.is_dir():
        raise UserError(f"There is no folder {asked.data}.", "Say where the clips are with --data.")
    paths = suite.find(asked.data)
    if not paths:
        raise UserError(f"There are no {suite.what} in {asked.data}.", "Say where they are with --data.")
    return some_of(footage_of(asked.data, paths, asked.captions), asked.limit)


def setup_of(asked: Asked) -> Setup:
    """UserError without a place for the report, and for what cannot be painted."""
    if asked.report is None:
        raise UserError("A report needs a place to go.", "Say where with --report.")
    settings = standard(asked.engine)
    try:
        if asked.paint_px is not None:
            settings = replace(settings, paint_px=asked.paint_px)
    except ValueError as problem:
        raise UserError(f"This cannot be painted: {problem}.", "Choose another --paint-px.") from problem
    compare_px = COMPARE_PX if asked.compare_px is None else asked.compare_px
    panel = read_panel(asked.judges, asked.judge_weights)
    excerpt = Excerpt(asked.frames, asked.film_px or 0)
    return Setup(asked.report, settings, compare_px, Ours(), asked.engine, excerpt, panel)


def show_table(grid: Grid) -> None:
    """A table of a report, on the screen."""
    table = Table(show_edge=False)
    for name in grid.head:
        table.add_column(Text(name))
    for row in grid.rows:
        table.add_row(*map(Text, row))
    out().print(table)
