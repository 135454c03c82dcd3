"""What the list of jobs and the row of takes are told of a visit."""

from pathlib import Path

import numpy as np
import pytest

from lvocal.engine import Engine
from lvocal.jobs import Job
from lvocal.media.stills import png_bytes
from lvocal.settings import ColorizeSettings
from lvocal.ui.jobs_view import current_job, jobs_value, kind_of_job, seen_mark
from lvocal.ui.status import job_status, spoken_sec
from lvocal.ui.takes_view import takes_value
from lvocal.ui.visits import Visit
from lvocal.values import Cancelled, ColorizeRequest, Progress, UserError
from tests.ui.test_takes import make_take

REQUEST = ColorizeRequest(Path("street.mp4"))


@pytest.fixture
def engine(tmp_path):
    with Engine(root=tmp_path / "rooms") as engine:
        yield engine


@pytest.fixture
def visit(tmp_path) -> Visit:
    return Visit("v" * 22, tmp_path)


def job_of(visit: Visit, name: str, request: ColorizeRequest = REQUEST) -> Job:
    job = Job(request, visit.id, lambda: 0.0)
    job.name = name
    visit.jobs.append(job)
    return job


def test_the_list_says_what_how_far_and_how_long(engine, visit, tmp_path):
    job = job_of(visit, "Take 1")
    job.start()
    still = tmp_path / "growing.png"
    still.write_bytes(png_bytes(np.zeros((8, 8, 3), np.uint8)))
    job.report(Progress("colouring", 0.4, "Colouring: 4 of 10 frames", 12.0, still))
    (shown,) = jobs_value(visit, engine)["jobs"]
    assert (shown["name"], shown["film"], shown["kind"], shown["state"]) == (
        "Take 1",
        "street.mp4",
        "full",
        "running",
    )
    assert (shown["fraction"], shown["eta_sec"]) == (0.4, 12.0) and shown["thumb"]["path"] == str(still)


def test_a_failed_job_says_why_and_what_to_do(engine, visit):
    job = job_of(visit, "Take 1")
    job.start()
    job.finish(UserError("The film is empty.", "Copy it again."))
    (shown,) = jobs_value(visit, engine)["jobs"]
    assert (shown["state"], shown["text"], shown["remedy"]) == (
        "failed",
        "The film is empty.",
        "Copy it again.",
    )


def test_an_interrupted_job_can_be_tried_again(visit):
    job = job_of(visit, "Take 1")
    job.recall("interrupted")
    assert job.is_over and job_status(job)["remedy"] == "Try it again."


@pytest.mark.parametrize(
    ("wishes", "kind"), [({}, "full"), ({"draft": True}, "draft"), ({"master": "ffv1"}, "delivery")]
)
def test_every_job_is_of_a_kind(visit, wishes, kind):
    assert kind_of_job(job_of(visit, "x", ColorizeRequest(Path("f.mp4"), **wishes))) == kind


def test_the_status_line_speaks_of_what_runs_then_of_what_waits_then_of_the_newest(visit):
    assert current_job(visit) is None
    over, waiting, running = (job_of(visit, name) for name in ("over", "waiting", "running"))
    running.start()
    over.recall("cancelled", Cancelled())
    assert current_job(visit) is running
    running.finish()
    assert current_job(visit) is waiting
    waiting.cancel()
    assert current_job(visit) is running


def test_a_waiting_job_says_how_many_go_before_it_and_how_long_that_takes():
    job = Job(REQUEST, "anna", lambda: 0.0, ahead=lambda job: 2)
    assert job_status(job)["text"] == "Waiting for 2 other films"
    assert job_status(job, 40.0)["text"] == "Waiting for 2 other films, about 40 s"


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (89, "89 s"), (90, "2 min"), (600, "10 min")])
def test_seconds_are_spoken_as_people_do(seconds, words):
    assert spoken_sec(seconds) == words


def test_the_mark_changes_with_what_is_seen_and_only_then(engine, visit):
    before = seen_mark(jobs_value(visit, engine))
    assert seen_mark(jobs_value(visit, engine)) == before
    job_of(visit, "Take 1")
    assert seen_mark(jobs_value(visit, engine)) != before


def test_takes_are_marked_as_what_they_are_and_masters_are_not_among_them(visit, tmp_path):
    silent = ColorizeSettings(music_strength=0, ambience_strength=0)
    visit.takes = [
        make_take(tmp_path, 1, request=ColorizeRequest(Path("a.mp4"), draft=True), complete=False),
        make_take(tmp_path, 2, request=ColorizeRequest(Path("a.mp4"), settings=silent)),
        make_take(tmp_path, 3, request=ColorizeRequest(Path("a.mp4"), master="ffv1")),
    ]
    value = takes_value(visit)
    assert [take["marks"] for take in value["takes"]] == [["draft", "stopped"], ["text only"]]
    assert [take["other"] for take in value["takes"]] == ["a.mp4", "a.mp4"] and not value["undo"]
