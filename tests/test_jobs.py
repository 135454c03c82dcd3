"""A job tells its readers the truth, whenever they come."""

from pathlib import Path

import pytest

from lvocal.jobs import Job
from lvocal.values import Cancelled, ColorizeRequest, Progress, UserError

REQUEST = ColorizeRequest(Path("film.mp4"))


class Clock:
    def __init__(self) -> None:
        self.now_sec = 100.0

    def __call__(self) -> float:
        return self.now_sec


def new_job(clock=None):
    return Job(REQUEST, "anna", clock or Clock(), ahead=lambda job: 0)


def test_ids_cannot_be_guessed():
    ids = {new_job().id for _ in range(100)}
    assert len(ids) == 100 and min(map(len, ids)) >= 16


def test_time_left_follows_from_time_spent():
    clock = Clock()
    job = new_job(clock)
    job.start()
    clock.now_sec += 30
    job.report(Progress("colouring", 0.25, "…"))
    assert job.progress.eta_sec == pytest.approx(90)


def test_no_time_left_is_told_from_too_little():
    job = new_job()
    job.start()
    job.report(Progress("reading", 0.0, "…"))
    assert job.progress.eta_sec is None


def test_time_left_that_the_work_knows_is_kept():
    job = new_job()
    job.start()
    job.report(Progress("colouring", 0.5, "…", eta_sec=7.0))
    assert job.progress.eta_sec == 7.0


def test_a_late_reader_gets_the_newest_progress_and_the_end():
    job = new_job()
    job.start()
    for fraction in (0.1, 0.2, 0.3):
        job.report(Progress("colouring", fraction, "…", eta_sec=1.0))
    job.finish()
    for _ in range(2):
        assert [event.fraction for event in job.events()] == [0.3]


def test_every_reader_meets_the_problem():
    job = new_job()
    job.start()
    job.finish(UserError("The film is empty.", "Copy it again."))
    assert job.state == "failed"
    for _ in range(2):
        with pytest.raises(UserError, match="empty"):
            list(job.events())


def test_a_waiting_job_is_cancelled_at_once_and_never_starts():
    job = new_job()
    job.cancel()
    assert job.state == "cancelled" and not job.start()
    with pytest.raises(Cancelled):
        list(job.events())


def test_a_running_job_stops_at_its_next_check():
    job = new_job()
    job.start()
    job.check()
    job.cancel()
    assert job.state == "running"
    with pytest.raises(Cancelled):
        job.check()
    job.finish(Cancelled())
    assert job.state == "cancelled"
