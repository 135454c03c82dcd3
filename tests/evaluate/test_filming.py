"""Truths of painting films in memory: it is the app's painter, in the app's windows."""

from dataclasses import replace

import numpy as np
import pytest

from lvocal.evaluate.filming import clip_of, paint_film, paint_windows, painter_of, wish
from lvocal.model.bundle import tiny_networks
from lvocal.sample.pipeline import end_of
from lvocal.sample.windows import plan_windows
from lvocal.values import Hint, Shot, Window
from tests.evaluate.pictures import SETTINGS


def light(frames: int) -> np.ndarray:
    return np.random.default_rng(0).uniform(10, 90, (frames, 64, 80)).astype(np.float32)


@pytest.mark.parametrize("frames", [1, 9, 10, 20])
def test_every_frame_comes_out_once(frames: int) -> None:
    ab = paint_film(tiny_networks(), light(frames), wish(SETTINGS))
    assert ab.shape == (frames, 2, 32, 40) and np.isfinite(ab).all()


def test_a_film_of_one_window_is_what_the_painter_says() -> None:
    networks, film, request = tiny_networks(), light(9), wish(SETTINGS, "a red coat")
    painter = painter_of(networks, request, clip_of(film))
    direct = end_of(painter.paint(film, Window(0, 9, 0)), lambda: None)
    np.testing.assert_array_equal(paint_film(networks, film, request), direct)


def test_a_shot_is_painted_in_the_windows_the_app_plans() -> None:
    film, shot = light(20), Shot(5, 25)
    painter = painter_of(tiny_networks(), wish(SETTINGS), clip_of(light(25)))
    windows = [window for window, _ in paint_windows(painter, film, shot)]
    assert windows == plan_windows(shot, SETTINGS.window_frames, SETTINGS.overlap_frames)


def test_words_and_pins_reach_the_painter() -> None:
    networks, film = tiny_networks(), light(1)
    wishes = (
        wish(SETTINGS),
        wish(SETTINGS, "a red coat"),
        wish(SETTINGS, hints=(Hint(0, 0.5, 0.5, "red"),)),
        wish(replace(SETTINGS, seed=1)),
    )
    assert len({paint_film(networks, film, request).tobytes() for request in wishes}) == 4
