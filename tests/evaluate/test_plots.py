"""Drawings are the same file for the same figures, and bear what is missing."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from lvocal.evaluate.reports.plots import Curve, draw_dial, draw_growth, draw_spread


def dots(path: Path) -> int:
    return sum(element.tag.endswith("use") for element in ElementTree.parse(path).iter())


def test_every_measured_clip_is_a_dot_and_nothing_else_is(tmp_path: Path) -> None:
    nan = float("nan")
    draw_spread(tmp_path / "three.svg", {"PSNR (dB)": [30.0, 31.5, 29.0]})
    draw_spread(tmp_path / "two.svg", {"PSNR (dB)": [30.0, nan, 29.0]})
    draw_spread(tmp_path / "one.svg", {"PSNR (dB)": [30.0], "<b>& (x)": [float("inf"), nan]})
    assert dots(tmp_path / "three.svg") > 0 and dots(tmp_path / "one.svg") > 0
    assert (tmp_path / "three.svg").read_text() != (tmp_path / "two.svg").read_text()


def test_the_same_figures_are_the_same_drawing(tmp_path: Path) -> None:
    rows = np.array([[1.0, 2.0, 4.0], [2.0, 3.0, 3.5]])
    for name in ("a.svg", "b.svg"):
        panels = {"saturation": (rows, rows.mean(axis=0)), "hue": (rows * 10, rows[0])}
        draw_dial(tmp_path / name, [0, 0.5, 1], panels, ("sadness", "excitement"))
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize("values", [[3.0, 30.0, 400.0], [1.0, 1.0, 1.01], [0.02, 0.03, 0.02]])
def test_growth_is_drawn_whatever_its_size(tmp_path: Path, values: list[float]) -> None:
    curve = Curve(values, [81, 641], [values[0], values[-1]])
    for name in ("a.svg", "b.svg"):
        draw_growth(tmp_path / name, {17: "17", 81: "81", 641: "641"}, "frames", {"s": curve, "GB": curve})
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert dots(tmp_path / "a.svg") >= 2 * len(values)


def test_growth_without_a_line_is_its_dots(tmp_path: Path) -> None:
    draw_growth(tmp_path / "a.svg", {17: "17", 33: "33"}, "frames", {"s": Curve([1.0, 2.0], [], [])})
    assert dots(tmp_path / "a.svg") >= 2
