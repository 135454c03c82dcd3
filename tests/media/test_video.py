"""Every frame is counted once, keeps its time and its luma, and can be reached from anywhere."""

import tracemalloc
from fractions import Fraction
from itertools import islice

import av
import numpy as np
import pytest

from lvocal.media.pixels import gray_unit
from lvocal.media.video import probe, read_luma, read_rgb
from lvocal.values import UserError
from tests.media.films import DATA, drawing, lumas, make_film, needs_clips

UNEVEN = [0, 3, 4, 10, 11, 12, 30, 31, 45, 46, 47, 80]


@pytest.mark.parametrize(
    ("ending", "codec", "pixels"),
    [
        ("mp4", "libx264", "yuv420p"),
        ("mkv", "ffv1", "yuv420p"),
        ("mkv", "ffv1", "gray"),
        ("mkv", "ffv1", "yuva420p"),
        ("mov", "rawvideo", "yuyv422"),
        ("avi", "ffv1", "yuv444p"),
    ],
)
def test_luma_comes_out_as_it_went_in(tmp_path, ending, codec, pixels):
    if pixels == "yuyv422":
        lossless = probe(make_film(tmp_path / "a.mkv", codec="ffv1", pixels="yuv422p"))
        clip = probe(_repack(lossless.path, tmp_path / f"film.{ending}", codec, pixels))
    else:
        options = {"qp": "0"} if codec == "libx264" else {}
        film = make_film(tmp_path / f"film.{ending}", codec=codec, pixels=pixels, options=options)
        clip = probe(film)
    expected = np.stack([drawing(64, 48, number) for number in range(12)])
    np.testing.assert_array_equal(lumas(clip), expected)


@pytest.mark.parametrize(("pixels", "depth"), [("yuv420p10le", 10), ("yuv422p12le", 12), ("gray16le", 16)])
def test_deep_luma_keeps_its_bits(tmp_path, pixels, depth):
    clip = probe(make_film(tmp_path / "deep.mkv", codec="ffv1", pixels=pixels, depth=depth))
    assert clip.bit_depth == depth
    np.testing.assert_array_equal(lumas(clip)[3], drawing(64, 48, 3, depth))


@pytest.mark.parametrize(("width", "height"), [(16, 16), (17, 33), (65, 48), (854, 18)])
def test_odd_sizes_keep_their_line_ends(tmp_path, width, height):
    clip = probe(make_film(tmp_path / "odd.mkv", width, height, 3, codec="ffv1"))
    assert (clip.width, clip.height) == (width, height)
    np.testing.assert_array_equal(lumas(clip)[2], drawing(width, height, 2))


@pytest.mark.parametrize(
    ("ending", "codec"),
    [
        ("mp4", "libx264"),
        ("mkv", "libx264"),
        ("ts", "libx264"),
        ("avi", "mpeg4"),
        ("mp4", "libx265"),
        ("webm", "libvpx-vp9"),
        ("webm", "libvpx"),
    ],
)
@pytest.mark.parametrize(("start", "stop"), [(0, 1), (7, 8), (13, 29), (37, 40), (39, 40), (20, 20)])
def test_any_range_equals_the_same_part_of_the_whole(tmp_path, ending, codec, start, stop):
    hard = {  # B-frames, open groups, frames that are never shown
        "libx264": {"crf": "1", "g": "12", "bf": "3", "x264-params": "open-gop=1:log-level=none"},
        "libx265": {"crf": "1", "g": "12", "x265-params": "open-gop=1:bframes=3:log-level=none"},
        "libvpx": {"g": "12", "auto-alt-ref": "1", "lag-in-frames": "16", "crf": "4"},
        "libvpx-vp9": {"g": "12", "auto-alt-ref": "1", "lag-in-frames": "16", "crf": "4"},
        "mpeg4": {"g": "12", "bf": "2", "qscale": "2"},
    }
    film = make_film(tmp_path / f"film.{ending}", num_frames=40, codec=codec, options=hard[codec])
    clip = probe(film)
    assert clip.num_frames == 40
    part = list(read_luma(clip, start, stop))
    assert len(part) == stop - start
    for mine, whole in zip(part, lumas(clip)[start:stop], strict=True):
        np.testing.assert_array_equal(mine, whole)


