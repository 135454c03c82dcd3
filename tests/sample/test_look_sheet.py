"""Truths of the page about a take: it shows this take, and is a PDF or a PNG."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lvocal.color.looks import dressed, looks
from lvocal.media.picture_file import read_picture
from lvocal.media.video import probe, read_luma
from lvocal.model.bundle import tiny_networks
from lvocal.sample.heard_words import heard_words
from lvocal.sample.look_sheet import before_and_after, film_of, look_sheet, write_look_sheet
from lvocal.sample.pipeline import colorize
from lvocal.sample.sidecar import read_sidecar
from lvocal.settings import ColorizeSettings
from lvocal.values import EMOTIONS, ColorizeRequest, ColorizeResult, ColorRow, Heard, Palette, UserError
from tests.media.films import make_film


@pytest.fixture(scope="module")
def take(tmp_path_factory) -> ColorizeResult:
    folder = tmp_path_factory.mktemp("takes")
    film = make_film(folder / "street.mp4", 64, 48, 6, sound="aac")
    request = ColorizeRequest(
        film, "a street after rain", (ColorRow("coat", "red"),), palette=Palette(("#aa3322", "#224466")),
        settings=ColorizeSettings(paint_px=64, window_frames=5, overlap_frames=1),
    )  # fmt: skip
    *_, result = colorize(dressed(request, looks()["teal-orange"]), tiny_networks(), folder, lambda: None)
    return result


def test_the_page_is_written_as_its_ending_says(tmp_path, take):
    png, pdf = (write_look_sheet(take.sidecar, tmp_path / f"page.{kind}") for kind in ("png", "pdf"))
    assert read_picture(png).shape == (1240, 1754, 3)
    assert pdf.read_bytes().startswith(b"%PDF")
    with pytest.raises(UserError, match="PDF or a PNG"):
        write_look_sheet(take.sidecar, tmp_path / "page.doc")


def test_before_is_the_film_without_its_colours(take):
    before, after = before_and_after(take.video, 2)
    luma = next(iter(read_luma(probe(take.video), 2, 3)))
    assert (before[..., 0] == before[..., 2]).all() and before.shape == after.shape == (*luma.shape, 3)
    assert np.abs(after.astype(int) - before).max() > 5


def test_another_frame_and_another_take_make_another_page(take):
    request, record = read_sidecar(take.sidecar)
    pages = [
        look_sheet(asked, record, *before_and_after(take.video, frame))
        for asked, frame in ((request, 0), (request, 5), (replace(request, prompt="snow"), 0))
    ]
    pictures = [np.asarray(page) for page in pages]
    assert (pictures[0] != pictures[1]).any() and (pictures[0] != pictures[2]).any()


def test_what_was_heard_is_kept_beside_the_film(take):
    _, record = read_sidecar(take.sidecar)
    assert set(record["heard"]) == {"music", "ambience"}


def test_words_are_averaged_over_the_film_and_faint_ones_left_out():
    shares = tuple(0.5 if name in ("awe", "fear") else 0.0 for name in EMOTIONS)
    heard = Heard((0.0, 1.0), (shares, shares), ((("rain", 0.8), ("wind", 0.06)), (("rain", 0.4),)))
    assert heard_words(heard) == {"music": [("awe", 0.5), ("fear", 0.5)], "ambience": [("rain", 0.6)]}
    assert heard_words(Heard((), (), ())) == {"music": [], "ambience": []}


@pytest.mark.parametrize("frame", [-1, 6])
def test_a_frame_beyond_the_film_is_said(take, frame):
    with pytest.raises(UserError, match="0 to 5"):
        before_and_after(take.video, frame)


def test_a_film_that_is_not_there_is_said(tmp_path, take):
    lonely = tmp_path / Path(take.sidecar).name
    lonely.write_bytes(take.sidecar.read_bytes())
    with pytest.raises(UserError, match="No film lies beside"):
        film_of(lonely)
