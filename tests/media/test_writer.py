"""What is written is what came in: luma, times, size, sound; and the colour is BT.709."""

from fractions import Fraction
from hashlib import sha256

import av
import numpy as np
import pytest

from lvocal.media.masters import SUFFIX
from lvocal.media.timecode import later_timecode
from lvocal.media.video import probe, read_luma, read_rgb
from lvocal.media.writer import Writer
from lvocal.values import Cancelled, UserError
from tests.media.films import DATA, drawing, lumas, make_film, needs_clips, neutral

KINDS = [None, "prores", "ffv1"]
UNEVEN = [2, 5, 6, 12, 13, 14, 32, 33, 47, 48, 49, 82]
TIME_BASE = Fraction(1, 600)


def colorize(path, clip, master=None, start=0, stop=None, **kind):
    """Write a clip with a little colour everywhere; the written path and its notes."""
    path = path.with_suffix(SUFFIX[master])
    cb, cr = neutral(clip)
    with Writer(path, clip, master, start=start, **kind) as writer:
        for luma in read_luma(clip, start, stop):
            writer.write(luma, cb - 0.05, cr + 0.1)
    return path, writer.notes


@pytest.mark.parametrize(("pixels", "depth"), [("yuv420p", 8), ("yuv420p10le", 10), ("yuv420p12le", 12)])
@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize(("width", "height"), [(64, 48), (33, 17)])
def test_the_archive_master_keeps_luma_to_the_bit(tmp_path, pixels, depth, full_range, width, height):
    film = make_film(
        tmp_path / "film.mkv",
        width,
        height,
        5,
        codec="ffv1",
        pixels=pixels,
        depth=depth,
        full_range=full_range,
    )
    clip = probe(film)
    copy = probe(colorize(tmp_path / "out", clip, "ffv1")[0])
    assert (copy.bit_depth, copy.full_range, copy.matrix) == (depth, full_range, "bt709")
    np.testing.assert_array_equal(lumas(copy), lumas(clip))


@pytest.mark.parametrize("master", KINDS)
@pytest.mark.parametrize(("width", "height"), [(64, 48), (65, 48), (64, 47), (33, 17), (16, 16), (18, 300)])
def test_size_count_and_luma_survive_every_kind(tmp_path, master, width, height):
    clip = probe(make_film(tmp_path / "film.mkv", width, height, 6, codec="ffv1"))
    path, notes = colorize(tmp_path / "out", clip, master)
    copy = probe(path)
    assert (copy.width, copy.height, copy.num_frames) == (width, height, 6)
    difference = lumas(copy).astype(int) / 2 ** (copy.bit_depth - 8) - lumas(clip)
    assert np.sqrt(np.mean(difference**2)) < {None: 3.0, "prores": 0.5, "ffv1": 1e-9}[master]
    odd = bool(width % 2 or height % 2)
    assert any("odd size" in note for note in notes) is (odd and master is None)
    assert any("odd width" in note for note in notes) is (bool(width % 2) and master == "prores")


@pytest.mark.parametrize("master", [None, "prores"])
@pytest.mark.parametrize("first", [0, 2, 61])
def test_every_uneven_time_stamp_survives(tmp_path, master, first):
    ticks = [tick + first for tick in UNEVEN]
    film = make_film(tmp_path / "film.mp4", pts=ticks, time_base=TIME_BASE, fps=Fraction(30))
    clip = probe(film)
    copy = probe(colorize(tmp_path / "out", clip, master)[0])
    assert [tick * copy.time_base for tick in copy.pts] == [tick * clip.time_base for tick in clip.pts]
    assert copy.duration_sec == clip.duration_sec


def test_a_recorded_broadcast_starts_at_zero(tmp_path):
    ticks = [9 * 3600 * 90000 + 3600 * number for number in range(12)]
    film = make_film(tmp_path / "film.ts", pts=ticks, time_base=Fraction(1, 90000))
    clip = probe(film)
    copy = probe(colorize(tmp_path / "out", clip)[0])
    assert clip.pts[0] >= 9 * 3600 * 90000
    assert copy.pts[0] == 0 and copy.duration_sec == clip.duration_sec


