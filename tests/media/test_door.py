"""Nothing is opened that is not a film, whatever it is called."""

from fractions import Fraction

import av
import pytest

from lvocal.media.door import MAX_PIXELS, MAX_SEC, check_length, check_size, film_kind, open_film
from lvocal.media.video import probe
from lvocal.values import UserError
from tests.media.films import make_film


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.mp4", b"", "empty"),
        ("notes.mp4", b"dear diary, today I coloured a film " * 50, "not a video"),
        ("list.m3u8.mp4", b"#EXTM3U\n#EXT-X-VERSION:3\n", "not a video"),
        ("picture.mp4", b"\x89PNG\r\n\x1a\n" + bytes(500), "not a video"),
        ("song.mp4", b"ID3\x04" + bytes(500), "not a video"),
        ("zeros.mp4", bytes(5000), "not a video"),
        ("stub.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(12), "cut off"),
        ("stub.mkv", b"\x1a\x45\xdf\xa3" + bytes(300), "cut off"),
    ],
)
def test_what_is_no_film_is_refused_in_words(tmp_path, name, content, word):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=word) as refusal:
        probe(path)
    assert refusal.value.remedy


def test_a_play_list_called_film_never_reaches_the_file_it_names(tmp_path):
    make_film(tmp_path / "secret.mp4")
    trap = tmp_path / "film.mp4"
    trap.write_text("ffconcat version 1.0\nfile secret.mp4\n")
    with pytest.raises(UserError, match="not a video"):
        open_film(trap)


def test_missing_files_and_folders_are_told_apart(tmp_path):
    with pytest.raises(UserError, match="no file"):
        probe(tmp_path / "nowhere.mp4")
    with pytest.raises(UserError, match="folder"):
        probe(tmp_path)


@pytest.mark.parametrize(
    ("ending", "codec", "kind"),
    [
        ("webm", "libvpx-vp9", "matroska"),
        ("mkv", "libx264", "matroska"),
        ("mov", "libx264", "mov"),
        ("avi", "mpeg4", "avi"),
        ("ts", "libx264", "mpegts"),
        ("flv", "libx264", "flv"),
        ("mpg", "mpeg2video", "mpeg"),
        ("wmv", "msmpeg4v3", "asf"),
    ],
)
def test_the_bytes_decide_not_the_name(tmp_path, ending, codec, kind):
    film = make_film(tmp_path / f"film.{ending}", codec=codec)
    renamed = film.rename(tmp_path / "film.mp4")
    assert film_kind(renamed) == kind
    assert probe(renamed).num_frames == 12


def test_a_protocol_in_the_name_is_only_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_film(tmp_path / "one.mp4")
    odd = (tmp_path / "one.mp4").rename(tmp_path / "concat:one.mp4|two.mp4")
    assert probe(type(odd)("concat:one.mp4|two.mp4")).num_frames == 12


def test_sound_alone_is_no_film(tmp_path):
    make_film(tmp_path / "film.mp4", sound="aac")
    with av.open(str(tmp_path / "film.mp4")) as source, av.open(str(tmp_path / "sound.mp4"), "w") as out:
        stream = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    with pytest.raises(UserError, match="no picture"):
        probe(tmp_path / "sound.mp4")


@pytest.mark.parametrize(
    ("width", "height", "word"), [(1, 1, "too small"), (640, 8, "too small"), (7680, 4320, "limit")]
)
def test_pictures_outside_the_limits_are_refused(width, height, word):
    with pytest.raises(UserError, match=word) as refusal:
        check_size(width, height)
    assert refusal.value.remedy


def test_the_limits_themselves_are_allowed():
    check_size(4096, MAX_PIXELS // 4096)
    check_size(16, 16)
    check_length(MAX_SEC)


def test_a_one_pixel_film_is_refused_on_opening(tmp_path):
    with pytest.raises(UserError, match="too small"):
        probe(make_film(tmp_path / "dot.mkv", 1, 1, codec="ffv1"))


def test_a_film_beyond_4k_is_refused_on_opening(tmp_path):
    film = make_film(tmp_path / "8k.mov", 7680, 1300, 1, codec="mjpeg", pixels="yuvj420p")
    with pytest.raises(UserError, match="4K"):
        probe(film)


def test_hours_are_refused_on_opening(tmp_path):
    ticks = [hour * 3600 for hour in range(4)]
    film = make_film(tmp_path / "long.mp4", num_frames=4, pts=ticks, time_base=Fraction(1, 1))
    with pytest.raises(UserError, match="minutes"):
        probe(film)
