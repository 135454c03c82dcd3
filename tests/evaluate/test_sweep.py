"""Truths of sweeps: which films they make, and what the exponent says."""

import numpy as np
import pytest

from lvocal.evaluate.speed.sweep import SWEEPS, Point, Sweep, growth, points_of, sweep
from lvocal.model.bundle import tiny_networks
from lvocal.values import UserError


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_the_line_is_the_power_that_made_the_points(power: float) -> None:
    x = np.array([17, 81, 321, 1200])
    found = growth(x, 0.3 * x**power)
    assert found.exponent == pytest.approx(power, abs=1e-9)
    assert found.at(50) == pytest.approx(0.3 * 50**power)


def test_one_point_has_no_slope() -> None:
    assert np.isnan(growth([3], [4]).exponent)


def test_what_a_start_costs_does_not_hide_how_long_films_grow() -> None:
    points = [Point(n, 480, 832, 1, 6 + 0.1 * max(n, 81) ** 1.0, 1.0) for n in SWEEPS["frames"]]
    swept = Sweep("frames", tuple(points))
    assert 0.7 < swept.seconds_growth.exponent <= 1
    assert swept.memory_growth.exponent == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("what", list(SWEEPS))
def test_only_what_is_swept_changes(what: str) -> None:
    points = points_of(what)
    assert [point.along(what) for point in points] == sorted({point.along(what) for point in points})
    for other in set(SWEEPS) - {what}:
        assert len({point.along(other) for point in points}) == 1
    assert all(point.height % 2 == point.width % 2 == 0 for point in points)


def test_sizes_keep_the_shape_of_the_film() -> None:
    assert [(point.height, point.width) for point in points_of("size", 480)][-1] == (480, 832)
    for point in points_of("size"):
        assert point.width / point.height == pytest.approx(832 / 480, abs=0.01)


@pytest.mark.parametrize(("what", "most"), [("colour", None), ("frames", 17), ("size", 100)])
def test_a_sweep_that_cannot_be_made_is_refused(what: str, most: int | None) -> None:
    with pytest.raises(UserError):
        points_of(what, most)


def test_films_are_measured_one_after_another(monkeypatch) -> None:
    monkeypatch.setitem(SWEEPS, "frames", (2, 5))
    monkeypatch.setattr("lvocal.evaluate.speed.sweep.SIZE", (32, 48))
    said: list[str] = []
    found = sweep("frames", tiny_networks, say=said.append)
    assert [point.frames for point in found.points] == [2, 5] and len(said) == 2
    assert all(point.seconds > 0 and point.peak_gb > 0.05 for point in found.points)


def test_a_sweep_takes_the_steps_that_were_asked_for_unless_it_sweeps_them() -> None:
    assert {point.steps for point in points_of("size", steps=3)} == {3}
    assert [point.steps for point in points_of("steps", steps=3)] == list(SWEEPS["steps"])