def test_matroska_rounds_times_to_milliseconds_and_says_so(tmp_path):
    film = make_film(tmp_path / "film.mp4", pts=UNEVEN, time_base=TIME_BASE, fps=Fraction(30))
    clip = probe(film)
    path, notes = colorize(tmp_path / "out", clip, "ffv1")
    copy = probe(path)
    for number in range(clip.num_frames):
        assert abs(copy.time_sec(number) - clip.time_sec(number)) <= 0.001
    assert any("milliseconds" in note for note in notes)


@pytest.mark.parametrize("master", KINDS)
def test_rate_aspect_and_timecode_survive(tmp_path, master):
    rate = Fraction(24000, 1001)
    film = make_film(tmp_path / "film.mov", fps=rate, aspect=Fraction(16, 11), timecode="10:59:58:20")
    path, notes = colorize(tmp_path / "out", probe(film), master)
    copy = probe(path)
    assert copy.fps == rate
    assert copy.sample_aspect == Fraction(16, 11) or any("16:11" in note for note in notes)
    assert copy.timecode == "10:59:58:20"


@pytest.mark.parametrize("rotation", [90, 180])
def test_a_turned_film_is_written_upright(tmp_path, rotation):
    clip = probe(make_film(tmp_path / "film.mp4", rotation=rotation, options={"qp": "0"}))
    copy = probe(colorize(tmp_path / "out", clip, "ffv1")[0])
    assert copy.rotation == 0
    np.testing.assert_array_equal(lumas(copy)[0], np.rot90(drawing(64, 48, 0), -rotation // 90))


@pytest.mark.parametrize(
    ("master", "red_luma", "curve"), [(None, 63, 13), ("prores", 250, 1), ("ffv1", 63, 1)]
)
def test_red_is_red_in_numbers_and_in_tags(tmp_path, master, red_luma, curve):
    """BT.709 red has Y' = 0.2126: 63 in 8 bits and 250 in 10; with the matrix of BT.601 it would be 81."""
    film = make_film(tmp_path / "film.mkv", num_frames=3, codec="ffv1")
    clip = probe(film)
    path = tmp_path / f"red{SUFFIX[master]}"
    cb, cr = neutral(clip)
    with Writer(path, clip, master) as writer:
        for _ in range(clip.num_frames):
            luma = np.full((48, 64), 63, np.uint8)
            writer.write(luma, cb - 0.2126 / 1.8556, cr + 0.5)
    copy = probe(path)
    assert abs(int(lumas(copy)[0, 20, 20]) - red_luma) <= 2 * (copy.bit_depth > 8)
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    tags = (frame.colorspace, frame.color_primaries, frame.color_trc, frame.color_range)
    assert tuple(int(tag) for tag in tags) == (1, 1, curve, 1)
    np.testing.assert_allclose(next(read_rgb(copy))[20, 20], [255, 0, 0], atol=4)


def test_a_full_range_film_becomes_limited_once(tmp_path):
    clip = probe(make_film(tmp_path / "film.mkv", 64, 48, 2, codec="ffv1", full_range=True))
    copy = probe(colorize(tmp_path / "out", clip, "prores")[0])
    assert not copy.full_range
    expected = 64 + lumas(clip).astype(float) * 876 / 255
    assert np.abs(lumas(copy) - expected).max() <= 5


def test_pictures_for_compositing_keep_luma_within_rounding(tmp_path):
    film = make_film(
        tmp_path / "film.mkv", 33, 17, 4, codec="ffv1", pixels="yuv420p10le", depth=10, sound="aac"
    )
    clip = probe(film)
    folder, _ = colorize(tmp_path / "out", clip, "png")
    assert sorted(path.name for path in folder.iterdir()) == [
        *(f"frame_{number:08d}.png" for number in range(4)),
        "sound.wav",
        "timestamps.txt",
    ]
    for number, luma in enumerate(read_luma(clip)):
        with av.open(str(folder / f"frame_{number:08d}.png")) as picture:
            frame = next(picture.decode(video=0))
        assert frame.format.name == "rgb48be"
        rgb = frame.to_ndarray().astype(float) / 65535
        codes = (rgb @ [0.2126, 0.7152, 0.0722]) * 876 + 64
        assert np.abs(codes - luma).max() < 0.05
    times = (folder / "timestamps.txt").read_text().split("\n")[1:5]
    assert [float(time) for time in times] == [0, 40, 80, 120]


def test_an_occupied_folder_is_left_alone(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=1))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "diary.txt").write_text("dear diary")
    with pytest.raises(UserError, match="holds something"):
        Writer(tmp_path / "mine", clip, "png")
    assert (tmp_path / "mine" / "diary.txt").read_text() == "dear diary"


