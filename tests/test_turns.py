"""People take turns; everybody's own films keep the order that person gave them."""

import pytest

from lvocal.jobs import Job
from lvocal.turns import Turns
from tests.lane_stage import REQUEST, Clock


def film(turns: Turns, session: str, name: str) -> Job:
    job = Job(REQUEST, session, Clock())
    job.name = name
    turns.add(job)
    return job


def names(turns: Turns) -> list[str]:
    return [job.name for job in turns.order()]


def run_all(turns: Turns) -> list[str]:
    done = []
    while (job := turns.take()) is not None:
        job.start()
        done.append(job.name)
        job.finish()
        turns.done()
    return done


def test_five_films_of_one_person_do_not_hold_back_the_first_of_another():
    turns = Turns()
    for number in range(5):
        film(turns, "anna", f"a{number}")
    film(turns, "bert", "b0")
    assert names(turns) == ["a0", "b0", "a1", "a2", "a3", "a4"]
    assert run_all(turns) == ["a0", "b0", "a1", "a2", "a3", "a4"]


def test_whoever_comes_while_a_film_runs_is_next():
    turns = Turns()
    for number in range(3):
        film(turns, "anna", f"a{number}")
    running = turns.take()
    running.start()
    film(turns, "bert", "b0")
    assert names(turns) == ["b0", "a1", "a2"]


def test_a_stream_of_newcomers_holds_nobody_back_for_ever():
    turns = Turns()
    film(turns, "anna", "a0")
    film(turns, "anna", "a1")
    done = []
    for guest in range(5):
        job = turns.take()
        job.start()
        film(turns, f"guest {guest}", f"g{guest}")
        done.append(job.name)
        job.finish()
        turns.done()
    assert done == ["a0", "g0", "a1", "g1", "g2"]


@pytest.mark.parametrize(
    ("way", "expected"),
    [("up", ["a0", "a2", "a1"]), ("front", ["a2", "a0", "a1"]), ("down", ["a0", "a1", "a2"])],
)
def test_a_film_moves_among_those_of_its_own_person(way, expected):
    turns = Turns()
    *_, last = (film(turns, "anna", f"a{number}") for number in range(3))
    assert turns.move(last, way) == (expected != ["a0", "a1", "a2"])
    assert names(turns) == expected


def test_moving_ones_own_films_changes_no_one_elses_place():
    turns = Turns()
    film(turns, "anna", "a0")
    film(turns, "bert", "b0")
    film(turns, "anna", "a1")
    film(turns, "bert", "b1")
    turns.move(turns.order()[3], "front")
    assert names(turns) == ["a0", "b1", "a1", "b0"]


def test_a_stopped_film_leaves_the_line_and_cannot_be_moved():
    turns = Turns()
    one, two = film(turns, "anna", "a0"), film(turns, "anna", "a1")
    one.cancel()
    assert names(turns) == ["a1"] and not turns.move(one, "front")
    assert run_all(turns) == ["a1"] and two.state == "done" and not turns.order()
