"""`stems` and `listen` as a person types them."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from lvocal.__main__ import app
from lvocal.engine import Engine
from lvocal.media.audio import read_audio
from lvocal.model.bundle import tiny_networks
from tests.media.films import make_film


@pytest.fixture
def run(monkeypatch):
    """Call a command with toy networks."""
    monkeypatch.setattr("lvocal.engine.Engine", partial(Engine, lambda name: tiny_networks()))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def film(tmp_path) -> Path:
    return make_film(tmp_path / "street.mp4", num_frames=24, sound="aac")


def test_stems_writes_three_sounds_that_are_the_film_again(run, film, tmp_path):
    done = run("stems", film, "-o", tmp_path / "stems")
    assert done.exit_code == 0, done.output
    names = {"street-speech.wav", "street-music.wav", "street-effects.wav"}
    assert {path.name for path in (tmp_path / "stems").iterdir()} == names
    assert all(word in done.stdout for word in ("speech", "music", "effects", "dBFS"))
    total = sum(read_audio(tmp_path / "stems" / name).samples for name in names)
    np.testing.assert_allclose(total, read_audio(film).samples, atol=1e-5)


def test_stems_are_not_written_over(run, film, tmp_path):
    assert run("stems", film, "-o", tmp_path / "stems").exit_code == 0
    again = run("stems", film, "-o", tmp_path / "stems")
    assert again.exit_code != 0 and "exists already" in again.output
    assert run("stems", film, "-o", tmp_path / "stems", "--force").exit_code == 0


@pytest.mark.parametrize(
    ("sound", "flags", "said"),
    [
        (None, [], "no sound"),
        ("aac", ["--separator", "none"], "no stems"),
        ("aac", ["-o", "x.wav"], "folder"),
    ],
)
def test_what_has_no_stems_is_said(run, tmp_path, monkeypatch, sound, flags, said):
    monkeypatch.chdir(tmp_path)
    film = make_film(tmp_path / "film.mp4", sound=sound) if sound else make_film(tmp_path / "film.mp4")
    done = run("stems", film, *(flags if "-o" in flags else ["-o", tmp_path / "stems", *flags]))
    assert done.exit_code != 0 and said in done.output


def test_listen_tells_the_levels_of_the_stems(run, film):
    done = run("listen", film)
    assert done.exit_code == 0 and "dBFS" in done.stdout
    assert "dBFS" not in run("listen", film, "--separator", "none").stdout
