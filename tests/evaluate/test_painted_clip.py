"""A painted clip is the app's own film beside the truth, frame by frame, at one size."""

from pathlib import Path

import numpy as np
import pytest

import lvocal.evaluate.clips.painted_clip as painted_clip
from lvocal.evaluate.clips.excerpt import smaller
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.painted_clip import PaintedClip, paint_clip
from lvocal.evaluate.clips.suite import Setup
from lvocal.media.video import probe, read_rgb
from lvocal.model.bundle import tiny_networks
from lvocal.values import UserError
from tests.evaluate.clips import film, frames_folder
from tests.evaluate.pictures import SETTINGS


def paint(path: Path, compare_px: int = 0, has_truth: bool = True, caption: str = "") -> PaintedClip:
    setup = Setup(path.parent, SETTINGS, compare_px)
    return paint_clip(Footage(path.name, path, caption), tiny_networks(), setup, has_truth)


def test_every_frame_stands_beside_its_truth_at_source_size(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", sound="aac")
    clip = paint(path, caption="a red car")
    assert clip.painted.shape == (6, 32, 48, 3)
    assert np.array_equal(clip.truth, np.stack(list(read_rgb(probe(path)))))
    assert clip.has == {"truth", "sound", "caption"} and clip.luma_error == 0


def test_frames_of_a_folder_are_the_truth_to_the_bit_and_have_no_sound(tmp_path: Path) -> None:
    clip = paint(frames_folder(tmp_path / "bear"))
    assert clip.has == {"truth"} and clip.luma_error == 0
    left, right = clip.truth[0, :, :24].mean(axis=(0, 1)), clip.truth[0, :, 24:].mean(axis=(0, 1))
    assert left.argmax() == 1 and right.argmax() == 0


def test_the_same_request_and_seed_give_the_same_clip(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    assert np.array_equal(paint(path).painted, paint(path).painted)


def test_grey_is_the_painted_picture_without_its_colours(tmp_path: Path) -> None:
    clip = paint(film(tmp_path / "a.mp4"))
    assert np.ptp(clip.gray, axis=-1).max() == 0 and np.ptp(clip.painted, axis=-1).max() > 0
    luma = clip.painted[clip.some] @ np.array([0.2126, 0.7152, 0.0722])
    assert np.abs(clip.gray[..., 0] - luma).max() <= 0.5 + 1e-4


@pytest.mark.parametrize(("px", "size"), [(0, (48, 32)), (16, (24, 16)), (999, (48, 32))])
def test_pictures_are_made_smaller_and_never_larger(px: int, size: tuple[int, int]) -> None:
    assert smaller(48, 32, px) == size


def test_a_film_without_colours_has_no_truth(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", chroma=0)
    with pytest.raises(UserError, match="no colours"):
        paint(path)
    assert paint(path, has_truth=False).truth is None


def test_long_films_are_refused_before_they_are_coloured(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(painted_clip, "LONGEST_SEC", 0.1)
    with pytest.raises(UserError, match="Cut it"):
        paint(film(tmp_path / "a.mp4"))
