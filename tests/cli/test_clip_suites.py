"""`evaluate` on clips: one command from a folder to a report."""

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lvocal.__main__ import app
from lvocal.cli import suite_wishes
from lvocal.cli.suite_wishes import Asked, methods_for
from lvocal.engine import Engine
from lvocal.evaluate.clips.footage import find_films
from lvocal.evaluate.clips.peers import filled
from lvocal.media.video import probe
from lvocal.model.bundle import tiny_networks
from tests.checkpoint.judges import write_scripts
from tests.evaluate.clips import film, frames_folder
from tests.media.films import make_film


@pytest.fixture
def call(monkeypatch, tmp_path: Path):
    """`evaluate` with tiny networks on tmp_path/clips, into tmp_path/report."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(suite_wishes, "load_networks", lambda weights: tiny_networks())
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


COPY = """
import pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    pathlib.Path(sys.argv[2], path.name).write_bytes(path.read_bytes())
"""


@pytest.fixture
def peer(tmp_path: Path, monkeypatch) -> str:
    """A command that colours nothing; the app is another such command here."""
    (tmp_path / "peer.py").write_text(COPY)
    command = f"'{sys.executable}' -S '{tmp_path / 'peer.py'}' {{frames}} {{output}}"
    monkeypatch.setattr(suite_wishes, "app_as_a_command", lambda asked: command)
    return command


def test_peers_stand_beside_the_app_in_one_report(call, tmp_path: Path, peer: str) -> None:
    for name in "ab":
        film(tmp_path / "clips" / f"{name}.mp4")
    done = call("clips", "--peer", f"first={peer}", "--peer", f"sec/ond={peer} --more", "--frames", "3")
    assert done.exit_code == 0, done.output
    page, text = ((tmp_path / "report" / name).read_text() for name in ("index.html", "report.md"))
    for words in ("L-VOCAL, first, sec/ond", "Side by side", "Clip by clip", "3 frames", "memory"):
        assert words in page and words in text
    assert page.count("<img") == 2 and (tmp_path / "report" / "clips" / "a.mp4-methods.jpg").is_file()
    records = sorted((tmp_path / "report" / "clips").glob("*/*.json"))
    assert [path.name for path in records] == ["a.mp4.json", "b.mp4.json"] * 3
    figures = [json.loads(path.read_text())["findings"]["CIEDE2000"]["value"] for path in records]
    assert figures == figures[:2] * 3 and json.loads(records[0].read_text())["facts"]["frames"] == 3
    assert "clips, sec/ond" in done.stderr


def test_a_peer_that_fails_is_left_out_and_the_others_are_measured(call, tmp_path: Path, peer: str) -> None:
    film(tmp_path / "clips" / "a.mp4")
    done = call("bw", "--peer", f"lame='{sys.executable}' -c 'raise SystemExit(3)' {{frames}} {{output}}")
    assert done.exit_code == 0, done.output
    text = (tmp_path / "report" / "report.md").read_text()
    assert "Left out by lame" in text and "lame ended with 3" in text and "Left out by L-VOCAL" not in text


def test_beside_peers_the_app_is_asked_as_in_the_run(monkeypatch, tmp_path: Path) -> None:
    """The command itself, read by the app's own command line, makes a film that is taken."""
    asked = Asked(tmp_path, paint_px=64, peer=("other=run {film} {output}",))
    ours, _ = methods_for(asked)
    names = {
        "film": str(film(tmp_path / "in.mp4")),
        "output": str(tmp_path / "out"),
        "caption": "a 'red' car",
    }
    (tmp_path / "out").mkdir()
    python, module, program, *words = filled(ours.command, names)
    assert (python, module, program) == (sys.executable, "-m", "lvocal")
    monkeypatch.setattr("lvocal.engine.Engine", partial(Engine, lambda name: tiny_networks()))
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    (found,) = find_films(tmp_path / "out")
    assert probe(found).num_frames == 6 and probe(found).has_color
    (told,) = (json.loads(path.read_text()) for path in (tmp_path / "out").glob("*.json"))
    assert told["request"]["prompt"] == "a 'red' car" and told["request"]["settings"]["paint_px"] == 64


