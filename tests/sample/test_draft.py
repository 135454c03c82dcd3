"""A draft is the whole film, smaller; a still of the newest frame grows with it."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lvocal.media.picture_file import read_picture
from lvocal.media.video import probe
from lvocal.model.bundle import tiny_networks
from lvocal.sample import pipeline
from lvocal.sample.draft import DRAFT_PX, draft_clip, painting_settings, shrunk
from lvocal.sample.growing import GROWING_PX, STILL_EVERY, GrowingStill
from lvocal.sample.sidecar import read_sidecar
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, Progress
from tests.media.films import make_film

QUICK = ColorizeSettings(paint_px=128, window_frames=5, overlap_frames=1)


def clip_of(width: int, height: int) -> Clip:
    return Clip(
        path=Path("f.mp4"), width=width, height=height, fps=Fraction(25), time_base=Fraction(1, 25),
        pts=(0, 1), pixel_format="yuv420p", bit_depth=8, full_range=False, matrix="bt709", has_color=False,
    )  # fmt: skip


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (853, 481), (4096, 260)])
def test_a_draft_is_small_and_even_and_keeps_its_shape(size):
    small = draft_clip(clip_of(*size))
    assert min(small.width, small.height) == DRAFT_PX and small.width % 2 == small.height % 2 == 0
    assert small.width / small.height == pytest.approx(size[0] / size[1], rel=0.01)


def test_a_small_film_keeps_its_size():
    clip = clip_of(96, 64)
    luma = np.zeros((64, 96), np.uint8)
    assert draft_clip(clip) is clip and shrunk(luma, clip) is luma


@pytest.mark.parametrize(("paint_px", "expected"), [(224, 112), (480, 240), (64, 64)])
def test_a_draft_is_painted_at_half_the_size_with_the_same_seed(paint_px, expected):
    whole = ColorizeRequest(Path("f.mp4"), settings=ColorizeSettings(paint_px=paint_px, seed=7))
    settings = painting_settings(replace(whole, draft=True))
    assert (settings.paint_px, settings.seed) == (expected, 7)
    assert painting_settings(whole) == whole.settings


def test_a_draft_is_never_a_master():
    with pytest.raises(ValueError, match="draft"):
        ColorizeRequest(Path("f.mp4"), draft=True, master="prores")


def test_a_draft_has_every_frame_and_time_of_the_film_and_says_that_it_is_one(tmp_path):
    film = make_film(tmp_path / "street.mp4", 320, 300, 11, sound="aac")
    request = ColorizeRequest(film, settings=QUICK, draft=True)
    *words, result = pipeline.colorize(request, tiny_networks(), tmp_path / "out", lambda: None)
    source, draft = probe(film), probe(result.video)
    assert min(draft.width, draft.height) == DRAFT_PX and result.video.stem.endswith("-draft")
    assert [draft.time_sec(n) for n in range(11)] == [source.time_sec(n) for n in range(11)]
    assert draft.audio is not None and read_sidecar(result.sidecar)[0] == request
    stills = [word.still for word in words if isinstance(word, Progress) and word.still]
    assert stills and all(still.exists() for still in stills)


def test_the_growing_still_is_the_newest_frame_and_the_kept_one_the_middle(tmp_path):
    stills = GrowingStill(tmp_path, "film", num_frames=100)
    assert stills.newest is None
    for written in range(1, 101):
        if stills.wants(written, last=written == 100):
            stills.keep(written, np.full((16, 16, 3), written, np.uint8))
            assert read_picture(stills.newest)[0, 0, 0] == written
    assert read_picture(stills.middle)[0, 0, 0] == 50
    assert sum(stills.wants(n, last=False) for n in range(1, 101)) <= 100 // STILL_EVERY + 2


def test_a_film_stopped_before_its_middle_keeps_its_last_still(tmp_path):
    stills = GrowingStill(tmp_path, "film", num_frames=100)
    stills.keep(1, np.full((16, 16, 3), 1, np.uint8))
    stills.keep(24, np.full((16, 16, 3), 24, np.uint8))
    assert read_picture(stills.middle)[0, 0, 0] == 24


def test_a_still_of_a_large_film_is_bounded(tmp_path):
    stills = GrowingStill(tmp_path, "film", num_frames=4)
    stills.keep(1, np.zeros((1080, 1920, 3), np.uint8))
    assert read_picture(stills.newest).shape == (GROWING_PX, 960, 3)
    assert read_picture(stills.middle).shape == (1080, 1920, 3)
