"""Truths of the table: a figure keeps or misses its bar, and a choice of pictures is always the same."""

import math

import pytest

from lvocal.evaluate.bars.table import at_least, at_most, mean, median, missing, told
from tests.evaluate.pictures import trial


@pytest.mark.parametrize(
    ("value", "most", "least"), [(4.9, True, False), (5.0, True, True), (5.1, False, True)]
)
def test_a_figure_at_its_bar_has_reached_it(value: float, most: bool, least: bool) -> None:
    assert at_most("x", value, 5).passed is most
    assert at_least("x", value, 5).passed is least


def test_a_row_says_figure_and_bar_alike() -> None:
    row = at_least("x", 0.934, 0.95, "{:.0%}", " of 80")
    assert (row.measured, row.bar) == ("93% of 80", ">= 95%")


def test_a_figure_without_a_bar_is_only_told() -> None:
    row = told("x", 1.234, "{:.2f}")
    assert (row.measured, row.bar, row.passed) == ("1.23", "none", None)


def test_nothing_measured_is_neither_kept_nor_missed() -> None:
    assert math.isnan(mean([])) and math.isnan(median([]))
    for row in (at_most("x", mean([]), 5), told("x", mean([])), missing("x", "<= 5", "there are no sounds")):
        assert row.passed is None and "not measured" in row.measured


@pytest.mark.parametrize(
    ("limit", "most", "chosen"),
    [
        (None, 5, [0, 2, 4, 6, 8]),
        (2, 5, [0, 5]),
        (None, 99, list(range(10))),
        (99, 99, list(range(10))),
    ],
)
def test_some_are_evenly_spread_and_no_more_than_the_limit(limit, most, chosen) -> None:
    assert trial(limit=limit).some(list(range(10)), most) == chosen


def test_some_of_nothing_is_nothing() -> None:
    assert trial().some([], 5) == []
