"""What a suite found, as a report: means with intervals, every clip, the worst ones, all pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lvocal import __version__
from lvocal.evaluate.bars.table import Table
from lvocal.evaluate.clips.film_suites import FRAMES, LOOKS
from lvocal.evaluate.clips.measures import MEASURES, Measure
from lvocal.evaluate.clips.methods import Ours
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import Setup, Suite
from lvocal.evaluate.reports.intervals import METHOD
from lvocal.evaluate.reports.means import means_section, number
from lvocal.evaluate.reports.plots import draw_spread
from lvocal.evaluate.reports.report import Grid, Report, Section, Shown
from lvocal.model.bundle import Networks

WORST = 10
MAIN = ("CIEDE2000", "CDC")
"""By the first of these that was measured clips are called good or bad."""

ABOUT_PICTURES = (
    "Of every clip: frames made grey, coloured with the clip's own sound and its caption, and as they are in "
    "truth; then, in the suites clips and bw, the middle of its longest shot in seven looks, without the "
    "clip's own sound."
)
VERDICTS = {True: "yes", False: "no", None: ""}
"""Whether a bar was reached."""


def film_report(suite: Suite, records: Sequence[Record], setup: Setup, networks: Networks) -> Report:
    """Of clips, bw, davis or videvo."""
    good = [record for record in records if not record.fault]
    by_clip = measured_on(good)
    sections = [means_section(suite, good, setup)]
    if by_clip:
        sections += [_spread(suite, good, by_clip, setup), _every_clip(good, by_clip)]
        sections += _worst(suite, good, by_clip, setup)
    sections += left_out(records)
    sections.append(Section("All clips", (ABOUT_PICTURES,)))
    sections += [_clip(suite, record, setup) for record in good]
    lines = (*head_lines(suite, records, setup, networks), compared_line(setup))
    return Report(suite.title, lines, tuple(sections))


def measured_on(good: Sequence[Record]) -> list[Measure]:
    """The measures of which some clip has a figure."""
    return [one for one in MEASURES if any(not math.isnan(record.figure(one.name)) for record in good)]


def compared_line(setup: Setup) -> str:
    """At which size, and which piece of every clip."""
    size = (
        f"{setup.compare_px} px on the shorter side at most" if setup.compare_px else "the size of the clip"
    )
    frames, px = setup.excerpt.frames, setup.excerpt.px
    piece = f" Of every clip {frames} frames from the middle of its longest shot are used." if frames else ""
    small = f" Clips are made smaller first, to {px} px on the shorter side at most." if px else ""
    return f"Pictures are compared at {size}.{piece}{small}"


def head_lines(suite: Suite, records: Sequence[Record], setup: Setup, networks: Networks) -> tuple[str, ...]:
    """With what this was measured, so that anybody can do it again."""
    good, settings = [record for record in records if not record.fault], setup.settings
    ours = "" if setup.method.name == Ours().name else f", ablation {setup.method.name}"
    learned = sum(bool(record.facts.get("learned")) for record in good)
    return (
        f"Suite {suite.name}: {len(good)} of {len(records)} clips measured.",
        f"L-VOCAL {__version__}, {networks.name}, weights {networks.fingerprint[:16]}{ours}; "
        f"steps {settings.steps}, seed {settings.seed}, painted at {settings.paint_px} px.",
        METHOD,
        *(
            [f"The network learned from {learned} of these clips; the others it never saw."]
            if learned
            else []
        ),
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


def _spread(suite: Suite, good: Sequence[Record], measured: Sequence[Measure], setup: Setup) -> Section:
    figures = {one.heading: [record.figure(one.name) for record in good] for one in measured}
    path = suite.folder(setup) / "spread.svg"
    draw_spread(path, figures)
    about = "Every clip as a dot; the mean of each measure and its interval"
    file = path.relative_to(setup.report).as_posix()
    return Section("Spread", (f"{about}.",), pictures=(Shown(file, about),))


def _every_clip(good: Sequence[Record], measured: Sequence[Measure]) -> Section:
    rows = tuple(
        (record.name, str(record.facts["frames"]), *(number(record.figure(one.name)) for one in measured))
        for record in good
    )
    head = ("clip", "frames", *(one.heading for one in measured))
    return Section("Every clip", grids=(Grid(head, rows),))


def _worst(suite: Suite, good: Sequence[Record], measured: Sequence[Measure], setup: Setup) -> list[Section]:
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
        pictures = shown_of(suite, record, setup, FRAMES)
        sections.append(Section(record.name, (figure,), pictures=pictures, level=3))
    return sections


def _clip(suite: Suite, record: Record, setup: Setup) -> Section:
    facts = record.facts
    size = f"{facts['width']}x{facts['height']}, {facts['frames']} frames, {facts['fps']:.4g} fps"
    sound = "with sound" if facts["sound"] else "without sound"
    learned = "; the network learned from it" if facts.get("learned") else ""
    caption = f"Caption: {facts['caption']}" if facts["caption"] else "No caption."
    pictures = shown_of(suite, record, setup, FRAMES, LOOKS)
    lines = (f"{size}, {sound}{learned}.", caption, *facts["notes"])
    return Section(record.name, lines, pictures=pictures, level=3)


def shown_of(suite: Suite, record: Record, setup: Setup, *kinds: str) -> tuple[Shown, ...]:
    """Those pictures of a clip that there are."""
    folder = suite.folder(setup).relative_to(setup.report).as_posix()
    found = [(kind, record.file(kind)) for kind in kinds]
    return tuple(Shown(f"{folder}/{file}", f"{record.name}: {kind}") for kind, file in found if file)
