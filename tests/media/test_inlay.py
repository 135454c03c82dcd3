"""A text inside films and pictures comes out again, whole, and harms nothing."""

import json
from fractions import Fraction
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from lvocal.media.exr import write_exr
from lvocal.media.inlay import text_in, with_text
from lvocal.media.masters import SUFFIX
from lvocal.media.stills import png_bytes
from lvocal.media.video import probe, read_luma
from lvocal.media.writer import Writer
from lvocal.values import UserError
from tests.media.films import make_film, neutral

LONG = json.dumps({"prompt": "rød frakke, 赤い車 \n" * 8000}, ensure_ascii=False)
"""Beyond the 64 KB at which the old tags of QuickTime end."""


@pytest.mark.parametrize("master", [None, "prores", "dnxhr", "ffv1", "png", "exr", "burnin", "chroma"])
@pytest.mark.parametrize("text", ['{"a": 1}', LONG])
def test_every_kind_of_file_carries_a_text_of_any_length(tmp_path, master, text):
    film = make_film(tmp_path / "film.mov", 256, 120, 3, fps=Fraction(24), timecode="10:00:00:00")
    path = tmp_path / f"out{SUFFIX[master]}"
    clip = probe(film)
    with Writer(path, clip, master, text=text) as writer:
        for luma in read_luma(clip):
            writer.write(luma, *neutral(clip))
    assert text_in(path) == text
    if path.is_file():
        assert probe(path).timecode == "10:00:00:00"


def test_a_still_with_a_text_is_the_same_picture():
    rgb = np.random.default_rng(0).integers(0, 255, (5, 7, 3), np.uint8)
    png = with_text(png_bytes(rgb), LONG)
    with Image.open(BytesIO(png)) as picture:
        assert (np.asarray(picture) == rgb).all()
        assert picture.info["lvocal"] == LONG


def test_files_without_a_text_have_none(tmp_path):
    (tmp_path / "still.png").write_bytes(png_bytes(np.zeros((4, 4, 3), np.uint8)))
    write_exr(tmp_path / "still.exr", np.zeros((4, 4, 3)), Fraction(1))
    film = make_film(tmp_path / "film.mp4", num_frames=1)
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "still.png", tmp_path / "still.exr", film, tmp_path / "empty"):
        assert text_in(path) is None


@pytest.mark.parametrize("start", [b"", b"hello", b"\x89PNG\r\n\x1a\nrubbish", b"\x76\x2f\x31\x01rubbish"])
def test_broken_files_are_said_in_words(tmp_path, start):
    (tmp_path / "x.bin").write_bytes(start)
    with pytest.raises(UserError, match="x.bin"):
        text_in(tmp_path / "x.bin")
    with pytest.raises(UserError, match="no file"):
        text_in(tmp_path / "gone.png")
