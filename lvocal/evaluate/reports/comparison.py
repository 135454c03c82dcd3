"""Several methods on the same clips, as a report: means, each less the first clip by clip, time, memory."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lvocal.evaluate.clips.film_suites import STILL
from lvocal.evaluate.clips.measures import MEASURES, Measure
from lvocal.evaluate.clips.records import Record, file_stem
from lvocal.evaluate.clips.suite import Setup, Suite
from lvocal.evaluate.reports.means import BETTER, interval, number, pace, set_figure
from lvocal.evaluate.reports.report import Grid, Report, Section, Shown
from lvocal.evaluate.reports.suite_report import compared_line, head_lines, left_out
from lvocal.evaluate.reports.tiles import write_tiles
from lvocal.model.bundle import Networks

ABOUT_TIME = (
    "Time is the wall clock of one process for every clip, with its start and the loading of its networks; "
    "memory that of its largest process, without what lies on a graphics card."
)
ACROSS = 7
"""Pictures in one line of a sheet."""

GIVEN, TRUTH = "as given", "truth"
SHOWN_BESIDE = (GIVEN, TRUTH)
"""Over the grey picture and the true one; no method may be called so, but one may be called grey."""

ABOUT_PAIRS = (
    "Each method less the first on the same clip, mean over clips with its 95 % interval; an interval "
    "without 0 is no accident of these clips."
)


@dataclass(frozen=True)
class Run:
    """What one method made."""

    setup: Setup
    records: Sequence[Record]

    @property
    def good(self) -> list[Record]:
        """Of the clips that could be measured."""
        return [record for record in self.records if not record.fault]


def comparison_report(suite: Suite, runs: Mapping[str, Run], setup: Setup, networks: Networks) -> Report:
    """Of clips, bw, davis or videvo with peers; the first run is the one that others are held against."""
    first = next(iter(runs.values()))
    sections = [Section("Side by side", (ABOUT_TIME,), (side_by_side(suite, runs),))]
    if len(runs) > 1:
        sections.append(Section("Clip by clip", (ABOUT_PAIRS,), (differences(runs),)))
    for name, run in runs.items():
        for section in left_out(run.records):
            sections.append(Section(f"{section.title} by {name}", grids=section.grids))
    sections.append(Section("All clips", pictures=tuple(stills(suite, runs, setup))))
    lines = (*head_lines(suite, first.records, setup, networks), compared_line(setup))
    return Report(f"{suite.title}: {', '.join(runs)}", lines, tuple(sections))


def side_by_side(suite: Suite, runs: Mapping[str, Run]) -> Grid:
    """One line a measure, one column a method."""
    lines = {
        (one.name, one.unit, BETTER[one.better]): [_mean(suite, run, one) for run in runs.values()]
        for one in MEASURES
    }
    lines["time", "s/frame", "lower"] = [pace(run.good)[0] for run in runs.values()]
    lines["memory", "GB", "lower"] = [_most_memory(run) for run in runs.values()]
    rows = [(*name, *cells) for name, cells in lines.items() if any(cells)]
    rows.append(("clips", "", "", *(str(len(run.good)) for run in runs.values())))
    return Grid(("measure", "unit", "better", *runs), tuple(rows), words=(0, 1, 2))


def differences(runs: Mapping[str, Run]) -> Grid:
    """Every other method less the first, over the clips that both measured."""
    (_, first), *others = runs.items()
    lines = {one.heading: [_difference(pairs_of(run, first, one)) for _, run in others] for one in MEASURES}
    rows = tuple((name, *cells) for name, cells in lines.items() if any(cells))
    return Grid(("measure", *(name for name, _ in others)), rows)


def pairs_of(run: Run, first: Run, measure: Measure) -> list[float]:
    """What a method has more of a measure than the first, on every clip of which both have a figure."""
    known = {record.name: record.figure(measure.name) for record in first.good}
    found = [record.figure(measure.name) - known[record.name] for record in run.good if record.name in known]
    return [value for value in found if not math.isnan(value)]


def stills(suite: Suite, runs: Mapping[str, Run], setup: Setup) -> list[Shown]:
    """The middle frame of every clip: grey, by every method, and true."""
    folder = setup.report / suite.name
    names = dict.fromkeys(record.name for run in runs.values() for record in run.good)
    found = []
    for clip in names:
        row = _row(suite, runs, clip)
        path = folder / f"{file_stem(clip)}-methods.jpg"
        lines = [dict(list(row.items())[at : at + ACROSS]) for at in range(0, len(row), ACROSS)]
        write_tiles(path, [list(line.values()) for line in lines], [list(line) for line in lines])
        found.append(Shown(path.relative_to(setup.report).as_posix(), f"{clip}: {', '.join(row)}"))
    return found


def _row(suite: Suite, runs: Mapping[str, Run], clip: str) -> dict[str, np.ndarray]:
    row: dict[str, np.ndarray] = {}
    truth: list[np.ndarray] = []
    for name, run in runs.items():
        for record in run.good:
            if record.name == clip and (file := record.file(STILL)):
                row[GIVEN], row[name], *truth = np.load(suite.folder(run.setup) / file)
    return row | dict(zip((TRUTH,), truth, strict=False))


def _mean(suite: Suite, run: Run, measure: Measure) -> str:
    if measure.distance is not None:
        return number(set_figure(measure, run.good, Path(suite.folder(run.setup)))[0])
    return interval([record.figure(measure.name) for record in run.good])[0]


def _most_memory(run: Run) -> str:
    peaks = [peak for record in run.good if (peak := record.facts["peak_gb"]) is not None]
    return number(max(peaks)) if peaks else ""


def _difference(pairs: Sequence[float]) -> str:
    mean, ends = interval(pairs)
    return f"{mean} ({ends})" if ends else mean
