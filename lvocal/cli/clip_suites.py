"""The suites of `evaluate` that measure clips one by one: clips, bw, davis, videvo and controls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch
from rich.table import Table
from rich.text import Text

from lvocal.checkpoint.engines import load_networks
from lvocal.cli.console import err, out
from lvocal.evaluate.clips.control_suite import CONTROL_SUITE
from lvocal.evaluate.clips.film_suites import BW, CLIPS, DAVIS, VIDEVO
from lvocal.evaluate.clips.footage import Footage, footage_of
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import COMPARE_PX, Setup, Suite, some_of
from lvocal.evaluate.clips.suite_run import run_suite
from lvocal.evaluate.reports.control_report import control_report
from lvocal.evaluate.reports.report import Report, write_report
from lvocal.evaluate.reports.suite_report import film_report
from lvocal.evaluate.switches import SWITCHES
from lvocal.memory import choose_device, use_cores
from lvocal.model.bundle import MiniNetworks
from lvocal.settings import standard
from lvocal.values import UserError, Weights

Reports = Callable[[Suite, Sequence[Record], Setup, MiniNetworks], Report]

CLIP_SUITES: dict[str, tuple[Suite, Reports]] = {
    **{suite.name: (suite, film_report) for suite in (CLIPS, BW, DAVIS, VIDEVO)},
    CONTROL_SUITE.name: (CONTROL_SUITE, control_report),
}

FOR_CONTROLS = ("--report", "--limit", "--switch", "--jobs", "--captions", "--paint-px")
FOR_CLIPS = (*FOR_CONTROLS, "--compare-px")
"""The options that mean something to these suites."""


@dataclass(frozen=True)
class Asked:
    """What was asked of `evaluate`; None is "not said"."""

    data: Path
    engine: str = "mini"
    limit: int | None = None
    only: str | None = None
    report: Path | None = None
    switch: str | None = None
    jobs: int | None = None
    captions: Path | None = None
    paint_px: int | None = None
    compare_px: int | None = None

    @property
    def options(self) -> dict[str, object]:
        """What only some suites have a use for, as it is written."""
        return {
            f"--{name.replace('_', '-')}": value
            for name, value in vars(self).items()
            if name not in ("data", "engine")
        }


def measure_clips(name: str, asked: Asked) -> bool:
    """Run a suite over a folder, write its report and print its first table; False when no clip could be
    measured."""
    suite, report_of = CLIP_SUITES[name]
    clips, setup = _clips(suite, asked), _setup(asked)
    use_cores()
    jobs, threads = asked.jobs or 1, torch.get_num_threads()
    if jobs > threads:
        raise UserError(f"{jobs} jobs are more than the threads here.", f"Use --jobs {threads} or fewer.")
    load = partial(embedded, asked.engine, asked.switch)
    networks = load()
    records = run_suite(suite, clips, setup, load if jobs > 1 else lambda: networks, jobs, say)
    report = report_of(suite, records, setup, networks)
    page = write_report(setup.report, report)
    first = report.sections[0].grids[0]
    out().print(_table(first.head, first.rows))
    show_report(page)
    return not all(record.fault for record in records)


def embedded(engine: str, switch: str | None) -> MiniNetworks:
    """The networks of an engine, on the best device, with one of the paper's ablations; so far only the
    embedded ones can be measured."""
    networks = load_networks(Weights(engine))  # type: ignore[arg-type]
    if not isinstance(networks, MiniNetworks):
        raise UserError(f"The suites do not measure {engine} yet.", "Use --engine mini.")
    networks = networks.to(choose_device())
    if switch is None:
        return networks
    if switch.upper() not in SWITCHES:
        raise UserError(f'There is no ablation called "{switch}".', f"Choose one of: {', '.join(SWITCHES)}.")
    return SWITCHES[switch.upper()](networks)


def say(text: str) -> None:
    """How far it is; names of files are no markup."""
    err().print(Text(text))


def show_report(page: Path) -> None:
    """Where to look."""
    out().print(Text(f"Look at {page}"))


def _clips(suite: Suite, asked: Asked) -> list[Footage]:
    if not asked.data.is_dir():
        raise UserError(f"There is no folder {asked.data}.", "Say where the clips are with --data.")
    paths = suite.find(asked.data)
    if not paths:
        raise UserError(f"There are no {suite.what} in {asked.data}.", "Say where they are with --data.")
    return some_of(footage_of(asked.data, paths, asked.captions), asked.limit)


def _setup(asked: Asked) -> Setup:
    if asked.report is None:
        raise UserError("A report needs a place to go.", "Say where with --report.")
    settings = standard(asked.engine)
    try:
        if asked.paint_px is not None:
            settings = replace(settings, paint_px=asked.paint_px)
    except ValueError as problem:
        raise UserError(f"This cannot be painted: {problem}.", "Choose another --paint-px.") from problem
    compare_px = COMPARE_PX if asked.compare_px is None else asked.compare_px
    return Setup(asked.report, settings, compare_px, asked.switch and asked.switch.upper())


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(show_edge=False)
    for name in head:
        table.add_column(Text(name))
    for row in rows:
        table.add_row(*map(Text, row))
    return table