@pytest.mark.parametrize("master", KINDS)
def test_the_same_job_gives_the_same_file(tmp_path, master):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=40, sound="aac"))
    files = (colorize(tmp_path / f"out{run}", clip, master)[0].read_bytes() for run in range(6))
    assert len({sha256(content).hexdigest() for content in files}) == 1


@pytest.mark.parametrize("master", KINDS)
def test_a_piece_starts_at_zero_with_its_own_frames(tmp_path, master):
    film = make_film(tmp_path / "film.mov", num_frames=30, timecode="00:59:59:24", options={"qp": "0"})
    clip = probe(film)
    copy = probe(colorize(tmp_path / "out", clip, master, start=11, stop=25)[0])
    assert copy.num_frames == 14 and copy.pts[0] == 0
    assert copy.timecode == "01:00:00:10"
    closest = np.abs(lumas(copy)[0].astype(int) // 2 ** (copy.bit_depth - 8) - lumas(clip)[11]).mean()
    assert closest < 2


def test_a_stopped_job_keeps_the_finished_part(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=30, sound="aac"))
    path = tmp_path / "out.mp4"
    with pytest.raises(Cancelled), Writer(path, clip) as writer:
        for luma in read_luma(clip, 0, 10):
            writer.write(luma, *neutral(clip))
        raise Cancelled
    copy = probe(path)
    assert copy.num_frames == 10
    assert copy.audio and copy.audio.duration_sec == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize("master", [*KINDS, "png"])
def test_a_failed_job_leaves_nothing(tmp_path, master):
    clip = probe(make_film(tmp_path / "film.mp4"))
    before = set(tmp_path.iterdir())
    with pytest.raises(ZeroDivisionError), Writer(tmp_path / f"out{SUFFIX[master]}", clip, master) as writer:
        writer.write(next(read_luma(clip)), *neutral(clip))
        raise ZeroDivisionError
    assert set(tmp_path.iterdir()) == before


def test_wrong_calls_are_refused(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=1))
    with pytest.raises(ValueError, match="written to"):
        Writer(tmp_path / "out.mp4", clip, "ffv1")
    with pytest.raises(ValueError, match="start"):
        Writer(tmp_path / "out.mp4", clip, start=1)
    luma, (cb, cr) = next(read_luma(clip)), neutral(clip)
    with pytest.raises(ValueError, match="planes"), Writer(tmp_path / "out.mp4", clip) as writer:
        writer.write(luma, cb[1:], cr)
    with pytest.raises(ValueError, match="one more"), Writer(tmp_path / "out.mp4", clip) as writer:
        writer.write(luma, cb, cr)
        writer.write(luma, cb, cr)


def test_the_index_of_a_browser_film_comes_first(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4"))
    content = colorize(tmp_path / "out", clip)[0].read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(
    ("timecode", "frames", "fps", "later"),
    [
        ("00:00:00:00", 0, Fraction(25), "00:00:00:00"),
        ("00:00:59:24", 1, Fraction(25), "00:01:00:00"),
        ("23:59:59:23", 1, Fraction(24), "00:00:00:00"),
        ("00:00:59;29", 1, Fraction(30000, 1001), "00:01:00;02"),
        ("00:09:59;29", 1, Fraction(30000, 1001), "00:10:00;00"),
        ("00:00:00;00", 107892, Fraction(30000, 1001), "01:00:00;00"),
        ("00:00:59;59", 1, Fraction(60000, 1001), "00:01:00;04"),
        ("reel 4", 9, Fraction(25), "reel 4"),
    ],
)
def test_timecode_counts_as_the_standard_does(timecode, frames, fps, later):
    assert later_timecode(timecode, frames, fps) == later


@needs_clips
@pytest.mark.parametrize("name", ["bw/chaplin.mp4", "faults/odd-rate.mp4", "faults/rate-22.13.mp4"])
def test_real_films_keep_every_frame_and_time(tmp_path, name):
    clip = probe(DATA / name)
    copy = probe(colorize(tmp_path / "out", clip)[0])
    assert [tick * copy.time_base for tick in copy.pts] == [tick * clip.time_base for tick in clip.pts]
    assert (copy.width, copy.height) == (clip.width, clip.height)
