"""`evaluate papers` as a report: every table as its paper prints it, our lines under theirs, and whether what
a paper claims of its parts holds here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lvocal.evaluate.clips.measures import MEASURES, Measure
from lvocal.evaluate.clips.suite import Setup, Suite
from lvocal.evaluate.papers.our_lines import TWINS, Twin
from lvocal.evaluate.papers.published import Published, published
from lvocal.evaluate.reports.comparison import Run, pairs_of, stills
from lvocal.evaluate.reports.intervals import mean_of
from lvocal.evaluate.reports.means import interval, number, set_figure, unasked
from lvocal.evaluate.reports.report import Grid, Report, Section
from lvocal.evaluate.reports.suite_report import compared_line, head_lines, left_out
from lvocal.model.bundle import Networks

BY_NAME = {measure.name: measure for measure in MEASURES}

ABOUT = (
    "Under every line of a paper that is our work as well stands ours, in the same columns. The figures of "
    "two sets of clips cannot be compared; that one line is better than another can."
)
ABOUT_CLAIMS = (
    "What leaving a part out changes, in the paper and here (mean over clips of the difference on each clip, "
    "with its 95 % interval): yes, where the sign is the paper's and the interval is without 0; no, where it "
    "is the other; unsure, where the interval holds 0."
)


@dataclass(frozen=True)
class Ran:
    """All methods on one folder."""

    suite: Suite
    runs: Mapping[str, Run]
    """By the method's name."""
    cannot: Mapping[str, str] = field(default_factory=dict)
    """Methods that these weights have no part for, with the reason."""


def paper_report(
    colored: Ran | None, old: Ran | None, cost: Section, setup: Setup, networks: Networks
) -> Report:
    """Of whichever films there were, and of what painting costs."""
    there = [ran for ran in (colored, old) if ran is not None]
    sections: list[Section] = []
    for twin in TWINS:
        ran = colored if twin.is_colored else old
        if ran is not None:
            sections.append(table_section(twin, ran))
    sections.append(cost)
    for ran in there:
        sections += left_out(_first(ran).records)
        pictures = tuple(stills(ran.suite, ran.runs, setup))
        sections.append(Section(f"Every way on every clip: {ran.suite.title}", pictures=pictures))
    lines = [line for ran in there for line in head_lines(ran.suite, _first(ran).records, setup, networks)]
    lines += [compared_line(setup), *unasked(setup)]
    return Report("The papers' tables, and ours", (ABOUT, *dict.fromkeys(lines)), tuple(sections))


def table_section(twin: Twin, ran: Ran) -> Section:
    """One table, and what it claims."""
    table = published()[twin.key]
    rows = [row for name in table.rows for row in _rows(name, table, twin, ran)]
    grids = [Grid(("line", "by", *table.columns), tuple(rows), words=(0, 1))]
    if claims := tuple(_claims(table, twin, ran)):
        head = ("line", "figure", "paper", "here", "holds")
        grids.append(Grid(head, claims, ABOUT_CLAIMS, words=(0, 1, 4)))
    lacking = {name: ran.cannot[one.name] for name, one in twin.lines.items() if one.name in ran.cannot}
    not_ours = [f"{name}: {why}." for name, why in {**twin.cannot, **lacking}.items()]
    return Section(_title(table, twin), (twin.differs, *not_ours), tuple(grids))


def _title(table: Published, twin: Twin) -> str:
    backbone = twin.full.split(":")[0] if ":" in twin.full else ""
    return f"{table.title}{', over ' if backbone else ''}{backbone}"


def _rows(name: str, table: Published, twin: Twin, ran: Ran) -> Iterator[tuple[str, ...]]:
    if ":" in twin.full and not name.startswith(twin.full.split(":")[0]):
        return
    yield (name, "paper", *(_printed(value) for value in table.rows[name]))
    if name in twin.lines and (method := twin.lines[name].name) in ran.runs:
        cells = [_cell(ran, ran.runs[method], BY_NAME.get(column)) for column in table.columns]
        yield ("", f"here: {method}", *cells)


def _printed(value: float) -> str:
    return "" if math.isnan(value) else f"{value:g}"


def _cell(ran: Ran, run: Run, measure: Measure | None) -> str:
    if measure is None:
        return ""
    if measure.distance is not None:
        return number(set_figure(measure, run.good, Path(ran.suite.folder(run.setup)))[0])
    return " ".join(filter(None, _with_ends([record.figure(measure.name) for record in run.good])))


def _with_ends(values: Sequence[float]) -> tuple[str, str]:
    mean, ends = interval(values)
    return mean, f"({ends})" if ends else ""


def _claims(table: Published, twin: Twin, ran: Ran) -> Iterator[tuple[str, ...]]:
    """What every line changes against the full one, where both are ours and the paper prints both."""
    full = ran.runs[twin.lines[twin.full].name]
    for name, method in twin.lines.items():
        for column in table.columns if name != twin.full and method.name in ran.runs else ():
            theirs = table.figure(name, column) - table.figure(twin.full, column)
            pairs = pairs_of(ran.runs[method.name], full, BY_NAME[column]) if column in BY_NAME else []
            if pairs and not math.isnan(theirs):
                mean = mean_of(pairs)
                here = f"{mean.value:+.3g}"
                if not math.isnan(mean.low):
                    here += f" ({mean.low:+.2g} to {mean.high:+.2g})"
                yield name, column, f"{theirs:+.4g}", here, verdict(theirs, pairs)


def verdict(theirs: float, pairs: Sequence[float]) -> str:
    """Whether differences on clips have the sign that a paper's has."""
    mean = mean_of(pairs)
    if mean.low <= 0 <= mean.high or math.isnan(mean.low):
        return "unsure"
    return "yes" if (mean.value > 0) == (theirs > 0) else "no"


def _first(ran: Ran) -> Run:
    return next(iter(ran.runs.values()))
