"""Reading sound: what comes out is what was there, in step with the picture, as far as it can be read."""

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from lvocal.media.audio import read_audio, read_sound, resample, write_wav
from lvocal.values import UserError, Waveform

FAULTS = Path(__file__).parents[2] / "../shared/data/clips/faults"


def tone(seconds: float, rate_hz: int = 48_000, hz: float = 440.0, channels: int = 2) -> Waveform:
    row = 0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)
    return Waveform(np.tile(row.astype(np.float32), (channels, 1)), rate_hz)


def loudest_hz(samples: np.ndarray, rate_hz: int) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * rate_hz / len(samples))


def film_with_sound(
    path: Path, sound: Waveform, sound_from_sec: float, picture_from_sec: float = 0.0
) -> Path:
    """A tiny film whose PCM starts at one time and whose picture at another."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("mpeg4", rate=10, width=32, height=32, pix_fmt="yuv420p")
        audio = out.add_stream("pcm_s16le", rate=sound.rate_hz, layout="stereo")
        for index in range(10):
            picture = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            picture.pts, picture.time_base = index + round(picture_from_sec * 10), Fraction(1, 10)
            out.mux(video.encode(picture))
        codes = (sound.samples.T.reshape(1, -1) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(codes, format="s16", layout="stereo")
        frame.sample_rate, frame.time_base = sound.rate_hz, Fraction(1, sound.rate_hz)
        frame.pts = round(sound_from_sec * sound.rate_hz)
        out.mux(audio.encode(frame))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    return path


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("length", [1, 7, 4800, 48_001])
def test_a_written_wave_is_read_back_sample_by_sample(tmp_path, length, channels):
    rng = np.random.default_rng(0)
    sound = Waveform(rng.uniform(-1, 1, (channels, length)).astype(np.float32), 48_000)
    write_wav(tmp_path / "a.wav", sound)
    back = read_audio(tmp_path / "a.wav", 48_000, channels)
    np.testing.assert_allclose(back.samples, sound.samples, atol=1.01 / 32768)


def test_written_waves_clip_instead_of_wrapping(tmp_path):
    write_wav(tmp_path / "a.wav", Waveform(np.full((1, 10), 3.0, np.float32), 8000))
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert set(np.frombuffer(file.readframes(10), "<i2")) == {32767}


@pytest.mark.parametrize("rate_hz", [8000, 16_000, 22_050, 44_100, 96_000])
def test_another_rate_keeps_pitch_and_length(rate_hz):
    sound = resample(tone(1.0), rate_hz, 1)
    assert sound.samples.shape == (1, rate_hz)
    assert loudest_hz(sound.samples[0], rate_hz) == pytest.approx(440, abs=1)


@pytest.mark.parametrize("length", [0, 1, 7, 40])
def test_a_click_shorter_than_the_filter_keeps_its_length(length):
    click = Waveform(np.ones((2, length), np.float32), 48_000)
    assert resample(click, 16_000, 1).samples.shape == (1, round(length / 3))


def test_mono_of_two_equal_channels_is_as_loud():
    mono = resample(tone(0.5), 48_000, 1).samples
    assert np.abs(mono).max() == pytest.approx(0.5, abs=0.01)


def test_sound_that_starts_after_the_picture_begins_with_silence(tmp_path):
    path = film_with_sound(tmp_path / "late.mkv", tone(0.5), sound_from_sec=0.4)
    samples = read_audio(path).samples[0]
    assert len(samples) == pytest.approx(0.9 * 48_000, abs=100)
    assert not samples[: round(0.39 * 48_000)].any()
    assert np.abs(samples[round(0.41 * 48_000) :]).max() > 0.4


def test_sound_from_before_the_first_picture_is_cut(tmp_path):
    path = film_with_sound(tmp_path / "early.mkv", tone(1.0), sound_from_sec=0.0, picture_from_sec=0.5)
    assert read_audio(path).duration_sec == pytest.approx(0.5, abs=0.01)


def test_a_limit_reads_only_the_beginning(tmp_path):
    write_wav(tmp_path / "a.wav", tone(3.0))
    assert read_audio(tmp_path / "a.wav", limit_sec=0.5).samples.shape == (2, 24_000)


def test_a_film_without_sound_has_none(tmp_path):
    with av.open(str(tmp_path / "mute.mp4"), "w") as out:
        stream = out.add_stream("mpeg4", rate=10, width=32, height=32, pix_fmt="yuv420p")
        out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")))
        out.mux(stream.encode(None))
    assert read_audio(tmp_path / "mute.mp4") is None


def test_sound_cut_off_half_way_is_read_as_far_as_it_goes_and_says_where(tmp_path):
    whole = tmp_path / "whole.flac"
    with av.open(str(whole), "w") as out:
        stream = out.add_stream("flac", rate=48_000, layout="stereo")
        noise = np.random.default_rng(0).uniform(-0.5, 0.5, (1, 2 * 48_000 * 4))
        frame = av.AudioFrame.from_ndarray((noise * 32767).astype(np.int16), format="s16", layout="stereo")
        frame.sample_rate = 48_000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert read_sound(whole).stops_sec is None
    data = whole.read_bytes()
    (tmp_path / "half.flac").write_bytes(data[: len(data) // 2])
    half = read_sound(tmp_path / "half.flac")
    assert 1.5 < half.stops_sec < 2.5
    assert half.wave.duration_sec == pytest.approx(half.stops_sec)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.wav", b""),
        ("list.mp4", b"ffconcat version 1.0\nfile x.wav\n"),
        ("words.mp3", b"hello there " * 50),
    ],
)
def test_what_is_no_sound_is_refused_with_a_remedy(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UserError) as problem:
        read_audio(tmp_path / name)
    assert name in problem.value.message and problem.value.remedy


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(UserError, match="no file"):
        read_audio(tmp_path / "nothing.wav")


def test_a_stream_that_fails_while_decoding_gives_what_it_has():
    path = FAULTS / "failing-audio.mp4"
    if not path.exists():
        pytest.skip("the shared fault clips are not here")
    assert read_audio(path, 16_000, 1).duration_sec == pytest.approx(11.2, abs=0.2)