def test_ranges_outside_the_film_are_wrong_calls(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4"))
    with pytest.raises(ValueError, match="do not lie"):
        list(read_luma(clip, 3, 13))


def test_every_uneven_time_stamp_is_kept(tmp_path):
    film = make_film(tmp_path / "vfr.mp4", pts=UNEVEN, time_base=Fraction(1, 1000))
    clip = probe(film)
    assert [clip.time_sec(number) for number in range(12)] == pytest.approx([tick / 1000 for tick in UNEVEN])
    assert any("rate varies" in note for note in clip.notes)
    assert len(lumas(clip)) == 12


def test_one_frame_is_a_film(tmp_path):
    clip = probe(make_film(tmp_path / "one.mp4", num_frames=1))
    assert clip.num_frames == 1 and clip.duration_sec == pytest.approx(1 / 25)
    assert lumas(clip).shape == (1, 48, 64)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_film_is_handed_out_upright(tmp_path, rotation):
    film = make_film(tmp_path / "turned.mp4", rotation=rotation, aspect=Fraction(4, 3), options={"qp": "0"})
    clip = probe(film)
    sideways = rotation != 180
    assert clip.rotation == rotation
    assert (clip.width, clip.height) == ((48, 64) if sideways else (64, 48))
    assert clip.sample_aspect == (Fraction(3, 4) if sideways else Fraction(4, 3))
    upright = np.rot90(drawing(64, 48, 0), -rotation // 90)
    np.testing.assert_array_equal(lumas(clip)[0], upright)
    assert any(f"turned by {rotation}" in note for note in clip.notes)


def test_facts_of_the_container_are_kept(tmp_path):
    rate = Fraction(30000, 1001)
    film = make_film(
        tmp_path / "f.mov", fps=rate, aspect=Fraction(16, 11), timecode="01:02:03:04", sound="aac"
    )
    clip = probe(film)
    assert clip.fps == rate
    assert clip.sample_aspect == Fraction(16, 11)
    assert clip.timecode == "01:02:03:04"
    assert clip.audio and (clip.audio.codec, clip.audio.rate_hz, clip.audio.channels) == ("aac", 48_000, 2)
    assert clip.notes == ()


def test_full_range_is_noticed_and_white_is_one(tmp_path):
    clip = probe(make_film(tmp_path / "full.mp4", full_range=True))
    assert clip.full_range
    np.testing.assert_allclose(gray_unit(np.array([0, 51, 255], np.uint8), clip), [0, 0.2, 1], atol=1e-6)


def test_limited_range_puts_black_at_16_and_white_at_235(tmp_path):
    clip = probe(make_film(tmp_path / "tv.mp4"))
    assert not clip.full_range
    np.testing.assert_allclose(
        gray_unit(np.array([3, 16, 235, 250], np.uint8), clip), [0, 0, 1, 1], atol=1e-6
    )


@pytest.mark.parametrize(("chroma", "colored"), [(0, False), (30, True)])
def test_a_colour_film_is_told_from_a_grey_one(tmp_path, chroma, colored):
    clip = probe(make_film(tmp_path / "film.mp4", chroma=chroma))
    assert clip.has_color is colored
    assert any("treated as grey" in note for note in clip.notes) is colored


def test_alpha_is_ignored_and_said_so(tmp_path):
    clip = probe(make_film(tmp_path / "alpha.mov", codec="qtrle", pixels="argb"))
    assert clip.has_alpha and any("Transparency" in note for note in clip.notes)


def test_rgb_films_get_bt709_luma(tmp_path):
    frame = av.VideoFrame.from_ndarray(np.full((32, 32, 3), (255, 0, 0), np.uint8), format="rgb24")
    with av.open(str(tmp_path / "red.mkv"), "w") as out:
        stream = out.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "bgr0"
        out.mux(stream.encode(frame.reformat(format="bgr0")))
        out.mux(stream.encode(None))
    clip = probe(tmp_path / "red.mkv")
    assert clip.matrix == "rgb" and clip.full_range
    assert abs(int(lumas(clip)[0, 9, 9]) - round(0.2126 * 255)) <= 1
    np.testing.assert_array_equal(next(read_rgb(clip))[5, 5], [255, 0, 0])


def test_interlaced_film_is_named(tmp_path):
    options = {"crf": "5", "x264-params": "interlaced=1:tff=1"}
    clip = probe(make_film(tmp_path / "fields.mp4", options=options))
    assert clip.interlaced and any("interlaced" in note for note in clip.notes)
    assert clip.num_frames == 12


def test_a_cut_off_film_is_read_as_far_as_it_goes(tmp_path):
    options = {"crf": "1", "movflags": "faststart"}
    film = make_film(tmp_path / "whole.mp4", 160, 120, 60, options={"crf": "1", "g": "5"}, sound="aac")
    with av.open(str(film)) as source, av.open(str(tmp_path / "fast.mp4"), "w", options=options) as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.size:
                packet.stream = streams[packet.stream.index]
                out.mux(packet)
    content = (tmp_path / "fast.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(content[: len(content) // 2])
    clip = probe(tmp_path / "cut.mp4")
    assert 0 < clip.num_frames < 60
    assert any(f"{clip.num_frames} of 60 frames" in note for note in clip.notes)
    whole = lumas(probe(film))
    np.testing.assert_array_equal(lumas(clip), whole[: clip.num_frames])


def test_a_film_without_its_index_is_refused(tmp_path):
    content = make_film(tmp_path / "film.mp4", num_frames=30).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(content[: content.index(b"moov") - 4])
    with pytest.raises(UserError, match="cut off"):
        probe(tmp_path / "cut.mp4")


def test_a_video_stream_without_frames_is_refused(tmp_path):
    film = make_film(tmp_path / "film.mp4", num_frames=3)
    with av.open(str(film)) as container:
        packets = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    content = bytearray(film.read_bytes())
    for position, size in packets:
        content[position : position + size] = bytes(size)
    film.write_bytes(content)
    with pytest.raises(UserError, match="not one frame"):
        probe(film)


def test_a_broken_frame_is_held_and_the_count_stays(tmp_path):
    film = make_film(tmp_path / "film.mp4", num_frames=20, options={"crf": "1", "g": "1"})
    with av.open(str(film)) as container:
        hurt = [packet for packet in container.demux(video=0) if packet.size][7]
    content = bytearray(film.read_bytes())
    content[hurt.pos + 4 : hurt.pos + hurt.size] = bytes(hurt.size - 4)
    film.write_bytes(content)
    clip = probe(film)
    assert clip.num_frames == 20
    frames = lumas(clip)
    np.testing.assert_array_equal(frames[8], lumas(clip, 8, 9)[0])
    np.testing.assert_array_equal(frames[7], frames[6])


def test_frames_are_streamed_not_collected(tmp_path):
    clip = probe(make_film(tmp_path / "long.mp4", 320, 240, 200, options={"preset": "ultrafast"}))
    tracemalloc.start()
    for _ in islice(read_luma(clip), 200):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 320 * 240


def _repack(source, target, codec, pixels):
    with av.open(str(source)) as film, av.open(str(target), "w") as out:
        stream = out.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, pixels
        for frame in film.decode(video=0):
            out.mux(stream.encode(frame.reformat(format=pixels)))
        out.mux(stream.encode(None))
    return target


@needs_clips
@pytest.mark.parametrize("name", ["odd-rate.mp4", "rate-22.13.mp4", "portrait-720x1364.mp4"])
def test_every_packet_of_a_real_film_is_a_frame(name):
    clip = probe(DATA / "faults" / name)
    with av.open(str(clip.path)) as container:
        stamps = sorted(frame.pts for frame in container.decode(video=0))
    assert list(clip.pts) == stamps
    assert sum(1 for _ in read_luma(clip)) == len(stamps)
