"""Truths of pictures that are handed in: do they show the frame, and what becomes of them."""

import cv2
import numpy as np
import pytest

from lvocal.media.stills import png_bytes
from lvocal.media.video import read_rgb
from lvocal.sample.handed_in import FITS, fit, known_of
from lvocal.sample.sounding import probed
from lvocal.values import ColorizeRequest, Hint, PaintedFrame, ReferenceFrame, Stroke, UserError
from tests.media.films import make_film


def scene(seed: int) -> np.ndarray:
    """(72, 128) in [0, 1]: things of many sizes."""
    rng = np.random.default_rng(seed)
    layers = [cv2.resize(rng.uniform(0, 1, (s, 2 * s)).astype(np.float32), (128, 72)) for s in (3, 9, 27)]
    return np.mean(layers, axis=0)


def picture(gray: np.ndarray, tint: tuple[float, float, float] = (1, 1, 1)) -> np.ndarray:
    return np.clip(gray[..., None] * np.array(tint) * 255, 0, 255).astype(np.uint8)


def test_tone_tint_and_size_do_not_matter_and_another_scene_does() -> None:
    gray = scene(0)
    large = cv2.resize(picture(gray**1.8, (1.2, 0.8, 0.5)), (640, 360))
    assert fit(large, gray) > FITS + 0.1
    assert abs(fit(picture(scene(1)), gray)) < 0.3
    assert fit(picture(np.roll(gray, 12, axis=1)), gray) < FITS
    assert fit(picture(np.full((72, 128), 0.5)), gray) == 0


@pytest.fixture
def film(tmp_path):
    return make_film(tmp_path / "film.mp4", 128, 72)


def test_a_picture_that_does_not_show_its_frame_is_told(film, tmp_path) -> None:
    clip = probed(film)
    shown = next(iter(read_rgb(clip, 4, 5)))
    asked = []
    for name, rgb in (("other.png", picture(scene(3))), ("same.png", shown)):
        (tmp_path / name).write_bytes(png_bytes(rgb))
        asked.append(ColorizeRequest(film, references=(ReferenceFrame(4, tmp_path / name),)))
    other, same = (known_of(request, clip) for request in asked)
    assert "other.png" in other.notes[0] and "palette" in other.notes[0] and not same.notes
    assert len(other.references) == 1


@pytest.mark.parametrize(
    "mark",
    [
        {"hints": (Hint(12, 0.5, 0.5, "red"),)},
        {"strokes": (Stroke(12, ((0.5, 0.5),), "red"),)},
        {"paints": (PaintedFrame(12, "nowhere.png"),)},
        {"references": (ReferenceFrame(12, "nowhere.png"),)},
    ],
)
def test_a_mark_beyond_the_film_is_a_wrong_call(film, mark) -> None:
    with pytest.raises(UserError, match="0 to 11"):
        known_of(ColorizeRequest(film, **mark), probed(film))


def test_paint_is_read_with_its_alpha(film, tmp_path) -> None:
    rgba = np.zeros((72, 128, 4), np.uint8)
    rgba[:36] = (255, 0, 0, 255)
    cv2.imwrite(str(tmp_path / "paint.png"), rgba[..., [2, 1, 0, 3]])
    known = known_of(ColorizeRequest(film, paints=(PaintedFrame(2, tmp_path / "paint.png"),)), probed(film))
    (dab,) = known.marks.on(2, np.full((64, 112), 50, np.float32))
    assert dab.where[:4].all() and not dab.where[4:].any() and dab.color[0, 0, 0] > 50
