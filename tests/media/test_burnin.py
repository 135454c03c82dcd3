"""The words of a review copy are there, differ from frame to frame, fit, and can be read."""

from fractions import Fraction

import numpy as np
import pytest

from lvocal.media.burnin import LEAST_TEXT_PX, BurnIn, words
from lvocal.media.video import probe, read_luma
from lvocal.media.writer import Writer
from tests.media.films import lumas, make_film, neutral


def drawn(burn: BurnIn, clip, number: int):
    luma = next(iter(read_luma(clip, number, number + 1)))
    return burn.draw(number, luma, *(plane + 0.2 for plane in neutral(clip)))


@pytest.mark.parametrize(("width", "height"), [(16, 16), (33, 17), (64, 48), (320, 240), (48, 300)])
def test_words_fit_and_can_be_read_at_any_size(tmp_path, width, height):
    clip = probe(make_film(tmp_path / "film.mkv", width, height, 3, codec="ffv1", timecode="10:59:58:20"))
    burn = BurnIn(clip)
    assert burn.clip.width >= 320 and burn.clip.width % width == 0
    luma, cb, cr = drawn(burn, clip, 1)
    assert luma.shape == (burn.clip.height, burn.clip.width) and luma.dtype == np.uint8
    for text, share in (("10:59:58:21", 0.66), ("1", 0.3)):
        plate = words(text, burn.clip.height, int(burn.clip.width * share))
        assert plate.shape[1] <= burn.clip.width and plate.shape[0] >= LEAST_TEXT_PX
        assert plate.max() > 0.9 and plate.min() == 0
        corner = luma[-plate.shape[0] :, -plate.shape[1] :] if text == "1" else luma[-plate.shape[0] :]
        assert corner.max() > 200
    assert (cb[-1, 0], cr[-1, -1]) == (0, 0)


def test_every_frame_has_its_own_timecode_and_number(tmp_path):
    clip = probe(make_film(tmp_path / "film.mkv", 320, 180, 3, codec="ffv1", timecode="10:59:59:24"))
    burn = BurnIn(clip)
    plates = [drawn(burn, clip, 1)[0][-20:, :200], drawn(burn, clip, 2)[0][-20:, :200]]
    assert (plates[0] != plates[1]).any()
    assert (words("11:00:00:00", 180, 211) != words("11:00:00:01", 180, 211)).any()


def test_the_picture_beside_the_words_is_untouched(tmp_path):
    clip = probe(make_film(tmp_path / "film.mkv", 320, 240, 1, codec="ffv1"))
    luma = next(iter(read_luma(clip)))
    burnt, cb, cr = BurnIn(clip).draw(0, luma, *neutral(clip))
    np.testing.assert_array_equal(burnt[40:200], luma[40:200])
    assert (burnt[:20, :60] != luma[:20, :60]).any() and not luma.flags.writeable


def test_a_long_name_ends_in_an_ellipsis():
    assert words("a" * 300, 240, 320).shape[1] <= 330
    assert words("a" * 300, 240, 320).shape[1] > 200


def test_a_small_film_is_enlarged_and_the_note_says_so(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4", 64, 48, 4, fps=Fraction(25)))
    with Writer(tmp_path / "out.mp4", clip, "burnin") as writer:
        for luma in read_luma(clip):
            writer.write(luma, *neutral(clip))
    copy = probe(tmp_path / "out.mp4")
    assert (copy.width, copy.height, copy.num_frames) == (320, 240, 4)
    assert any("enlarged 5 times" in note for note in writer.notes)
    assert (lumas(copy)[0, -8, 4:60] < 60).any()
