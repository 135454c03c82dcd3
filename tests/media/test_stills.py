"""A still shows what the film will show, and the filmstrip shows every shot."""

import av
import numpy as np
import pytest

from lvocal.media.pixels import gray_unit
from lvocal.media.stills import THUMB_PX, filmstrip, still, strip_numbers, write_png
from lvocal.media.video import probe, read_luma, read_rgb
from lvocal.media.writer import Writer
from lvocal.values import Shot
from tests.media.films import lumas, make_film, neutral


@pytest.mark.parametrize(("width", "height"), [(64, 48), (33, 17)])
def test_a_still_is_the_frame_of_the_finished_film(tmp_path, width, height):
    clip = probe(make_film(tmp_path / "film.mkv", width, height, 2, codec="ffv1"))
    cb, cr = neutral(clip)
    cb, cr = cb - 0.01, cr + 0.01
    with Writer(tmp_path / "out.mkv", clip, "ffv1") as writer:
        for luma in read_luma(clip):
            writer.write(luma, cb, cr)
    shown = next(read_rgb(probe(tmp_path / "out.mkv"))).astype(int)
    mine = still(next(read_luma(clip)), cb, cr, clip).astype(int)
    assert np.abs(shown - mine).mean() < 1.5


def test_the_written_picture_is_the_still(tmp_path):
    clip = probe(make_film(tmp_path / "film.mkv", 33, 17, 1, codec="ffv1"))
    planes = next(read_luma(clip)), *(plane + 0.1 for plane in neutral(clip))
    write_png(tmp_path / "still.png", *planes, clip)
    with av.open(str(tmp_path / "still.png")) as picture:
        frame = next(picture.decode(video=0))
    assert frame.format.name == "rgb24"
    np.testing.assert_array_equal(frame.to_ndarray(), still(*planes, clip))


@pytest.mark.parametrize("count", [1, 3, 7, 10, 40])
@pytest.mark.parametrize("lengths", [(1,), (12,), (5, 30, 2), tuple([4] * 20)])
def test_the_strip_visits_shots_in_order(lengths, count):
    stops = np.cumsum(lengths)
    shots = [Shot(int(stop) - length, int(stop)) for stop, length in zip(stops, lengths, strict=True)]
    numbers = strip_numbers(shots, count)
    assert numbers == sorted(set(numbers))
    assert 0 <= numbers[0] and numbers[-1] < stops[-1]
    seen = sum(any(shot.start <= number < shot.stop for number in numbers) for shot in shots)
    assert seen == min(len(shots), count)
    assert len(numbers) <= count + len(shots)


def test_the_strip_shows_the_frames_it_names(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4", 96, THUMB_PX, 30, options={"qp": "0"}))
    strip = filmstrip(clip, [Shot(0, 12), Shot(12, 30)], 5)
    assert len(strip) >= 4
    for number, thumb in strip:
        assert thumb.shape == (THUMB_PX, 96) and thumb.dtype == np.uint8
        expected = np.round(gray_unit(lumas(clip)[number], clip) * 255)
        np.testing.assert_array_equal(thumb, expected)


def test_an_empty_strip_is_a_wrong_call():
    with pytest.raises(ValueError, match="positive"):
        strip_numbers([Shot(0, 5)], 0)