def test_the_app_beside_peers_is_known_by_its_code_and_its_size(tmp_path: Path, monkeypatch) -> None:
    def facts(paint_px: int | None) -> Mapping[str, object]:
        asked = Asked(tmp_path, paint_px=paint_px, peer=("a=b {film} {output}",))
        return methods_for(asked)[0].facts

    before = facts(None)
    assert facts(64) != before
    monkeypatch.setattr(suite_wishes, "painting_print", lambda: "other")
    assert facts(None) != before


def test_excerpts_are_measured_small(call, tmp_path: Path) -> None:
    make_film(tmp_path / "clips" / "a.mp4", 144, 96, 8, chroma=40)
    done = call("davis", "--frames", "3", "--film-px", "64")
    assert done.exit_code == 1 and "folders of frames" in done.stderr
    done = call("videvo", "--frames", "3", "--film-px", "64", "--compare-px", "0")
    assert done.exit_code == 0, done.output
    facts = json.loads((tmp_path / "report" / "videvo" / "a.mp4.json").read_text())["facts"]
    assert (facts["frames"], facts["compared"]) == (3, [96, 64])
    text = (tmp_path / "report" / "report.md").read_text()
    assert "3 frames from the middle" in text and "to 64 px" in text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_judges_have_their_line_in_the_report(call, tmp_path: Path) -> None:
    film(tmp_path / "clips" / "a.mp4")
    weights = write_scripts(tmp_path / "judges")
    done = call("videvo", "--judges", "inception", "--judge-weights", str(weights))
    assert done.exit_code == 0, done.output
    assert "FID" in done.stdout and "FVD" not in done.stdout
    assert (
        "FID needs 128 pictures or more, and there are 6" in (tmp_path / "report" / "report.md").read_text()
    )


def test_clips_that_were_learned_from_are_told_apart(call, tmp_path: Path) -> None:
    for name in "ab":
        film(tmp_path / "clips" / f"{name}.mp4")
    said = tmp_path / "clips" / "captions.json"
    said.write_text('{"a": {"learned": true}}')
    assert call("videvo").exit_code == 0
    text = (tmp_path / "report" / "report.md").read_text()
    assert "mean, never learned from" in text and "the network learned from it" in text
    said.write_text('{"a": {"learned": false}}')
    assert call("videvo").exit_code == 0
    assert "learned from" not in (tmp_path / "report" / "report.md").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--peer", "a=run {film} {output}", "--switch", "AC"), "--switch"),
        (("--peer", "a=run {film} {output}", "--peer", "a=walk {film} {output}"), "one name"),
        (("--peer", "L-VOCAL=run {film} {output}"), "L-VOCAL"),
        (("--peer", "ours=run {film} {output}"), '"ours"'),
        (("--peer", "truth=run {film} {output}"), '"truth"'),
        (("--peer", "run {film} {output}"), "NAME=COMMAND"),
        (("--judges", "vmaf"), "vmaf"), (("--judge-weights", "."), "--judges"),
        (("--judges", "inception", "--judge-weights", "."), "inception-2015-12-05.pt is missing"),
    ],
)  # fmt: skip
def test_peers_and_judges_that_cannot_be_meant_are_refused_before_anything_is_coloured(
    call, tmp_path, words, said
) -> None:
    film(tmp_path / "clips" / "a.mp4")
    done = call("clips", *words)
    assert done.exit_code == 1 and said in done.stderr, done.output
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize(
    "words", [("--peer", "a=run {film} {output}"), ("--judges", "clip"), ("--frames", "3")]
)
def test_controls_know_no_peers_no_judges_and_no_excerpts(call, tmp_path: Path, words) -> None:
    film(tmp_path / "clips" / "a.mp4")
    done = call("controls", *words)
    assert done.exit_code == 1 and words[0] in done.stderr
