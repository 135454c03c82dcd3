"""`evaluate` on clips: one command from a folder to a report."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lvocal.__main__ import app
from lvocal.cli import clip_suites
from lvocal.model.bundle import tiny_networks
from tests.evaluate.clips import film, frames_folder


@pytest.fixture
def call(monkeypatch, tmp_path: Path):
    """`evaluate` with tiny networks on tmp_path/clips, into tmp_path/report."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(clip_suites, "load_networks", lambda engine: tiny_networks())
    (tmp_path / "clips").mkdir()

    def run(suite: str, *words: str, report: bool = True):
        place = ["--report", str(tmp_path / "report")] if report else []
        told = ["evaluate", suite, "--data", str(tmp_path / "clips"), "--paint-px", "64", *place, *words]
        return CliRunner().invoke(app, told)

    return run


def test_clips_end_as_a_report_with_tables_and_pictures(call, tmp_path: Path) -> None:
    film(tmp_path / "clips" / "a [red] one.mp4")
    (tmp_path / "clips" / "broken.mp4").write_bytes(b"no film")
    (tmp_path / "clips" / "captions.json").write_text('{"a [red] one": "a <red> car"}')
    done = call("clips")
    assert done.exit_code == 0, done.output
    assert "CIEDE2000" in done.stdout and "index.html" in done.stdout
    assert "1 of 2: a [red] one.mp4" in done.stderr and "broken.mp4: left out" in done.stderr
    page, text = ((tmp_path / "report" / name).read_text() for name in ("index.html", "report.md"))
    for words in (
        "Means over clips",
        "Every clip",
        "The worst 1 of 1",
        "Left out",
        "1 of 2 clips",
        "at 64 px",
    ):
        assert words in page and words in text
    assert "a &lt;red&gt; car" in page and page.count("<img") == 4  # plot, worst, frames, looks
    assert len(list((tmp_path / "report" / "clips").glob("*.json"))) == 2


def test_the_second_run_writes_the_same_report(call, tmp_path: Path) -> None:
    film(tmp_path / "clips" / "a.mp4")
    call("bw")
    files = [path for path in (tmp_path / "report").rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    assert call("bw").exit_code == 0
    assert {path: path.read_bytes() for path in files} == before and len(files) == 7


@pytest.mark.parametrize("suite", ["davis", "videvo"])
def test_folders_of_frames_are_measured(call, tmp_path: Path, suite: str) -> None:
    frames_folder(tmp_path / "clips" / "bear")
    captions = tmp_path / "said.json"
    captions.write_text('{"bear": "a bear"}')
    done = call(suite, "--captions", str(captions), "--compare-px", "0")
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "report" / suite / "bear.json").read_text())
    assert record["facts"]["caption"] == "a bear" and record["facts"]["compared"] == [48, 32]


def test_controls_end_as_a_table_a_plot_and_a_sheet_of_every_clip(call, tmp_path: Path) -> None:
    film(tmp_path / "clips" / "a.mp4")
    done = call("controls")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "report" / "index.html").read_text()
    for words in ("everything is red", "crackling fire", "five colours", "From sadness to excitement"):
        assert words in page
    assert page.count("<img") == 2


def test_a_limit_measures_no_more(call, tmp_path: Path) -> None:
    for name in "abc":
        film(tmp_path / "clips" / f"{name}.mp4")
    assert call("bw", "--limit", "2").exit_code == 0
    assert len(list((tmp_path / "report" / "bw").glob("*.json"))) == 2


def test_a_report_needs_a_place_to_go(call, tmp_path: Path) -> None:
    film(tmp_path / "clips" / "a.mp4")
    done = call("clips", report=False)
    assert done.exit_code == 1 and "--report" in done.stderr


@pytest.mark.parametrize(("suite", "what"), [("clips", "films"), ("davis", "folders of frames")])
def test_a_folder_without_clips_and_a_missing_one_are_said_plainly(call, tmp_path: Path, suite, what) -> None:
    done = call(suite)
    assert done.exit_code == 1 and what in done.stderr and "--data" in done.stderr
    (tmp_path / "clips").rmdir()
    done = call(suite)
    assert done.exit_code == 1 and "There is no folder" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--jobs", "999"), "--jobs"), (("--paint-px", "5"), "--paint-px"), (("--switch", "XY"), "RTD"),
        (("--captions", "gone.json"), "gone.json"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_before_anything_is_coloured(call, tmp_path, words, said) -> None:
    film(tmp_path / "clips" / "a.mp4")
    done = call("clips", *words)
    assert done.exit_code == 1 and said in done.stderr
    assert not (tmp_path / "report").exists()


def test_nothing_but_broken_clips_is_a_failure_with_a_report(call, tmp_path: Path) -> None:
    (tmp_path / "clips" / "broken.mp4").write_bytes(b"no film")
    for suite in ("clips", "controls"):
        done = call(suite)
        assert done.exit_code == 1, done.output
        assert "broken.mp4" in (tmp_path / "report" / "report.md").read_text()
