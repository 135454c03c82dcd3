"""Truths about time: the truth does not jitter, a constant does not drift, a step is a jump."""

from dataclasses import replace

import numpy as np
import pytest

from lvocal.evaluate.bars import time_bars
from lvocal.evaluate.bars.time_bars import borders, drifting, jitter
from lvocal.values import Window
from tests.evaluate.pictures import photograph, trial
from tests.media.films import make_film as write_film


@pytest.fixture
def made(monkeypatch):
    """The films that are made, in order."""
    films = []

    def make(*args, **kwargs):
        films.append(real(*args, **kwargs))
        return films[-1]

    real = time_bars.make_film
    monkeypatch.setattr(time_bars, "make_film", make)
    monkeypatch.setattr(time_bars, "JITTER_FRAMES", 9)
    monkeypatch.setattr(time_bars, "DRIFT_FRAMES", 41)
    return films


def flicker(frames: int, size: float) -> np.ndarray:
    return size * (-1.0) ** np.arange(frames)[:, None, None, None]


def test_the_truth_does_not_jitter_and_flicker_does(made, monkeypatch) -> None:
    given = trial(photograph("p"), photograph("q"))
    monkeypatch.setattr(time_bars, "paint_film", lambda *_: made[-1].ab)
    (row,) = jitter(given)
    assert row.measured == "+0% (per chroma +0%)" and row.passed
    monkeypatch.setattr(time_bars, "paint_film", lambda *_: made[-1].ab + flicker(9, 2.0))
    (row,) = jitter(given)
    assert not row.passed and float(row.measured.split("%")[0]) > 100


def test_paler_colours_jitter_less_but_not_per_chroma(made, monkeypatch) -> None:
    monkeypatch.setattr(time_bars, "paint_film", lambda *_: made[-1].ab * 0.5)
    (row,) = jitter(trial(photograph()))
    assert row.measured == "-50% (per chroma +0%)"


def test_a_constant_does_not_drift_and_a_fading_film_does(made, monkeypatch) -> None:
    monkeypatch.setattr(time_bars, "paint_film", lambda *_: np.full((41, 2, 48, 32), 7.0))
    assert [row.measured for row in drifting(trial(photograph()))] == ["0.00", "0.00"]
    fading = np.linspace(0, 40, 41)[:, None, None, None] * np.ones((1, 2, 48, 32))
    monkeypatch.setattr(time_bars, "paint_film", lambda *_: fading)
    row, _ = drifting(trial(photograph()))
    assert not row.passed and float(row.measured) == pytest.approx(21 * 2**0.5, abs=0.01)


def pieces(step: float):
    """Three windows of nine frames that share three, each painted `step` further from grey."""
    windows = [Window(0, 9, 0), Window(6, 15, 3), Window(12, 21, 3)]
    return [
        (window, np.full((9, 2, 8, 8), step * number, np.float32)) for number, window in enumerate(windows)
    ]


@pytest.mark.parametrize(("step", "passed"), [(0.0, True), (9.0, False)])
def test_windows_that_disagree_jump(made, monkeypatch, step, passed) -> None:
    monkeypatch.setattr(time_bars, "paint_windows", lambda *_: pieces(step))
    jump, apart = borders(trial(photograph()))
    assert jump.passed is passed and float(jump.measured) == pytest.approx(step * 2**0.5 / 4, abs=0.01)
    assert apart.passed is None and float(apart.measured) == pytest.approx(step * 2**0.5, abs=0.01)


@pytest.mark.parametrize("part", [jitter, borders, drifting])
def test_the_real_painter_gives_figures(part, made) -> None:
    first = part(trial(photograph(), limit=1))[0]
    assert first.passed is not None


def test_clips_are_taken_before_made_films_and_broken_ones_left_out(made, tmp_path) -> None:
    folder = tmp_path / "clips" / "bw"
    folder.mkdir(parents=True)
    write_film(folder / "long.mp4", 80, 64, 14)
    write_film(folder / "short.mp4", 80, 64, 5)
    (folder / "broken.mp4").write_bytes(b"no film")
    jump, _ = borders(trial(photograph(), data=tmp_path))
    assert jump.passed is not None and not made


def test_clips_too_short_for_a_border_are_replaced_by_made_films(made, tmp_path) -> None:
    (tmp_path / "clips").mkdir()
    write_film(tmp_path / "clips" / "short.mp4", 80, 64, 5)
    given = trial(photograph(), data=tmp_path)
    jump, _ = borders(replace(given, limit=1))
    assert jump.passed is not None and len(made) == 1


@pytest.mark.parametrize("part", [jitter, borders, drifting])
def test_without_pictures_nothing_is_measured(part) -> None:
    assert part(trial())[0].passed is None
