"""A folder of pictures becomes a film of just these pictures."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lvocal.media.picture_film import film_from_pictures, pictures_in
from lvocal.media.stills import png_bytes
from lvocal.media.video import probe, read_luma, read_rgb
from lvocal.values import UserError


def picture(number: int, height: int = 34, width: int = 51) -> np.ndarray:
    return np.random.default_rng(number).integers(0, 256, (height, width, 3), dtype=np.uint8)


def folder_of(tmp_path: Path, *pictures: np.ndarray) -> Path:
    for number, rgb in enumerate(pictures):
        (tmp_path / f"{number:05d}.png").write_bytes(png_bytes(rgb))
    return tmp_path


def test_every_picture_comes_back_to_the_bit_in_its_order(tmp_path: Path) -> None:
    given = [picture(n) for n in range(4)]
    found = pictures_in(folder_of(tmp_path, *given))
    clip = probe(film_from_pictures(found, tmp_path / "film.mkv", Fraction(24)))
    assert (clip.num_frames, clip.width, clip.height, clip.has_color) == (4, 51, 34, True)
    assert np.array_equal(np.stack(list(read_rgb(clip))), np.stack(given))


def test_its_brightness_is_the_luma_of_the_pictures(tmp_path: Path) -> None:
    grey = np.repeat(np.arange(256, dtype=np.uint8).reshape(16, 16, 1), 3, axis=2)
    found = pictures_in(folder_of(tmp_path, grey))
    clip = probe(film_from_pictures(found, tmp_path / "film.mkv", Fraction(24)))
    assert clip.full_range and np.array_equal(next(read_luma(clip)), grey[..., 0])


def test_pictures_of_two_sizes_are_no_film(tmp_path: Path) -> None:
    found = pictures_in(folder_of(tmp_path, picture(0), picture(1, height=36)))
    with pytest.raises(UserError, match="00001.png has 51x36"):
        film_from_pictures(found, tmp_path / "film.mkv", Fraction(24))


def test_no_picture_is_no_film(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(UserError, match="no pictures"):
        film_from_pictures(pictures_in(tmp_path), tmp_path / "film.mkv", Fraction(24))
