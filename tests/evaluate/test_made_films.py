"""Truths of made films: their motion is known, and their colours are the picture's."""

import numpy as np
import pytest

from lvocal.evaluate.bars.made_films import TRAVEL, VIEW, ZOOM, make_film
from lvocal.metrics.steadiness import change_along
from tests.evaluate.pictures import HEIGHT, WIDTH, photograph


def test_a_film_has_the_size_of_the_painted_picture() -> None:
    film = make_film(photograph(), 5, 64)
    assert film.light.shape == (5, 96, 64) and film.ab.shape == (5, 2, 48, 32)
    assert film.steps.shape == (4, 2, 3)
    assert 0 <= film.light.min() and film.light.max() <= 100


def test_following_the_motion_the_colours_stay() -> None:
    film = make_film(photograph(), 9, 64)
    still = np.tile(np.eye(2, 3), (8, 1, 1))
    assert change_along(film.ab, film.steps) < 0.1 * change_along(film.ab, still)


def test_a_film_that_returns_shows_the_same_from_both_ends() -> None:
    film = make_film(photograph(), 8, 64, returns=True)
    np.testing.assert_allclose(film.light, film.light[::-1], atol=1e-2)
    np.testing.assert_allclose(film.ab, film.ab[::-1], atol=1e-2)
    assert np.abs(film.light[0] - film.light[3]).mean() > 1


@pytest.mark.parametrize("place", [-1, 0, 1])
def test_the_camera_never_leaves_the_picture(place: float) -> None:
    from lvocal.evaluate.bars.made_films import _view

    view = _view(place, (HEIGHT, WIDTH), (96, 64))
    for corner in ((0, 0), (63, 95)):
        x, y = view @ (*corner, 1)
        assert 0 <= x <= WIDTH - 1 and 0 <= y <= HEIGHT - 1
    assert VIEW * np.exp(ZOOM) / 2 + TRAVEL < 0.5
