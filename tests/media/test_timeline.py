"""The shots of a film as editing programmes read them."""

from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from lvocal.media.timecode import frame_of, later_timecode
from lvocal.media.timeline import listed, write_edl, write_otio
from lvocal.values import Clip, Shot, UserError

SHOTS = (Shot(0, 40), Shot(40, 101), Shot(101, 130))
WORDS = ("a red coat, blue sky", "", "coat = red;\nsea = #00aabb")


def clip_of(fps: Fraction, timecode: str | None, frames: int = 130) -> Clip:
    return Clip(
        Path("/away/Old film.mov"), 64, 48, fps, 1 / fps, tuple(range(frames)), "yuv420p", 8, False, "bt709",
        False, timecode=timecode,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fps", "timecode"),
    [
        (Fraction(25), "10:00:00:00"),
        (Fraction(24000, 1001), "00:59:58:20"),
        (Fraction(30000, 1001), "00:59:58;20"),
        (Fraction(50), None),
        (Fraction(221, 10), None),
    ],
)
def test_otio_holds_shots_times_words_and_the_file(tmp_path, fps, timecode):
    clip = clip_of(fps, timecode)
    write_otio(tmp_path / "a.otio", clip, listed("take", SHOTS, WORDS), Path("/elsewhere/take.mov"))
    timeline = otio.adapters.read_from_file(str(tmp_path / "a.otio"))
    cuts = list(timeline.find_clips())
    assert [cut.name for cut in cuts] == ["take shot 001", "take shot 002", "take shot 003"]
    first = frame_of(timecode or "00:00:00:00", fps)
    for cut, shot in zip(cuts, SHOTS, strict=True):
        assert cut.source_range.start_time.value == first + shot.start
        assert cut.source_range.duration.value == len(shot)
        assert cut.media_reference.target_url == "take.mov"
        assert cut.media_reference.available_range.duration.value == 130
    assert [[marker.comment for marker in cut.markers] for cut in cuts] == [[WORDS[0]], [], [WORDS[2]]]
    assert timeline.global_start_time.value == pytest.approx(3600 * round(fps), rel=0.002)
    assert timeline.duration().value == 130
    assert "/" not in cuts[0].media_reference.target_url


def test_otio_speaks_of_a_folder_of_pictures_by_number(tmp_path):
    (tmp_path / "take-exr").mkdir()
    (tmp_path / "take-exr" / "frame_00000000.exr").write_bytes(b"")
    clip = clip_of(Fraction(25), "10:00:00:00")
    write_otio(tmp_path / "a.otio", clip, listed("take", SHOTS, WORDS), tmp_path / "take-exr")
    cut = list(otio.adapters.read_from_file(str(tmp_path / "a.otio")).find_clips())[1]
    pictures = cut.media_reference
    assert pictures.target_url_for_image_number(40) == "take-exr/frame_00000040.exr"
    assert pictures.frame_for_time(cut.source_range.start_time) == 40


@pytest.mark.parametrize(
    ("fps", "timecode"), [(Fraction(25), "10:00:00:00"), (Fraction(24000, 1001), None), (Fraction(24), None)]
)
def test_the_edl_is_read_back_by_a_reader_of_somebody_else(tmp_path, fps, timecode):
    clip = clip_of(fps, timecode)
    write_edl(tmp_path / "a.edl", clip, listed("take", SHOTS, WORDS), Path("take-prores.mov"))
    timeline = otio.adapters.read_from_file(str(tmp_path / "a.edl"), rate=float(fps))
    cuts = list(timeline.find_clips())
    assert [cut.name for cut in cuts] == ["take shot 001", "take shot 002", "take shot 003"]
    for cut, shot in zip(cuts, SHOTS, strict=True):
        start = later_timecode(timecode or "00:00:00:00", shot.start, fps)
        assert cut.source_range.start_time.to_timecode(float(fps)) == start
        assert cut.source_range.duration.value == len(shot)
    assert cuts[0].markers[0].name == "a red coat, blue sky"
    assert cuts[2].markers[0].name == "coat = red; sea = #00aabb"


def test_the_edl_counts_as_ntsc_does(tmp_path):
    clip = clip_of(Fraction(30000, 1001), "00:00:58;20")
    write_edl(tmp_path / "a.edl", clip, listed("take", SHOTS, WORDS), Path("take.mov"))
    text = (tmp_path / "a.edl").read_text()
    assert "FCM: DROP FRAME" in text
    assert "001  OLDFILM  V     C        00:00:58;20 00:01:00;02 01:00:00;00 01:00:01;10" in text
    assert "* SOURCE FILE: take.mov" in text and "/away" not in text


def test_an_edl_ends_at_999_shots(tmp_path):
    shots = tuple(Shot(k, k + 1) for k in range(1000))
    items = listed("take", shots, [""] * 1000)
    with pytest.raises(UserError, match="OpenTimelineIO"):
        write_edl(tmp_path / "a.edl", clip_of(Fraction(25), None, 1000), items, Path("take.mov"))
