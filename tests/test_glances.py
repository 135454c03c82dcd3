"""Short questions are answered before films, and only the newest of each page."""

import pytest

from lvocal.glances import Glance
from lvocal.values import Cancelled, UserError, Weights
from tests.lane_stage import PATIENCE_SEC


def test_a_still_is_answered_between_two_steps_and_before_waiting_films(stage):
    s = stage()
    job, other = s.queue("film"), s.queue("next")
    s.wait_for_step()
    still = s.ask("still", session="bert")
    s.go(1)
    assert still.result(PATIENCE_SEC) == "still"
    s.go(5)
    list(job.events())
    list(other.events())
    assert s.log[:3] == ["film 0", "still", "film 1"] and s.log[-1] == "next left"


def test_a_newer_still_replaces_the_waiting_one_of_its_own_page_only(stage):
    s = stage()
    job = s.queue("film")
    s.wait_for_step()
    old, other, heard = s.ask("r"), s.ask("other", session="bert"), s.ask("heard", kind="listen")
    new = s.ask("red")
    with pytest.raises(Cancelled):
        old.result(0)
    s.go()
    list(job.events())
    assert [answer.result(PATIENCE_SEC) for answer in (new, other, heard)] == ["red", "other", "heard"]
    assert "r" not in s.log


def test_a_still_of_another_engine_waits_for_the_film(stage):
    s = stage()
    job = s.queue("film")
    s.wait_for_step()
    still = s.ask("still", engine="wan")
    s.go()
    list(job.events())
    assert still.result(PATIENCE_SEC) == "still"
    assert s.log.index("film 2") < s.log.index("still")


def test_a_failing_still_tells_whoever_asked(stage):
    s = stage()

    def broken(networks):
        raise UserError("No such frame.", "Choose another.")

    with pytest.raises(UserError, match="No such frame"):
        s.lane.ask(Glance("preview", "anna", Weights(), broken)).result(PATIENCE_SEC)
    assert s.ask("after").result(PATIENCE_SEC) == "after"
