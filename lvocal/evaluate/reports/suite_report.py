"""What a suite found, as a report: means with intervals, every clip, the worst ones, all pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lvocal import __version__
from lvocal.evaluate.bars.table import Table
from lvocal.evaluate.clips.film_suites import FRAMES, LOOKS
from lvocal.evaluate.clips.measures import MEASURES, Measure
from lvocal.evaluate.clips.painted_clip import SOME_FRAMES
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import Setup, Suite
from lvocal.evaluate.reports.intervals import METHOD, mean_of
from lvocal.evaluate.reports.plots import draw_spread
from lvocal.evaluate.reports.report import Grid, Report, Section, Shown
from lvocal.model.bundle import MiniNetworks

WORST = 10
MAIN = ("CIEDE2000", "CDC")
"""By the first of these that was measured clips are called good or bad."""

ABOUT_PICTURES = (
    "Of every clip: frames made grey, coloured with the clip's own sound and its caption, and as they are in "
    "truth; then, in the suites clips and bw, the middle of its longest shot in seven looks, without the "
    "clip's own sound."
)
BETTER = {"higher": "higher", "lower": "lower", "none": ""}
VERDICTS = {True: "yes", False: "no", None: ""}
"""Whether a bar was reached."""


def film_report(suite: Suite, records: Sequence[Record], setup: Setup, networks: MiniNetworks) -> Report:
    """Of clips, bw, davis or videvo."""
    good = [record for record in records if not record.fault]
    measured = [one for one in MEASURES if any(not math.isnan(record.figure(one.name)) for record in good)]
    sections = [_means(good, measured)]
    if measured:
        sections += [_spread(suite, good, measured, setup), _every_clip(good, measured)]
        sections += _worst(suite, good, measured)
    sections += left_out(records)
    sections.append(Section("All clips", (ABOUT_PICTURES,)))
    sections += [_clip(suite, record) for record in good]
    size = (
        f"{setup.compare_px} px on the shorter side at most" if setup.compare_px else "the size of the clip"
    )
    lines = (*head_lines(suite, records, setup, networks), f"Pictures are compared at {size}.")
    return Report(suite.title, lines, tuple(sections))


def head_lines(
    suite: Suite, records: Sequence[Record], setup: Setup, networks: MiniNetworks
) -> tuple[str, ...]:
    """With what this was measured, so that anybody can do it again."""
    good, settings = [record for record in records if not record.fault], setup.settings
    switched = f", ablation {setup.switch}" if setup.switch else ""
    return (
        f"Suite {suite.name}: {len(good)} of {len(records)} clips measured.",
        f"L-VOCAL {__version__}, {networks.name}, weights {networks.fingerprint[:16]}{switched}; "
        f"steps {settings.steps}, seed {settings.seed}, painted at {settings.paint_px} px.",
        METHOD,
    )


def left_out(records: Sequence[Record]) -> list[Section]:
    """Clips that could not be measured, with the reason; nothing where all were."""
    rows = tuple((record.name, record.fault) for record in records if record.fault)
    return [Section("Left out", grids=(Grid(("clip", "why"), rows, words=(0, 1)),))] if rows else []


def table_report(table: Table) -> Report:
    """Of quick: every figure beside its bar."""
    rows = tuple((row.what, row.measured, row.bar, VERDICTS[row.passed]) for row in table.rows)
    grid = Grid(("what", "measured", "bar", "reached"), rows, words=(0, 1, 2, 3))
    lines = (f"L-VOCAL {__version__}.",)
    return Report(table.title, lines, (Section("Figures and their bars", grids=(grid,)),))


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


def _means(good: Sequence[Record], measured: Sequence[Measure]) -> Section:
    rows = []
    for one in measured:
        values = [record.figure(one.name) for record in good]
        count = sum(not math.isnan(value) for value in values)
        mean, ends = interval(values)
        rows.append((one.name, one.unit, BETTER[one.better], mean, ends, str(count)))
    rows.append(("time", "s/frame", "lower", *_pace(good), str(len(good))))
    head = ("measure", "unit", "better", "mean", "95 % interval", "clips")
    note = (
        f"CIEDE2000, SSIM, hue error, colourfulness and PSNR over grey look at up to {SOME_FRAMES} frames of "
        "a clip, evenly spread; all others at every frame. Time holds only for runs of one job on a quiet "
        "computer, and only for clips that this run coloured with one set of settings."
    )
    about = tuple((one.name, one.about) for one in measured)
    about += (("time", "Wall clock from the film to the coloured film, read back, for every frame."),)
    return Section(
        "Means over clips",
        grids=(
            Grid(head, tuple(rows), words=(0, 1, 2)),
            Grid(("measure", "what it is"), about, note, words=(0, 1)),
        ),
    )


def _pace(good: Sequence[Record]) -> tuple[str, str]:
    return interval([record.facts["seconds"] / record.facts["frames"] for record in good])


def _spread(suite: Suite, good: Sequence[Record], measured: Sequence[Measure], setup: Setup) -> Section:
    figures = {one.heading: [record.figure(one.name) for record in good] for one in measured}
    path = suite.folder(setup) / "spread.svg"
    draw_spread(path, figures)
    about = "Every clip as a dot; the mean of each measure and its interval"
    return Section("Spread", (f"{about}.",), pictures=(Shown(f"{suite.name}/{path.name}", about),))


def _every_clip(good: Sequence[Record], measured: Sequence[Measure]) -> Section:
    rows = tuple(
        (record.name, str(record.facts["frames"]), *(number(record.figure(one.name)) for one in measured))
        for record in good
    )
    head = ("clip", "frames", *(one.heading for one in measured))
    return Section("Every clip", grids=(Grid(head, rows),))


def _worst(suite: Suite, good: Sequence[Record], measured: Sequence[Measure]) -> list[Section]:
    """By the main measure."""
    main = next((one for name in MAIN for one in measured if one.name == name), None)
    if main is None:
        return []
    known = [record for record in good if not math.isnan(record.figure(main.name))]
    ordered = sorted(known, key=lambda record: record.figure(main.name), reverse=main.better == "lower")
    title = f"The worst {min(WORST, len(known))} of {len(known)} by {main.name}"
    sections = [Section(title)]
    for record in ordered[:WORST]:
        figure = f"{main.name} {number(record.figure(main.name))} {main.unit}"
        pictures = _pictures(suite, record, FRAMES)
        sections.append(Section(record.name, (figure,), pictures=pictures, level=3))
    return sections


def _clip(suite: Suite, record: Record) -> Section:
    facts = record.facts
    size = f"{facts['width']}x{facts['height']}, {facts['frames']} frames, {facts['fps']:.4g} fps"
    sound = "with sound" if facts["sound"] else "without sound"
    caption = f"Caption: {facts['caption']}" if facts["caption"] else "No caption."
    pictures = _pictures(suite, record, FRAMES, LOOKS)
    return Section(record.name, (f"{size}, {sound}.", caption, *facts["notes"]), pictures=pictures, level=3)


def _pictures(suite: Suite, record: Record, *kinds: str) -> tuple[Shown, ...]:
    found = [(kind, record.picture(kind)) for kind in kinds]
    return tuple(Shown(f"{suite.name}/{file}", f"{record.name}: {kind}") for kind, file in found if file)
