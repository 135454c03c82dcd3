"""Reading back tells a good file from a bad one."""

from collections.abc import Generator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from lvocal.media import masters
from lvocal.media.masters import SUFFIX, recipe_for
from lvocal.media.readback import read_back
from lvocal.media.video import probe, read_luma
from lvocal.media.writer import Writer
from lvocal.values import Clip, Readback, UserError
from tests.media.films import make_film, neutral

STREAMS = [None, "prores", "dnxhr", "ffv1", "burnin", "chroma"]
ALL = [*STREAMS, "png", "exr"]


def written(path: Path, clip: Clip, master=None, stop=None, **kind) -> Writer:
    """A film with a little colour everywhere."""
    cb, cr = neutral(clip)
    with Writer(path.with_suffix(SUFFIX[master]), clip, master, **kind) as writer:
        for luma in read_luma(clip, writer.start, stop):
            writer.write(luma, cb - 0.04, cr + 0.06)
    return writer


def found(reading: Generator[float, None, Readback]) -> Readback:
    shares = []
    while True:
        try:
            shares.append(next(reading))
        except StopIteration as finished:
            assert shares == sorted(shares) and shares[-1:] in ([], [1])
            return finished.value


@pytest.mark.parametrize("master", ALL)
@pytest.mark.parametrize("fps", [Fraction(25), Fraction(24000, 1001)])
def test_every_kind_that_this_program_writes_is_as_it_should_be(tmp_path, master, fps):
    film = make_film(tmp_path / "film.mov", 256, 128, 8, fps=fps, timecode="10:59:58:20", sound="aac")
    back = found(read_back(written(tmp_path / "out", probe(film), master)))
    assert back.faults == () and back.frames == 8
    said = " ".join(back.said)
    assert "10:59:58:20" in said
    if master in STREAMS:
        assert "BT.709" in said and "own time" in said and f"{fps} frames a second" in said
    if master in (None, "prores", "dnxhr", "ffv1", "burnin"):
        assert "packet for packet" in said
    if master == "ffv1":
        assert back.luma_max == 0 and "to the bit" in said
    elif master in ("burnin", "chroma"):
        assert back.luma_max is None
    else:
        assert 0 <= back.luma_rms <= back.luma_max
        assert back.luma_rms < {None: 3, "prores": 0.5, "dnxhr": 1, "png": 0.01, "exr": 0.05}[master]


@pytest.mark.parametrize("master", ["png", "exr", "prores", "ffv1"])
def test_odd_sizes_uneven_times_and_pieces_are_read_back_as_well(tmp_path, master):
    pts = [2, 5, 6, 12, 13, 14, 32, 33, 47, 48, 49, 82]
    film = make_film(
        tmp_path / "film.mkv", 33, 17, codec="ffv1", pts=pts, time_base=Fraction(1, 600), fps=Fraction(30)
    )
    for start, stop in ((0, None), (3, 9)):
        back = found(read_back(written(tmp_path / f"out{start}", probe(film), master, stop, start=start)))
        assert back.faults == () and back.frames == (stop or 12) - start


def test_dnxhr_refuses_what_it_cannot_hold_in_a_sentence(tmp_path):
    for width, height in ((255, 120), (256, 119), (254, 120), (256, 118)):
        clip = replace(probe(make_film(tmp_path / "film.mp4", num_frames=1)), width=width, height=height)
        with pytest.raises(UserError, match=f"{width}x{height}"):
            recipe_for(clip, "dnxhr")


def test_a_wrong_matrix_is_noticed(tmp_path, monkeypatch):
    """Pixels of BT.709 that say they were BT.601: the fault this whole check is for."""
    shape = masters.shape_stream

    def mistagged(stream, recipe, clip):
        shape(stream, recipe, clip)
        stream.codec_context.colorspace = 5

    monkeypatch.setattr("lvocal.media.container.shape_stream", mistagged)
    monkeypatch.setattr("lvocal.media.container.BT709", 5)
    clip = probe(make_film(tmp_path / "film.mp4", 64, 64, 4))
    cb, cr = neutral(clip)
    with Writer(tmp_path / "out.mp4", clip) as writer:
        for luma in read_luma(clip):
            writer.write(luma, cb - 0.1, cr + 0.25)
    back = found(read_back(writer))
    assert any("tags" in fault for fault in back.faults)
    assert any("R'G'B'" in fault for fault in back.faults) and back.rgb_rms > 4


def test_what_was_changed_afterwards_is_noticed(tmp_path):
    film = make_film(tmp_path / "film.mov", num_frames=10, timecode="01:00:00:00", sound="aac")
    writer = written(tmp_path / "out", probe(film), None)
    other = make_film(tmp_path / "other.mp4", num_frames=9, fps=Fraction(24), sound="mp3", chroma=40)
    other.replace(writer.path)
    back = found(read_back_lenient(writer))
    said = " ".join(back.faults)
    for word in ("9 frames", "Frame times", "frames a second", "Timecode", "sound"):
        assert word in said


