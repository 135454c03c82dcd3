"""A film copied without its tags is the same to look at and to hear, and tells nothing of its maker."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from lvocal.media.untagged import copy_untagged, tags_of
from lvocal.media.video import probe, read_rgb
from lvocal.values import UserError
from tests.media.films import make_film

SECRET = ("Method Seven", "Anna", "2024-05-01T12:00:00")


def tag(source, target):
    """The same film with tags in the container and in every stream."""
    with av.open(str(source)) as film, av.open(str(target), "w") as out:
        out.metadata.update(title=SECRET[0], artist=SECRET[1], creation_time=SECRET[2], comment="by us")
        copies = [out.add_stream_from_template(stream) for stream in film.streams]
        for copy in copies:
            copy.metadata.update(handler_name=SECRET[0], language="deu", encoder=SECRET[1])
        for packet in film.demux():
            if packet.size:
                packet.stream = copies[packet.stream.index]
                out.mux(packet)
    return target


def packets(path, kind):
    with av.open(str(path)) as film:
        stream = getattr(film.streams, kind)[0]
        return [(p.pts, p.dts, p.duration, p.is_keyframe, bytes(p)) for p in film.demux(stream) if p.size]


def samples(path):
    with av.open(str(path)) as film:
        return np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1)


@pytest.fixture
def film(tmp_path):
    plain = make_film(tmp_path / "plain.mp4", 66, 48, 12, chroma=30, sound="aac")
    return tag(plain, tmp_path / "film.mp4")


def test_nothing_is_left_that_tells_the_maker(film, tmp_path):
    assert SECRET[0] in tags_of(film).values() and b"x264" in film.read_bytes()
    copy_untagged(film, tmp_path / "bare.mp4")
    assert tags_of(tmp_path / "bare.mp4") == {}
    data = (tmp_path / "bare.mp4").read_bytes()
    assert not [word for word in (*SECRET, "by us", "x264", "Lavf", "deu") if word.encode() in data]


def test_one_stream_does_not_hide_the_tags_of_another(tmp_path):
    path = make_film(tmp_path / "a.mp4", sound="aac", timecode="01:00:00:00")
    assert tags_of(path)["handler_name"] == "TimeCodeHandler"
    with av.open(str(path)) as film:
        assert film.streams[0].metadata["handler_name"] == "VideoHandler"


def test_films_that_differ_in_tags_alone_become_one(film, tmp_path):
    for name in ("plain", "film"):
        copy_untagged(tmp_path / f"{name}.mp4", tmp_path / f"{name}-bare.mp4")
    assert (tmp_path / "plain-bare.mp4").read_bytes() == (tmp_path / "film-bare.mp4").read_bytes()


def test_packets_stay_to_the_bit_but_for_the_note_of_the_encoder(film, tmp_path):
    bare = tmp_path / "bare.mp4"
    copy_untagged(film, bare)
    assert packets(bare, "audio") == packets(film, "audio")
    (first, *rest), (before, *others) = packets(bare, "video"), packets(film, "video")
    assert rest == others and first[:-1] == before[:-1]
    assert before[-1].endswith(first[-1]) and b"x264" in before[-1]
    assert np.array_equal(samples(bare), samples(film))


@pytest.mark.parametrize(
    "kind",
    [
        {"sound": "aac"}, {"rotation": 90}, {"timecode": "01:00:00:00"}, {"fps": Fraction(30000, 1001)},
        {"aspect": Fraction(4, 3)}, {"full_range": True}, {"options": {"bf": "3", "g": "100"}},
        {"pts": [0, 1, 2, 5, 6, 7, 9, 10, 11, 15, 16, 17]}, {"codec": "mpeg4"},
        {"pixels": "yuv444p", "width": 65},
    ],
)  # fmt: skip
def test_pictures_and_all_that_is_known_of_them_stay(kind, tmp_path):
    source = make_film(tmp_path / "a.mp4", **{"width": 64, "chroma": 20, **kind})
    copy_untagged(source, tmp_path / "b.mp4")
    one, other = probe(source), probe(tmp_path / "b.mp4")
    assert replace(other, path=one.path, timecode=one.timecode) == one
    assert other.timecode is None
    for before, after in zip(read_rgb(one), read_rgb(other), strict=True):
        assert np.array_equal(before, after)


def test_a_copy_of_a_copy_shows_the_same(film, tmp_path):
    copy_untagged(film, tmp_path / "b.mp4")
    copy_untagged(tmp_path / "b.mp4", tmp_path / "c.mp4")
    for kind in ("video", "audio"):
        assert packets(tmp_path / "c.mp4", kind) == packets(tmp_path / "b.mp4", kind)


def test_what_cannot_be_copied_leaves_nothing(tmp_path):
    (tmp_path / "text.mp4").write_text("no film" * 1000)
    web = make_film(tmp_path / "v.webm", codec="libvpx")
    for source, said in ((tmp_path / "text.mp4", "not a video"), (web, "into an MP4")):
        before = set(tmp_path.iterdir())
        with pytest.raises(UserError, match=said):
            copy_untagged(source, tmp_path / "out.mp4")
        assert set(tmp_path.iterdir()) == before
