"""A folder of pictures becomes a film of just these pictures."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lvocal.media.audio import read_audio
from lvocal.media.picture_film import film_from_pictures, lossless_film, pictures_in
from lvocal.media.stills import png_bytes
from lvocal.media.video import probe, read_luma, read_rgb
from lvocal.values import UserError, Waveform
from tests.media.films import tone


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


def test_a_film_without_loss_keeps_its_pictures_and_its_sound(tmp_path: Path) -> None:
    """Slower than a frame in ten seconds, where a writer that waits for sound gives up waiting."""
    given, sound = [picture(n) for n in range(4)], Waveform(tone(40.0), 48_000)
    path = lossless_film(tmp_path / "film.mkv", given, Fraction(1, 10), sound)
    clip, heard = probe(path), read_audio(path)
    assert clip.fps == Fraction(1, 10) and np.array_equal(np.stack(list(read_rgb(clip))), np.stack(given))
    assert heard.samples.shape == sound.samples.shape
    assert np.abs(heard.samples - sound.samples).max() <= 0.5 / 32768 + 1e-7


def test_sound_of_16_bits_comes_back_to_the_bit_and_louder_sound_is_cut(tmp_path: Path) -> None:
    codes = np.arange(-32768, 32768, dtype=np.float32).reshape(1, -1).repeat(2, axis=0)
    sound = Waveform(codes / 32768, 48_000)
    path = lossless_film(tmp_path / "film.mkv", [picture(0)], Fraction(1), sound)
    assert np.array_equal(read_audio(path).samples * 32768, codes)
    path = lossless_film(tmp_path / "loud.mkv", [picture(0)], Fraction(1), Waveform(codes / 8192, 48_000))
    assert np.array_equal(read_audio(path).samples * 32768, (codes * 4).clip(-32768, 32767))


def test_one_channel_of_another_rate_is_a_sound_as_well(tmp_path: Path) -> None:
    sound = Waveform(tone(1.0, 44_100, channels=1), 44_100)
    path = lossless_film(tmp_path / "film.mkv", [picture(0)], Fraction(1), sound)
    assert probe(path).audio.channels == 1
    heard = read_audio(path, 44_100, channels=1)
    assert np.abs(heard.samples - sound.samples).max() <= 0.5 / 32768 + 1e-7


def test_a_sound_of_no_length_is_none(tmp_path: Path) -> None:
    nothing = Waveform(np.zeros((2, 0), np.float32), 48_000)
    clip = probe(lossless_film(tmp_path / "film.mkv", [picture(0)], Fraction(1), nothing))
    assert clip.num_frames == 1 and clip.audio is None


def test_a_frame_of_another_size_is_refused_and_never_stretched(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Frame 1 of film has 51x36"):
        lossless_film(tmp_path / "film.mkv", [picture(0), picture(1, height=36)], Fraction(24))


def test_numbers_of_any_length_are_in_their_order(tmp_path: Path) -> None:
    for name in ("frame10.png", "frame9.png", "frame1.PNG", "frame2b.png", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in pictures_in(tmp_path)] == [
        "frame1.PNG", "frame2b.png", "frame9.png", "frame10.png",
    ]  # fmt: skip
