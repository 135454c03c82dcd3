"""What is legal is told from the codes of the file."""

import numpy as np
import pytest

from lvocal.media.legal import legality, legality_of
from lvocal.media.video import probe
from tests.media.films import make_film


def planes(y: int, cb: int, cr: int, size: tuple[int, int] = (10, 10)) -> list[np.ndarray]:
    return [np.full(size, code, np.uint8) for code in (y, cb, cr)]


@pytest.mark.parametrize(("y", "cb", "cr"), [(16, 128, 128), (235, 128, 128), (63, 102, 240), (173, 42, 26)])
def test_black_white_and_pure_primaries_are_legal(y, cb, cr):
    found = legality(*planes(y, cb, cr), depth=8, full=False)
    assert found.is_legal
    assert found.worst < 0.02


def test_the_same_codes_of_a_full_range_film_mean_something_else():
    assert legality(*planes(0, 128, 128), depth=8, full=True).luma == 0
    assert legality(*planes(0, 128, 128), depth=8, full=False).luma == 1


def test_a_colour_too_strong_for_its_brightness_leaves_the_cube():
    found = legality(*planes(235, 128, 240), depth=8, full=False)
    assert (found.luma, found.chroma, found.gamut) == (0, 0, 1)
    assert found.worst == pytest.approx(2 * (1 - 0.2126) / 2, abs=0.01)
    assert not found.is_legal


def test_chroma_codes_have_a_range_of_their_own():
    assert legality(*planes(128, 250, 128), depth=8, full=False).chroma == 1


def test_a_few_pixels_are_tolerated():
    y, cb, cr = planes(128, 128, 128)
    y[0, 0] = 255
    assert legality(y, cb, cr, depth=8, full=False).is_legal
    y[0, :2] = 255
    assert not legality(y, cb, cr, depth=8, full=False).is_legal


def test_a_frame_of_a_film_is_read(tmp_path):
    clip = probe(make_film(tmp_path / "street.mp4", 96, 64, 5))
    assert "R'G'B' outside" in str(legality_of(clip, 4))
