"""Means over clips, and how sure they are."""

import math

import numpy as np
import pytest

from lvocal.evaluate.reports.intervals import mean_of


def test_the_interval_is_that_of_the_normal_distribution_where_there_are_many_clips() -> None:
    values = np.random.default_rng(3).normal(10, 2, 400)
    mean = mean_of(list(values))
    error = values.std(ddof=1) / math.sqrt(len(values))
    assert mean.value == pytest.approx(values.mean())
    assert mean.low == pytest.approx(values.mean() - 1.96 * error, abs=0.02)
    assert mean.high == pytest.approx(values.mean() + 1.96 * error, abs=0.02)


def test_the_same_values_have_the_same_interval() -> None:
    assert mean_of([1.0, 2.0, 5.0]) == mean_of([1.0, 2.0, 5.0])


def test_what_was_not_measured_does_not_count() -> None:
    assert mean_of([1.0, float("nan"), 3.0]) == mean_of([1.0, 3.0])
    assert mean_of([1.0, float("nan"), 3.0]).count == 2


@pytest.mark.parametrize("values", [[], [4.0], [4.0, float("inf")]])
def test_too_little_has_no_interval(values: list[float]) -> None:
    mean = mean_of(values)
    assert math.isnan(mean.low) and math.isnan(mean.high)


def test_equal_values_are_sure() -> None:
    mean = mean_of([2.0, 2.0, 2.0])
    assert (mean.low, mean.value, mean.high) == (2.0, 2.0, 2.0)
