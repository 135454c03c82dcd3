"""An excerpt is the right piece of a clip, with the sound of exactly that time."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lvocal.evaluate.clips import sheets
from lvocal.evaluate.clips.excerpt import Excerpt
from lvocal.evaluate.clips.footage import Footage
from lvocal.media.audio import read_audio
from lvocal.media.video import probe, read_rgb
from lvocal.values import Shot, UserError
from tests.evaluate.clips import film, frames_folder
from tests.media.films import tone


def pictures(path: Path, start: int = 0, stop: int | None = None) -> np.ndarray:
    return np.stack(list(read_rgb(probe(path), start, stop)))


def test_the_whole_clip_is_the_film_itself(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    assert Excerpt().is_whole and Excerpt().of(path, tmp_path) == path
    assert not Excerpt(frames=4).is_whole and not Excerpt(px=16).is_whole
    assert [file.name for file in tmp_path.iterdir()] == ["a.mp4"]


def test_it_is_the_middle_of_the_longest_shot_to_the_bit(tmp_path: Path, monkeypatch) -> None:
    path = film(tmp_path / "a.mp4", num_frames=20)
    monkeypatch.setattr(sheets, "find_shots", lambda clip: [Shot(0, 6), Shot(6, 16), Shot(16, 20)])
    found = Excerpt(frames=4).of(path, tmp_path)
    assert np.array_equal(pictures(found), pictures(path, 9, 13))
    assert np.array_equal(pictures(Excerpt(frames=99).of(path, tmp_path)), pictures(path, 6, 16))


def test_it_is_made_smaller_in_its_shape_and_never_larger(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    small = pictures(Excerpt(px=16).of(path, tmp_path))
    assert small.shape == (6, 16, 24, 3)
    halved = pictures(path).reshape(6, 16, 2, 24, 2, 3).mean(axis=(2, 4))
    assert np.abs(small - halved).max() <= 0.5
    assert np.array_equal(pictures(Excerpt(px=999).of(path, tmp_path)), pictures(path))


@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30_000, 1001)])
def test_its_sound_is_that_of_its_own_time(tmp_path: Path, fps: Fraction) -> None:
    path = film(tmp_path / "a.mov", num_frames=50, fps=fps, sound="pcm_s16le", sound_sec=2.0)
    clip = probe(found := Excerpt(frames=10).of(path, tmp_path))
    start, stop = round(20 / fps * 48_000), round(30 / fps * 48_000)
    heard = read_audio(found).samples
    assert (clip.num_frames, clip.fps, heard.shape) == (10, fps, (2, stop - start))
    assert np.abs(heard - tone(2.0)[:, start:stop]).max() < 2 / 32768


def test_a_whole_clip_made_smaller_keeps_all_its_sound(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", sound="pcm_s16le")
    assert np.array_equal(read_audio(Excerpt(px=16).of(path, tmp_path)).samples, read_audio(path).samples)


def test_frames_of_uneven_times_keep_theirs_in_the_sound(tmp_path: Path) -> None:
    """The second half is filmed at half the rate."""
    times = [*range(10), *range(10, 30, 2)]
    path = film(tmp_path / "a.mkv", num_frames=20, pts=times, sound="pcm_s16le", sound_sec=1.2)
    heard = read_audio(Excerpt(frames=10).of(path, tmp_path)).samples  # frames 5 to 14
    start, stop = round(5 / 25 * 48_000), round(20 / 25 * 48_000)
    assert heard.shape == (2, stop - start)
    assert np.abs(heard - tone(1.2)[:, start:stop]).max() < 2 / 32768


@pytest.mark.parametrize("heard", [{}, {"sound": "pcm_s16le", "sound_sec": 0.1}], ids=["silent", "over"])
def test_where_nothing_sounds_the_excerpt_is_silent(tmp_path: Path, heard) -> None:
    path = film(tmp_path / "a.mkv", num_frames=20, **heard)
    clip = probe(Excerpt(frames=4).of(path, tmp_path))
    assert clip.audio is None and clip.num_frames == 4


def test_a_folder_of_frames_has_excerpts_as_well(tmp_path: Path) -> None:
    bear = Footage("bear", frames_folder(tmp_path / "bear", 8))
    found = Excerpt(frames=3, px=16).of(bear.film(tmp_path), tmp_path)
    assert pictures(found).shape == (3, 16, 24, 3)


def test_what_is_no_film_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"no film")
    with pytest.raises(UserError, match="not a video file"):
        Excerpt(frames=3).of(tmp_path / "broken.mp4", tmp_path)
