"""What the suite `controls` found, as a report."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lvocal.evaluate.clips.asked_controls import CONTROLS, EXCITED, SAD
from lvocal.evaluate.clips.control_suite import AMOUNTS, FIGURES, FRAMES, SHEET, control_figure, dial_figure
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import Setup, Suite
from lvocal.evaluate.reports.means import interval, number
from lvocal.evaluate.reports.plots import draw_dial
from lvocal.evaluate.reports.report import Grid, Report, Section, Shown
from lvocal.evaluate.reports.suite_report import head_lines, left_out
from lvocal.model.bundle import Networks

ABOUT = (
    f"Up to {FRAMES} frames from the middle of every clip's longest shot, painted without words and sound, "
    "and once more with each control alone. Change is the mean dE76 between the two; saturation is mean "
    "chroma, and warmth mean b* + a*/2, each with the control less without it."
)
NOTE = (
    "Held: the share of clips on which what is expected of the control came true. A caption may do anything. "
    "Clips without one are left out of its line, and black-and-white films of that of the true frame."
)


def control_report(suite: Suite, records: Sequence[Record], setup: Setup, networks: Networks) -> Report:
    """What each control changes, and the emotion dial."""
    good = [record for record in records if not record.fault]
    sections = [_changes(good)]
    if good:
        sections.append(_dial(suite, good, setup))
    sections += [*left_out(records), Section("All clips"), *(_clip(suite, record) for record in good)]
    return Report(suite.title, head_lines(suite, records, setup, networks), tuple(sections))


def _changes(good: Sequence[Record]) -> Section:
    rows = []
    for control in CONTROLS:
        values = {name: [record.figure(control_figure(control, name)) for record in good] for name in FIGURES}
        cells = [" ".join(filter(None, _cell(values[name]))) for name in FIGURES[:3]]
        held = [value for value in values["held"] if not math.isnan(value)]
        share = f"{np.mean(held):.0%} of {len(held)}" if held else ""
        count = sum(not math.isnan(value) for value in values["change"])
        rows.append((control.kind, control.name, *cells, control.expected, share, str(count)))
    head = ("control", "what", "change, ΔE", "saturation", "warmth", "expected", "held", "clips")
    return Section("What each control changes", (ABOUT,), (Grid(head, tuple(rows), NOTE, words=(0, 1, 5)),))


def _cell(values: Sequence[float]) -> tuple[str, str]:
    mean, ends = interval(values)
    return mean, f"({ends})" if ends else ""


def _dial(suite: Suite, good: Sequence[Record], setup: Setup) -> Section:
    """L-VOCAL Fig. 10."""
    chroma, a, b = (
        np.array([[record.figure(dial_figure(amount, name)) for amount in AMOUNTS] for record in good])
        for name in ("saturation", "a", "b")
    )
    middle = math.degrees(math.atan2(b.mean(), a.mean()))
    hues, together = hues_near(middle, a, b), hues_near(middle, a.mean(axis=0), b.mean(axis=0))
    path = suite.folder(setup) / "dial.svg"
    panels = {"saturation (chroma)": (chroma, chroma.mean(axis=0)), "hue (°)": (hues, together)}
    draw_dial(path, AMOUNTS, panels, (SAD, EXCITED))
    rising = float(np.mean((np.diff(chroma, axis=1) > 0).all(axis=1)))
    rows = tuple(
        (f"{amount:g}", number(chroma[:, at].mean()), f"{together[at]:.1f}")
        for at, amount in enumerate(AMOUNTS)
    )
    lines = (
        f"The emotion dial from {SAD} to {EXCITED}, as in Fig. 10 of L-VOCAL; no words and no other sound. "
        f"Saturation rises at every step on {rising:.0%} of {len(good)} clips. Hue is the angle of the mean "
        "a*b*, of a clip or of all: 35 is red, 95 yellow, 140 green, 275 blue.",
    )
    grid = Grid(("amount", "saturation", "hue, °"), rows)
    shown = Shown(
        f"{suite.name}/{path.name}", "Saturation and hue against the amount: every clip, and all together"
    )
    return Section("From sadness to excitement", lines, (grid,), (shown,))


def hues_near(middle_deg: float, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Hue angles in degrees, all within half a turn of the middle, so that no line jumps a whole turn."""
    return (np.degrees(np.arctan2(b, a)) - middle_deg + 180) % 360 - 180 + middle_deg


def _clip(suite: Suite, record: Record) -> Section:
    facts, file = record.facts, record.file(SHEET)
    last = facts["first"] + facts["frames"] - 1
    caption = f"Caption: {facts['caption']}" if facts["caption"] else "No caption."
    shown = (Shown(f"{suite.name}/{file}", f"{record.name}: controls"),) if file else ()
    lines = (f"Frame {last}; frames {facts['first']} to {last} were painted.", caption)
    return Section(record.name, lines, pictures=shown, level=3)
