"""Methods by questions, in per cent: the figures of the paper's Table 3 (L-VOCAL, user study)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lvocal.study.analysis.analyzing import Analysis, Answered

NOT_SHOWN = "–"


@dataclass(frozen=True)
class PreferenceRow:
    """One method."""

    condition: str
    label: str
    percents: tuple[float | None, ...]
    """By question; None where it was not among the conditions, or no vote counts."""


@dataclass(frozen=True)
class PreferenceTable:
    """Rows as the manifest orders the conditions; those that no question holds up are left out."""

    questions: tuple[str, ...]
    rows: tuple[PreferenceRow, ...]


def preference_table(analysis: Analysis) -> PreferenceTable:
    """All questions of the study side by side."""
    columns = [_percents(answered) for answered in analysis.answered]
    rows = tuple(
        PreferenceRow(one.id, one.label, tuple(column.get(one.id) for column in columns))
        for one in analysis.study.conditions
        if any(one.id in column for column in columns)
    )
    return PreferenceTable(tuple(answered.question.id for answered in analysis.answered), rows)


def table_markdown(table: PreferenceTable) -> str:
    """As Markdown, one decimal, the highest of every question in bold."""
    shown = [[_digits(percent) for percent in row.percents] for row in table.rows]
    highest = [_highest(column) for column in zip(*(row.percents for row in table.rows), strict=True)]
    best = [_digits(percent) for percent in highest]
    lines = [
        [row.label, *(f"**{cell}**" if cell == top and top != NOT_SHOWN else cell for cell, top in pairs)]
        for row, cells in zip(table.rows, shown, strict=True)
        for pairs in [list(zip(cells, best, strict=True))]
    ]
    return grid(["method", *table.questions], lines, words=1)


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]], words: int) -> str:
    """A Markdown table; the first `words` columns are set to the left, figures to the right."""
    rule = [":--" if place < words else "--:" for place in range(len(heads))]
    return "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in [heads, rule, *rows])


def _percents(answered: Answered) -> dict[str, float | None]:
    return {share.condition: 100 * share.value if share.shown else None for share in answered.shares}


def _highest(column: Sequence[float | None]) -> float | None:
    return max((percent for percent in column if percent is not None), default=None)


def _digits(percent: float | None) -> str:
    return NOT_SHOWN if percent is None else f"{percent:.1f} %"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
