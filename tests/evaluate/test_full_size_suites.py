"""The suites on the full size, at toy widths: the same commands, every switch, another network each."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from lvocal.__main__ import app
from lvocal.checkpoint.wan import load_wan
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.methods import Ours
from lvocal.evaluate.clips.painted_clip import paint_clip
from lvocal.evaluate.clips.suite import Setup
from lvocal.evaluate.papers.efficiency import efficiency_section
from lvocal.evaluate.switches import SWITCHES
from lvocal.settings import ColorizeSettings
from tests.evaluate.clips import film
from tests.full_size import write_modules

QUICK = ColorizeSettings(steps=1, paint_px=64, window_frames=9, overlap_frames=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Weights of a toy Wan."""
    place = tmp_path_factory.mktemp("weights")
    write_modules(place)
    return place


@pytest.mark.parametrize("switch", [None, *SWITCHES])
def test_every_ablation_paints(folder, tmp_path, switch) -> None:
    networks = load_wan(folder)
    method = Ours(switch or "ours", switch=switch)
    setup = Setup(tmp_path, QUICK, 0, method, "wan")
    footage = Footage("a.mp4", film(tmp_path / "a.mp4", sound="aac", num_frames=9), "a red car")
    clip = paint_clip(footage, method.changed(networks), setup, has_truth=True)
    assert clip.painted.shape == (9, 32, 48, 3) and clip.luma_error == 0


def test_what_is_not_heard_changes_what_is_painted(folder, tmp_path) -> None:
    networks = load_wan(folder)
    footage = Footage("a.mp4", film(tmp_path / "a.mp4", sound="aac", num_frames=9), "a red car")
    painted = [
        paint_clip(footage, method.changed(networks), Setup(tmp_path, QUICK, 0, method, "wan"), True).painted
        for method in (Ours(), Ours("AC", switch="AC"))
    ]
    assert not np.array_equal(*painted)


def test_clips_are_measured_by_the_same_command(folder, tmp_path) -> None:
    (tmp_path / "clips").mkdir()
    film(tmp_path / "clips" / "a.mp4", num_frames=9)
    said = CliRunner().invoke(app, [
        "evaluate", "clips", "--engine", "wan", "--model", str(folder), "--data", str(tmp_path / "clips"),
        "--report", str(tmp_path / "report"), "--paint-px", "64", "--frames", "5",
    ])  # fmt: skip
    assert said.exit_code == 0, said.output
    assert "PSNR" in (tmp_path / "report" / "report.md").read_text()


@pytest.mark.parametrize("suite", ["controls", "quick"])
def test_what_only_the_embedded_size_can_show_says_so(folder, tmp_path, suite) -> None:
    (tmp_path / "images").mkdir()
    film(tmp_path / "a.mp4")
    said = CliRunner().invoke(app, [
        "evaluate", suite, "--engine", "wan", "--model", str(folder), "--data", str(tmp_path), "--report",
        str(tmp_path / "report"),
    ])  # fmt: skip
    assert said.exit_code == 1 and "mini" in said.output


def test_another_folder_of_mini_is_measured_as_well(tmp_path) -> None:
    said = CliRunner().invoke(app, [
        "evaluate", "bw", "--model", str(tmp_path / "none"), "--data", str(tmp_path), "--report",
        str(tmp_path / "report"),
    ])  # fmt: skip
    assert said.exit_code == 1


def test_what_the_full_size_costs_is_left_to_its_bench(folder) -> None:
    section = efficiency_section(pytest.fail, load_wan(folder), QUICK)
    assert "bench --engine wan" in section.lines[0]
    assert {row[1] for row in section.grids[0].rows} == {"paper"}
