"""Controls, one at a time: each is asked for alone, and its figures say what it changed."""

import math
from pathlib import Path

import numpy as np
import pytest

from lvocal.evaluate.clips.asked_controls import (
    CONTROLS,
    SAD,
    Scene,
    dialled,
    from_palette,
    saturation,
    warmth,
)
from lvocal.evaluate.clips.control_suite import (
    AMOUNTS,
    CONTROL_SUITE,
    SHEET,
    _figures,
    control_figure,
    dial_figure,
)
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.sheets import PALETTE
from lvocal.evaluate.clips.suite import Setup
from lvocal.evaluate.clips.suite_run import run_suite
from lvocal.evaluate.reports.control_report import control_report, hues_near
from lvocal.media.picture_file import read_picture
from lvocal.model.bundle import tiny_networks
from tests.evaluate.clips import film
from tests.evaluate.pictures import SETTINGS

BY_NAME = {control.name: control for control in CONTROLS}


def plain(a: float, b: float) -> np.ndarray:
    """a*b* (3, 2, 4, 6) of one colour."""
    return np.stack([np.full((3, 4, 6), a), np.full((3, 4, 6), b)], axis=1)


def scene(caption: str = "", truth: np.ndarray | None = None) -> Scene:
    return Scene(Footage("x", Path("x"), caption), SETTINGS, np.zeros((3, 8, 12)), truth)


def records(tmp_path: Path, caption: str = "", **more):
    clip = Footage("a.mp4", film(tmp_path / "a.mp4", **more), caption)
    return run_suite(CONTROL_SUITE, [clip], Setup(tmp_path / "report", SETTINGS), tiny_networks)


def test_every_control_changes_the_picture_and_has_its_figures(tmp_path: Path) -> None:
    (record,) = records(tmp_path, "a red car")
    for control in CONTROLS:
        assert record.figure(control_figure(control, "change")) > 0, control.name
        held = record.figure(control_figure(control, "held"))
        assert held in (0, 1) if control.holds else math.isnan(held)
    assert all(record.figure(dial_figure(amount, "saturation")) >= 0 for amount in AMOUNTS)
    assert read_picture(tmp_path / "report" / "controls" / record.file(SHEET)).size


def test_without_a_caption_or_true_colours_there_is_nothing_to_ask_with(tmp_path: Path) -> None:
    (record,) = records(tmp_path, chroma=0)
    for name in ("caption", "true first frame"):
        assert math.isnan(record.figure(control_figure(BY_NAME[name], "change")))
    page = control_report(CONTROL_SUITE, [record], Setup(tmp_path / "report", SETTINGS), tiny_networks())
    lines = {row[1]: row for row in page.sections[0].grids[0].rows}
    assert lines["caption"][-1] == "0" and lines["five colours"][-1] == "1"


@pytest.mark.parametrize(
    ("name", "after", "holds"),
    [
        ("everything is red", plain(10, 5), True), ("everything is red", plain(4, 5), False),
        ("everything is blue", plain(5, -10), True), ("everything is blue", plain(5, 9), False),
        ("excitement", plain(9, 9), True), ("excitement", plain(2, 2), False),
        (SAD, plain(2, 2), True), (SAD, plain(9, 9), False),
        ("crackling fire", plain(6, 9), True), ("crackling fire", plain(9, 1), False),
        ("sea waves", plain(5, -5), True), ("sea waves", plain(5, 15), False),
        ("true first frame", plain(-9, -9), True), ("true first frame", plain(9, 9), False),
    ],
)  # fmt: skip
def test_what_is_expected_holds_or_does_not(name: str, after: np.ndarray, holds: bool) -> None:
    there = scene(truth=plain(-10, -10))
    found = _figures(BY_NAME[name], there, plain(5, 5), after)
    assert found[f"{name}: held"] == holds
    assert found[f"{name}: change"] == pytest.approx(np.linalg.norm(after[0, :, 0, 0] - 5))


def test_saturation_and_warmth_are_those_of_the_colour() -> None:
    assert saturation(plain(3, 4)) == pytest.approx(5) and warmth(plain(2, 7)) == pytest.approx(8)


def test_a_colour_of_the_palette_is_no_distance_from_it() -> None:
    from lvocal.color.palette import parse_palette
    from lvocal.color.spaces import hex_to_srgb, srgb_to_lab

    _, a, b = srgb_to_lab(np.array(hex_to_srgb(parse_palette(PALETTE).colors[1])))
    assert from_palette(plain(a, b)) == pytest.approx(0) and from_palette(plain(a + 3, b)) > 1


def test_the_dial_is_all_that_is_asked_where_it_is_turned() -> None:
    asked = dialled(scene("a caption"), 0.25)
    assert asked.request.hearing.mood.amount == 0.25 and asked.request.prompt == ""


def test_hues_do_not_jump_a_whole_turn() -> None:
    angles = np.radians([[170, 175, 185, 190]])
    found = hues_near(180, np.cos(angles), np.sin(angles))
    np.testing.assert_allclose(found, [[170, 175, 185, 190]])
