"""The arithmetic of times told in advance; no test here measures one."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from lvocal.estimate import Estimate, estimate, passes, wait_sec, work_of
from lvocal.jobs import Job
from lvocal.settings import ColorizeSettings
from lvocal.speeds import KEPT, ROUGH, Speeds
from lvocal.values import AudioTrack, Clip, ColorizeRequest, ColorizeResult, Heard, Progress, Weights
from tests.lane_stage import Clock

CLIP = Clip(
    path=Path("film.mp4"), width=832, height=480, fps=Fraction(25), time_base=Fraction(1, 25),
    pts=tuple(range(100)), pixel_format="yuv420p", bit_depth=8, full_range=False, matrix="bt709",
    has_color=False, audio=AudioTrack("aac", 48_000, 2, 4.0),
)  # fmt: skip
REQUEST = ColorizeRequest(Path("film.mp4"))


def result_of(seconds: dict[str, float], **more) -> ColorizeResult:
    return ColorizeResult(Path("v"), Path("s"), Path("p"), CLIP, Heard((), (), ()), seconds, **more)


def test_work_is_counted_in_megapixels_and_seconds_of_sound():
    work = work_of(REQUEST, CLIP)
    assert work["reading"] == work["writing h264"] == pytest.approx(832 * 480 * 100 / 1e6)
    assert work["listening"] == 4.0
    assert work_of(REQUEST, replace(CLIP, audio=None))["listening"] == 0


def test_frames_that_windows_share_are_counted_twice():
    alone = work_of(REQUEST, replace(CLIP, pts=tuple(range(81))))["colouring"]
    assert work_of(REQUEST, CLIP)["colouring"] == pytest.approx(2 * alone)


@pytest.mark.parametrize(
    ("wishes", "expected"), [({}, 1), ({"steps": 4}, 4), ({"steps": 4, "guidance": 3.0}, 8),
                             ({"guidance": 2.0, "sound_guidance": 2.0}, 3)],
)  # fmt: skip
def test_guidance_costs_passes_of_its_own(wishes, expected):
    assert passes(ColorizeSettings(**wishes)) == expected


def test_a_draft_is_a_quarter_of_the_painting_and_less_to_write():
    full, draft = work_of(REQUEST, CLIP), work_of(replace(REQUEST, draft=True), CLIP)
    assert full["colouring"] / draft["colouring"] == pytest.approx(4, rel=0.1)
    assert draft["writing h264"] < full["writing h264"] / 3 and draft["reading"] == full["reading"]


def test_before_any_measurement_the_time_is_rough():
    rough, work = ROUGH["mini"], work_of(REQUEST, CLIP)
    expected = sum(rough[stage] * units for stage, units in work.items())
    assert estimate(REQUEST, CLIP, Speeds()) == Estimate(pytest.approx(expected), True)


def test_an_engine_that_nobody_measured_has_no_estimate():
    assert estimate(replace(REQUEST, weights=Weights("wan")), CLIP, Speeds()) is None


def test_a_finished_film_teaches_the_speed_of_this_machine(tmp_path):
    spent = {"reading": 1.0, "listening": 2.0, "colouring": 30.0, "writing": 4.0}
    speeds = Speeds(tmp_path / "speeds.json")
    speeds.remember(REQUEST, result_of(spent))
    assert estimate(REQUEST, CLIP, speeds) == Estimate(pytest.approx(37.0, rel=1e-3), False)
    again = Speeds(tmp_path / "speeds.json")
    assert estimate(REQUEST, CLIP, again) == estimate(REQUEST, CLIP, speeds)


def test_a_kind_of_file_never_written_here_is_rough_again():
    speeds = Speeds()
    speeds.remember(REQUEST, result_of({"reading": 1.0, "listening": 2.0, "colouring": 30.0, "writing": 4.0}))
    assert estimate(replace(REQUEST, master="prores"), CLIP, speeds).is_rough


def test_a_stopped_film_teaches_nothing_and_old_films_are_forgotten():
    speeds = Speeds()
    speeds.remember(REQUEST, result_of({"colouring": 1.0}, complete=False))
    assert speeds.sec_per_unit("mini", "colouring").is_rough
    for seconds in [1000.0] + [1.0] * KEPT:
        speeds.remember(REQUEST, result_of({"colouring": seconds}))
    units = work_of(REQUEST, CLIP)["colouring"]
    assert speeds.sec_per_unit("mini", "colouring").sec == pytest.approx(1 / units, rel=1e-3)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 9, "measured": {}}', '{"version": 1, "measured": [1]}']
)
def test_damaged_speeds_are_measured_anew(tmp_path, text):
    (tmp_path / "speeds.json").write_text(text)
    assert Speeds(tmp_path / "speeds.json").sec_per_unit("mini", "reading").is_rough


def line_of(*names: str) -> list[Job]:
    jobs = [Job(replace(REQUEST, prompt=name), "anna", Clock()) for name in names]
    return jobs


def test_a_place_in_the_queue_waits_for_all_before_it():
    seconds = {"one": 40.0, "two": 30.0, "three": 20.0}
    one, two, three = jobs = line_of(*seconds)
    one.start()
    one.report(Progress("colouring", 0.5, "…", eta_sec=12.0))
    told = lambda request: Estimate(seconds[request.prompt], False)  # noqa: E731
    assert [wait_sec(job, jobs, told) for job in (one, two, three)] == [0.0, 12.0, 42.0]


def test_one_unknown_film_makes_all_later_waits_unknown():
    one, two, three = jobs = line_of("one", "two", "three")
    told = lambda request: None if request.prompt == "two" else Estimate(5.0, False)  # noqa: E731
    assert [wait_sec(job, jobs, told) for job in (one, two, three)] == [0.0, 5.0, None]
