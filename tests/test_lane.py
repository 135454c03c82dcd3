"""One worker: films one after another, people in turns, and an end that leaves nothing behind."""

import pytest

from lvocal.sample import pipeline
from lvocal.values import Cancelled, Progress, UserError


def test_films_run_one_after_another_in_the_order_they_came(stage):
    s = stage()
    jobs = [s.queue(name) for name in ("one", "two")]
    s.go(6)
    for job in jobs:
        list(job.events())
    expected = ["one 0", "one 1", "one 2", "one left", "two 0", "two 1", "two 2", "two left"]
    assert s.log == expected and [job.state for job in jobs] == ["done", "done"]


def test_places_in_the_queue_count_down(stage):
    s = stage()
    one, two, three = (s.queue(name) for name in ("one", "two", "three"))
    s.wait_for_step()
    assert [job.queue_position for job in (one, two, three)] == [0, 1, 2]
    two.cancel()
    assert (two.state, three.queue_position) == ("cancelled", 1)
    s.go(6)
    list(three.events())
    assert three.queue_position == 0 and not [
        line for line in s.log if line.startswith("two ") and "left" not in line
    ]


def test_cancelling_stops_a_film_at_its_next_step_and_the_next_film_runs(stage):
    s = stage()
    one, two = s.queue("one"), s.queue("two")
    s.wait_for_step()
    one.cancel()
    s.go(4)
    with pytest.raises(Cancelled):
        list(one.events())
    list(two.events())
    assert (one.state, two.state) == ("cancelled", "done") and "one 0" not in s.log


def test_a_failing_film_tells_its_reader_and_the_next_film_runs(stage, monkeypatch):
    s = stage()

    def broken(request, networks, folder, check):
        yield Progress("reading", 0.0, "…")
        raise UserError("The film is empty.", "Copy it again.")

    monkeypatch.setattr(pipeline, "colorize", broken)
    one = s.queue("one")
    with pytest.raises(UserError, match="empty"):
        list(one.events())
    monkeypatch.setattr(pipeline, "colorize", s.film)
    two = s.queue("two")
    s.go()
    list(two.events())
    assert (one.state, two.state) == ("failed", "done")


def test_a_closed_lane_takes_nothing_and_leaves_no_thread(stage):
    s = stage()
    job = s.queue("film")
    s.wait_for_step()
    still = s.ask("still")
    job.cancel()
    s.go()
    s.lane.close()
    with pytest.raises(Cancelled):
        list(job.events())
    with pytest.raises((Cancelled, RuntimeError)):
        still.result(0)
        s.ask("too late")
    with pytest.raises(RuntimeError, match="closed"):
        s.queue("too late")