def read_back_lenient(writer):
    """The shares end early where the file is shorter."""
    back = yield from read_back(writer)
    yield 1.0
    return back


def test_a_missing_picture_of_a_sequence_is_noticed(tmp_path):
    writer = written(tmp_path / "out", probe(make_film(tmp_path / "film.mp4", num_frames=4)), "png")
    (writer.path / "frame_00000003.png").unlink()
    back = found(read_back_lenient(writer))
    assert any("3 pictures, not 4" in fault for fault in back.faults)


@pytest.mark.parametrize(("pixels", "depth"), [("yuv420p", 8), ("yuv420p10le", 10)])
def test_source_luma_and_chroma_pass_are_the_archive_master(tmp_path, pixels, depth):
    """The way of the README: FFmpeg takes Y from the source, Cb and Cr from the pass."""
    film = make_film(tmp_path / "film.mkv", 64, 48, 5, codec="ffv1", pixels=pixels, depth=depth)
    clip = probe(film)
    alone, master = (written(tmp_path / kind, clip, kind).path for kind in ("chroma", "ffv1"))
    merged = zip(_frames(film), _frames(alone), _frames(master), strict=True)
    for source, chroma, whole in merged:
        joined = _merge(source, chroma, pixels)
        for plane in range(3):
            np.testing.assert_array_equal(_codes(joined, plane), _codes(whole, plane))


def test_adding_the_pass_less_its_grey_to_the_source_is_the_master(tmp_path):
    """In R'G'B' as numbers, without clipping: source + (pass - grey) = master."""
    clip = probe(make_film(tmp_path / "film.mkv", 64, 48, 3, codec="ffv1", pixels="yuv420p10le", depth=10))
    alone, master = (written(tmp_path / kind, clip, kind).path for kind in ("chroma", "ffv1"))
    grey = (512 - 64) / 876
    for luma, chroma, whole in zip(read_luma(clip), _frames(alone), _frames(master), strict=True):
        source = (luma.astype(float) - 64) / 876
        summed = source[..., None] + _rgb(chroma) - grey
        np.testing.assert_allclose(summed, _rgb(whole), atol=1e-9)


def _frames(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def _merge(source: av.VideoFrame, chroma: av.VideoFrame, pixels: str) -> av.VideoFrame:
    """mergeplanes=0x001112: plane 0 of the first input, planes 1 and 2 of the second."""
    graph = av.filter.Graph()
    ends = [graph.add_buffer(width=f.width, height=f.height, format=f.format.name, time_base=Fraction(1, 25))
            for f in (source, chroma)]  # fmt: skip
    merge, sink = graph.add("mergeplanes", f"0x001112:{pixels}"), graph.add("buffersink")
    for number, end in enumerate(ends):
        end.link_to(merge, 0, number)
    merge.link_to(sink)
    graph.configure()
    for end, frame in zip(ends, (source, chroma), strict=True):
        frame.pts, frame.time_base = 0, Fraction(1, 25)
        end.push(frame)
        end.push(None)
    return graph.pull()


def _codes(frame: av.VideoFrame, index: int) -> np.ndarray:
    plane, kind = frame.planes[index], np.dtype("<u2" if "10" in frame.format.name else np.uint8)
    lines = np.frombuffer(memoryview(plane), kind).reshape(-1, plane.line_size // kind.itemsize)
    return lines[: plane.height, : plane.width]


def _rgb(frame: av.VideoFrame) -> np.ndarray:
    """R'G'B' (H, W, 3) of 10-bit limited range, nothing clipped."""
    planes = [_codes(frame, index).astype(float) for index in range(3)]
    y, cb, cr = planes[0], *(np.kron(plane, np.ones((2, 2))) for plane in planes[1:])
    y, cb, cr = (y - 64) / 876, (cb - 512) / 896, (cr - 512) / 896
    red, blue = y + 1.5748 * cr, y + 1.8556 * cb
    return np.stack([red, (y - 0.2126 * red - 0.0722 * blue) / 0.7152, blue], -1)


def test_the_last_column_of_an_odd_width_has_its_colour_in_prores(tmp_path):
    film = make_film(tmp_path / "film.mkv", 65, 48, 2, codec="ffv1")
    writer = written(tmp_path / "out", probe(film), "prores")
    assert any("4444" in note for note in writer.notes)
    picture = _frames(writer.path)[0].to_ndarray(format="rgb24").astype(int)
    assert np.abs(picture[:, -1] - picture[:, -2]).max() < 20
