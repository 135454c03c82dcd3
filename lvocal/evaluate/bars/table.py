"""The table of an evaluation: one line per figure, its bar beside it; and what every part is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from lvocal.media.shards import Picture
from lvocal.model.bundle import MiniNetworks
from lvocal.settings import ColorizeSettings

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    bar: str
    passed: bool | None
    """None where there is no bar, or nothing to measure with."""


@dataclass(frozen=True)
class Table:
    """All lines, ready to print."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Trial:
    """What is measured, and with what."""

    networks: MiniNetworks
    data: Path
    """The folder that holds images/, and perhaps audio/ and clips/."""
    pictures: Sequence[Picture]
    """Of the validation split."""
    settings: ColorizeSettings
    limit: int | None = None
    """Only so many pictures, sounds or films per line."""

    def some(self, items: Sequence[T], most: int) -> list[T]:
        """At most `most` of them, and no more than the limit, evenly spread and always the same ones."""
        count = min(len(items), most, self.limit or most)
        return [items[len(items) * k // count] for k in range(count)]


Part = Callable[[Trial], list[Row]]
"""One question; the first line of its docstring says which."""


def at_most(what: str, value: float, bar: float, form: str = "{:.1f}", more: str = "") -> Row:
    """A figure that must not be larger than its bar; NaN is nothing to measure. `more` follows the figure."""
    return _row(what, value, "<= " + form.format(bar), value <= bar, form, more)


def at_least(what: str, value: float, bar: float, form: str = "{:.1f}", more: str = "") -> Row:
    """A figure that must not be smaller than its bar."""
    return _row(what, value, ">= " + form.format(bar), value >= bar, form, more)


def told(what: str, value: float, form: str = "{:.1f}") -> Row:
    """A figure that has no bar."""
    return _row(what, value, "none", None, form, "")


def missing(what: str, bar: str, why: str) -> Row:
    """A line that cannot be measured here."""
    return Row(what, f"not measured: {why}", bar, None)


def mean(values: Sequence[float]) -> float:
    """NaN of nothing."""
    return float(np.mean(values)) if len(values) else float("nan")


def median(values: Sequence[float]) -> float:
    """NaN of nothing."""
    return float(np.median(values)) if len(values) else float("nan")


def _row(what: str, value: float, bar: str, passed: bool | None, form: str, more: str) -> Row:
    if np.isnan(value):
        return missing(what, bar, "there is nothing to measure it on")
    return Row(what, form.format(value) + more, bar, None if passed is None else bool(passed))
