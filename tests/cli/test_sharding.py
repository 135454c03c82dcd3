"""`shards` and the full-size recipes of `train`: what cannot be meant is said before anything is loaded."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from lvocal.__main__ import app
from tests.media.films import make_film


def run(*arguments: object):
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--recipe", "papr"], "paper, smoke"),
        (["--part", "3/2"], "no part"),
        (["--val-share", "2"], "cannot be made"),
        (["--captions", "nowhere.csv"], "nowhere.csv"),
        (["--recipe", "smoke"], "One film is too few"),
    ],
)
def test_what_cannot_be_meant_is_said(tmp_path: Path, flags: list[str], said: str) -> None:
    make_film(tmp_path / "a.mp4", chroma=40)
    (tmp_path / "a.txt").write_text("a coat")
    done = run("shards", tmp_path, "-o", tmp_path / "out", *flags)
    assert done.exit_code == 1 and said in done.stderr, done.stderr


def test_films_without_captions_are_named(tmp_path: Path) -> None:
    make_film(tmp_path / "a.mp4", chroma=40)
    done = run("shards", tmp_path, "-o", tmp_path / "out")
    assert done.exit_code == 1 and "has a caption" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["aligner", "--recipe", "paper"], "holds no shards of films"),
        (["colorizer", "--recipe", "paper"], "an aligner of its size"),
    ],
)
def test_the_full_size_says_what_it_builds_on(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = run("train", *arguments, "--data", tmp_path, "--run", tmp_path / "run")
    assert done.exit_code == 1 and said in done.stderr
