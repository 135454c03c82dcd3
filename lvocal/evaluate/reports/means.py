"""The means of a run, with intervals: over all clips, and over those the network never learned from."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from lvocal.evaluate.clips.measures import MEASURES, Measure
from lvocal.evaluate.clips.painted_clip import SOME_FRAMES
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import Setup, Suite
from lvocal.evaluate.reports.intervals import mean_of
from lvocal.evaluate.reports.report import Grid, Section
from lvocal.values import UserError

Groups = Mapping[str, Sequence[Record]]
"""Clips by what they have in common; "" are all."""

BETTER = {"higher": "higher", "lower": "lower", "none": ""}
NOTE = (
    f"CIEDE2000, SSIM, LPIPS, FID, CLIP score, hue error, colourfulness and PSNR over grey look at up to "
    f"{SOME_FRAMES} frames of a clip, evenly spread; all others at every frame. Time holds only for runs of "
    "one job on a quiet computer, and only for clips that this run coloured with one set of settings."
)


def means_section(suite: Suite, good: Sequence[Record], setup: Setup) -> Section:
    groups = _groups(good)
    rows, notes = [], [NOTE]
    for one in MEASURES:
        row, why = _mean_row(one, suite.folder(setup), groups)
        rows += [row] if row else []
        notes += [why] if why else []
    rows.append(("time", "s/frame", "lower", *_in_groups(pace, groups), str(len(good))))
    notes += unasked(setup)
    about = tuple((one.name, one.about) for one in MEASURES if one.name in {row[0] for row in rows})
    about += (("time", "Wall clock from the film to the coloured film, read back, for every frame."),)
    return Section(
        "Means over clips",
        grids=(
            Grid(("measure", "unit", "better", *_group_heads(groups), "clips"), tuple(rows), words=(0, 1, 2)),
            Grid(("measure", "what it is"), about, " ".join(notes), words=(0, 1)),
        ),
    )


def unasked(setup: Setup) -> list[str]:
    """Which measures are away because nobody asked for their networks; nothing where none is."""
    away = [one for one in MEASURES if one.judges - set(setup.panel.names)]
    if not away:
        return []
    networks = sorted(set().union(*(one.judges for one in away)))
    names = ", ".join(one.name for one in away)
    return [f"{names} need networks that nobody asked for; add --judges {','.join(networks)}."]


def _groups(good: Sequence[Record]) -> Groups:
    """All clips and, where the network learned from some, those it never saw."""
    unseen = [record for record in good if not record.facts.get("learned")]
    return {"": good} | ({"never learned from": unseen} if 0 < len(unseen) < len(good) else {})


def _group_heads(groups: Groups) -> list[str]:
    return [f"{what}{', ' if name else ''}{name}" for name in groups for what in ("mean", "95 % interval")]


def _in_groups(of: Callable[[Sequence[Record]], tuple[str, str]], groups: Groups) -> list[str]:
    return [cell for records in groups.values() for cell in of(records)]


def _mean_row(one: Measure, folder: Path, groups: Groups) -> tuple[tuple[str, ...] | None, str]:
    """The line of a measure, None where nothing has it; and why there is none where there could be one."""
    good = groups[""]
    why = ""

    def cells(records: Sequence[Record]) -> tuple[str, str]:
        nonlocal why
        if one.distance is None:
            return interval([record.figure(one.name) for record in records])
        value, reason = set_figure(one, records, folder)
        why = why or reason
        return number(value), ""

    if one.distance is None:
        count = sum(not math.isnan(record.figure(one.name)) for record in good)
    else:
        count = sum(record.file(one.name) is not None for record in good)
    if not count:
        return None, ""
    return (one.name, one.unit, BETTER[one.better], *_in_groups(cells, groups), str(count)), why


def set_figure(one: Measure, records: Sequence[Record], folder: Path) -> tuple[float, str]:
    """A distance of sets over clips; NaN, and the reason, where there are too few."""
    files = [file for record in records if (file := record.file(one.name))]
    if not files:
        return math.nan, ""
    seen = [np.load(folder / file) for file in files]
    try:
        return one.over([(painted, truth) for painted, truth in seen]), ""
    except UserError as problem:
        return math.nan, str(problem)


def pace(good: Sequence[Record]) -> tuple[str, str]:
    """Seconds a frame, mean over clips."""
    return interval([record.facts["seconds"] / record.facts["frames"] for record in good])


def number(value: float) -> str:
    """Three or four digits that matter; nothing for what was not measured."""
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
    return f"{round(value, digits) + 0.0:.{digits}f}"  # no "-0.00"


def interval(values: Sequence[float]) -> tuple[str, str]:
    """Mean, and its interval."""
    mean = mean_of(values)
    ends = "" if math.isnan(mean.low) else f"{number(mean.low)} to {number(mean.high)}"
    return number(mean.value), ends
