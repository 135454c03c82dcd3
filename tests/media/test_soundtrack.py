"""Untouched sound is the same to the bit; changed sound is where it belongs; broken sound is not hidden."""

import av
import numpy as np
import pytest

from lvocal.media.audio import read_audio
from lvocal.media.masters import SUFFIX
from lvocal.media.soundtrack import readable_end_sec
from lvocal.media.video import probe, read_luma
from lvocal.media.writer import Writer
from lvocal.values import Waveform
from tests.media.films import DATA, RATE_HZ, make_film, needs_clips, neutral, sound_packets, tone

KINDS = [None, "prores", "ffv1"]


def colorize(path, clip, master=None, start=0, stop=None, **kind):
    """Write a clip without colour; the written path and its notes."""
    path = path.with_suffix(SUFFIX[master])
    with Writer(path, clip, master, start=start, **kind) as writer:
        for luma in read_luma(clip, start, stop):
            writer.write(luma, *neutral(clip))
    return path, writer.notes


@pytest.mark.parametrize("master", KINDS)
@pytest.mark.parametrize(
    ("ending", "codec"),
    [
        ("mp4", "aac"),
        ("mkv", "libmp3lame"),
        ("mkv", "ac3"),
        ("mp4", "alac"),
        ("mov", "pcm_s16le"),
        ("webm", "libopus"),
    ],
)
def test_copied_sound_is_the_same_to_the_bit(tmp_path, master, ending, codec):
    video = "libvpx-vp9" if ending == "webm" else "libx264"
    film = make_film(tmp_path / f"film.{ending}", num_frames=30, codec=video, sound=codec)
    clip = probe(film)
    path, notes = colorize(tmp_path / "out", clip, master)
    carried = not any("cannot carry" in note for note in notes)
    assert carried is not ((codec, master) in {("pcm_s16le", None), ("libopus", "prores")})
    if carried:
        assert [print_ for _, print_ in sound_packets(path)] == [print_ for _, print_ in sound_packets(film)]
    else:
        expected = {None: "aac", "prores": "pcm_s24le"}[master]
        assert (probe(path).audio or clip.audio).codec == expected


@pytest.mark.parametrize("ending", ["mp4", "ts"])
def test_copied_sound_stays_in_step(tmp_path, ending):
    film = make_film(tmp_path / f"film.{ending}", num_frames=50, sound="aac")
    clip = probe(film)
    copy = probe(colorize(tmp_path / "out", clip)[0])
    lags_sec = [sound_packets(one.path)[5][0] - float(one.pts[0] * one.time_base) for one in (clip, copy)]
    assert lags_sec[0] == pytest.approx(lags_sec[1], abs=1e-4)


@pytest.mark.parametrize("master", KINDS)
@pytest.mark.parametrize("start", [0, 10])
def test_new_sound_is_heard_when_it_should_be(tmp_path, master, start):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=50, sound="aac"))
    samples = np.zeros((2, 3 * RATE_HZ), np.float32)
    samples[:, RATE_HZ : RATE_HZ + 400] = 0.8
    path, _ = colorize(tmp_path / "out", clip, master, start, audio=Waveform(samples, RATE_HZ))
    heard = read_audio(path)
    assert heard is not None
    begins_sec = np.flatnonzero(np.abs(heard.samples[0]) > 0.4)[0] / heard.rate_hz
    assert begins_sec == pytest.approx(1 - clip.time_sec(start), abs=0.002)
    assert heard.duration_sec == pytest.approx(2 - clip.time_sec(start), abs=0.03)


@pytest.mark.parametrize(("master", "codec"), [(None, "aac"), ("prores", "pcm_s24le"), ("ffv1", "pcm_s24le")])
@pytest.mark.parametrize("channels", [1, 2])
def test_new_sound_is_aac_for_browsers_and_pcm_in_masters(tmp_path, master, codec, channels):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=25))
    wave = Waveform(tone(1.0, channels=channels), RATE_HZ)
    copy = probe(colorize(tmp_path / "out", clip, master, audio=wave)[0])
    assert copy.audio and (copy.audio.codec, copy.audio.channels) == (codec, channels)


def test_pcm_in_masters_keeps_the_wave(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=25))
    wave = Waveform(tone(1.0), RATE_HZ)
    heard = read_audio(colorize(tmp_path / "out", clip, "prores", audio=wave)[0])
    assert heard is not None
    np.testing.assert_allclose(heard.samples, wave.samples, atol=2e-7)


def test_pictures_get_their_sound_as_a_file(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=25))
    wave = Waveform(tone(2.0), RATE_HZ)
    folder, notes = colorize(tmp_path / "out", clip, "png", start=5, audio=wave)
    heard = read_audio(folder / "sound.wav")
    assert heard is not None
    np.testing.assert_allclose(heard.samples, wave.samples[:, RATE_HZ // 5 : RATE_HZ], atol=2e-7)
    assert any("sound.wav" in note for note in notes)


@pytest.mark.parametrize("audio", ["copy", None])
def test_a_silent_film_stays_silent(tmp_path, audio):
    clip = probe(make_film(tmp_path / "film.mp4", sound=None if audio else "aac"))
    assert probe(colorize(tmp_path / "out", clip, audio=audio)[0]).audio is None


def test_sound_that_breaks_is_named_and_the_film_still_finishes(tmp_path):
    film = make_film(tmp_path / "film.mp4", num_frames=75, sound="aac")
    with av.open(str(film)) as container:
        packets = [(packet.pos, packet.size) for packet in container.demux(audio=0) if packet.size]
    content = bytearray(film.read_bytes())
    for position, size in packets[len(packets) // 2 :]:
        content[position : position + size] = b"\xff" * size
    film.write_bytes(content)
    clip = probe(film)
    end_sec = readable_end_sec(film)
    assert end_sec == pytest.approx(1.5, abs=0.1)
    assert any(f"sound stops at {end_sec:.1f} s" in note for note in clip.notes)
    copy = probe(colorize(tmp_path / "out", clip)[0])
    assert copy.num_frames == 75


def test_sound_shorter_than_the_film_is_mentioned(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=50, sound="aac", sound_sec=0.8))
    assert any("sound stops at 0.8 s; the film lasts 2.0 s" in note for note in clip.notes)


@needs_clips
def test_the_real_film_with_failing_sound_is_coloured_whole(tmp_path):
    clip = probe(DATA / "faults" / "failing-audio.mp4")
    path, _ = colorize(tmp_path / "out", clip)
    assert probe(path).num_frames == clip.num_frames
    assert [print_ for _, print_ in sound_packets(path)] == [print_ for _, print_ in sound_packets(clip.path)]


@needs_clips
def test_a_real_film_keeps_its_sound_to_the_bit(tmp_path):
    clip = probe(DATA / "bw" / "chaplin.mp4")
    path, _ = colorize(tmp_path / "out", clip)
    for copy, source in zip(sound_packets(path), sound_packets(clip.path), strict=True):
        assert copy[1] == source[1]
        assert copy[0] == pytest.approx(source[0], abs=1e-4)
