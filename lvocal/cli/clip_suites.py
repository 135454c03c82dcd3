"""The suites of `evaluate` that measure clips one by one: clips, bw, davis, videvo and controls."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch
from rich.table import Table
from rich.text import Text

from lvocal.checkpoint.engines import load_networks
from lvocal.cli.console import err, out
from lvocal.evaluate.clips.code_prints import painting_print
from lvocal.evaluate.clips.control_suite import CONTROL_SUITE
from lvocal.evaluate.clips.excerpt import Excerpt
from lvocal.evaluate.clips.film_suites import BW, CLIPS, DAVIS, VIDEVO
from lvocal.evaluate.clips.footage import Footage, footage_of
from lvocal.evaluate.clips.methods import Method, Ours
from lvocal.evaluate.clips.panel import read_panel
from lvocal.evaluate.clips.peers import Peer, read_peer
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import COMPARE_PX, Setup, Suite, some_of
from lvocal.evaluate.clips.suite_run import run_suite
from lvocal.evaluate.reports.comparison import SHOWN_BESIDE, Run, comparison_report
from lvocal.evaluate.reports.control_report import control_report
from lvocal.evaluate.reports.report import Report, write_report
from lvocal.evaluate.reports.suite_report import film_report
from lvocal.evaluate.switches import SWITCHES
from lvocal.memory import choose_device, use_cores
from lvocal.model.bundle import MiniNetworks
from lvocal.settings import standard
from lvocal.values import UserError, Weights

OURS_AS_A_COMMAND = (
    f"{shlex.quote(sys.executable)} -m lvocal colorize {{film}} --prompt {{caption}} --master ffv1 "
    "-o {output}/film.mkv"
)
"""Beside peers the app is measured as they are: a process for every clip, with its start."""

Reports = Callable[[Suite, Sequence[Record], Setup, MiniNetworks], Report]

CLIP_SUITES: dict[str, tuple[Suite, Reports]] = {
    **{suite.name: (suite, film_report) for suite in (CLIPS, BW, DAVIS, VIDEVO)},
    CONTROL_SUITE.name: (CONTROL_SUITE, control_report),
}

FOR_CONTROLS = ("--report", "--limit", "--switch", "--jobs", "--captions", "--paint-px")
FOR_CLIPS = (
    *FOR_CONTROLS, "--compare-px", "--frames", "--film-px", "--judges", "--judge-weights", "--peer",
)  # fmt: skip
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
    frames: int | None = None
    film_px: int | None = None
    judges: str | None = None
    judge_weights: Path | None = None
    peer: tuple[str, ...] | None = None

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
    clips, setup = clips_of(suite, asked), setup_of(asked)
    methods = _methods(asked)
    setup.panel.load()
    networks = networks_for(asked)
    runs = measured_by(suite, clips, setup, methods, networks, asked)
    if len(methods) > 1:
        report = comparison_report(suite, runs, setup, networks)
    else:
        report = report_of(suite, runs[methods[0].name].records, runs[methods[0].name].setup, networks)
    page = write_report(setup.report, report)
    first = report.sections[0].grids[0]
    out().print(_table(first.head, first.rows))
    show_report(page)
    return any(not record.fault for run in runs.values() for record in run.records)


def measured_by(
    suite: Suite, clips: Sequence[Footage], setup: Setup, methods: Sequence[Method], networks: MiniNetworks,
    asked: Asked,
) -> dict[str, Run]:  # fmt: skip
    """What every method made of the clips, by its name. UserError for more jobs than threads."""
    use_cores()
    jobs, threads = asked.jobs or 1, torch.get_num_threads()
    if jobs > threads:
        raise UserError(f"{jobs} jobs are more than the threads here.", f"Use --jobs {threads} or fewer.")
    load = partial(embedded, asked.engine) if jobs > 1 else lambda: networks
    runs = {}
    for method in methods:
        if len(methods) > 1:
            say(f"{suite.name}, {method.name}")
        own = replace(setup, method=method)
        runs[method.name] = Run(own, run_suite(suite, clips, own, load, jobs, say))
    return runs


def networks_for(asked: Asked) -> MiniNetworks:
    """Those of the engine; UserError for an ablation that there is not."""
    if asked.switch is not None and asked.switch.upper() not in SWITCHES:
        raise UserError(
            f'There is no ablation called "{asked.switch}".', f"Choose one of: {', '.join(SWITCHES)}."
        )
    return embedded(asked.engine)


def embedded(engine: str) -> MiniNetworks:
    """The networks of an engine, on the best device; so far only the embedded ones can be measured."""
    networks = load_networks(Weights(engine))  # type: ignore[arg-type]
    if not isinstance(networks, MiniNetworks):
        raise UserError(f"The suites do not measure {engine} yet.", "Use --engine mini.")
    return networks.to(choose_device())


def _methods(asked: Asked) -> list[Method]:
    if not asked.peer:
        return [Ours(asked.switch.upper(), asked.switch.upper()) if asked.switch else Ours()]
    if asked.switch:
        raise UserError("A run with peers measures the app as it is.", "Leave --switch away.")
    peers = [read_peer(text) for text in asked.peer]
    names = [peer.name for peer in peers]
    if len(set(names)) < len(names):
        raise UserError("Two peers have one name.", "Give every --peer a name of its own.")
    if taken := {*names} & {"L-VOCAL", Ours().name, *SHOWN_BESIDE}:
        raise UserError(f'No peer can be called "{taken.pop()}".', "The report calls something else so.")
    painted = "" if asked.paint_px is None else f" --paint-px {asked.paint_px}"
    return [Peer("L-VOCAL", OURS_AS_A_COMMAND + painted, painting_print()), *peers]


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
    return Setup(asked.report, settings, compare_px, Ours(), Excerpt(asked.frames, asked.film_px or 0), panel)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(show_edge=False)
    for name in head:
        table.add_column(Text(name))
    for row in rows:
        table.add_row(*map(Text, row))
    return table
