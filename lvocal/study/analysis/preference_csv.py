"""Shares and strengths with their intervals, for other programs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from lvocal.study.analysis.analyzing import Analysis, Answered
from lvocal.study.analysis.preferences import Interval

COLUMNS = (
    "question", "condition", "label", "shown", "chosen", "ties", "percent", "wilson_low", "wilson_high",
    "participants_low", "participants_high", "strength", "strength_low", "strength_high",
)  # fmt: skip
"""Shares and their intervals are per cent, strengths logarithms; what is not known is empty."""


def write_preferences(path: Path, analysis: Analysis) -> None:
    """A line of heads, then one for every condition of every question; figures are not rounded."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(COLUMNS)
        for answered in analysis.answered:
            sheet.writerows(_rows(analysis, answered))


def _rows(analysis: Analysis, answered: Answered) -> Iterator[list[object]]:
    labels = {condition.id: condition.label for condition in analysis.study.conditions}
    strengths = {strength.condition: strength for strength in answered.strengths}
    for share, people in zip(answered.shares, answered.people, strict=True):
        strength = strengths.get(share.condition)
        yield [
            answered.question.id, share.condition, labels[share.condition],
            share.shown, share.chosen, share.ties,
            100 * share.value if share.shown else None, *_ends(share.interval if share.shown else None, 100),
            *_ends(people, 100), strength.value if strength else None,
            *_ends(strength.interval if strength else None, 1),
        ]  # fmt: skip


def _ends(interval: Interval | None, times: float) -> tuple[float | None, float | None]:
    return (times * interval.low, times * interval.high) if interval else (None, None)
