"""Visits outlive a reload, end after their page, and are never shared."""

from pathlib import Path
from threading import Event

import pytest

from lvocal.rooms import Rooms
from lvocal.ui.visits import Visits


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return Rooms(tmp_path / "rooms")


def test_a_reload_finds_its_visit_and_nobody_else_does(rooms):
    visits = Visits(rooms.folder, rooms.leave)
    first = visits.enter(None, "page one")
    visits.close_page("page one")
    assert visits.enter(first.id, "page two") is first
    assert visits.enter(None, "page three") is not first
    assert visits.enter("A" * 22, "page four") is not first


def test_a_made_up_id_is_not_taken_over(rooms):
    visits = Visits(rooms.folder, rooms.leave)
    assert visits.enter("A" * 22, "page").id != "A" * 22


@pytest.mark.parametrize("claim", ["", "../../etc", "A" * 21, "A" * 23, None])
def test_what_is_no_id_is_refused(rooms, claim):
    with pytest.raises(ValueError, match="id"):
        Visits(rooms.folder, rooms.leave).find(claim)


def test_a_visit_ends_after_its_page(rooms):
    left = Event()
    visits = Visits(rooms.folder, lambda visit: (rooms.leave(visit), left.set()), grace_sec=0)
    visit = visits.enter(None, "page")
    visits.close_page("page")
    assert left.wait(30)
    assert not visit.folder.exists()


def test_a_visit_with_an_open_page_stays(rooms):
    left = []
    visits = Visits(rooms.folder, left.append, grace_sec=3600)
    visit = visits.enter(None, "one")
    visits.enter(visit.id, "two")
    visits.close_page("one")
    visits.end(visit.id)
    assert left == []
    assert visits.find(visit.id) is visit


def test_a_folder_that_was_swept_away_takes_the_visit_along(rooms):
    visits = Visits(rooms.folder, rooms.leave)
    visit = visits.enter(None, "page")
    rooms.leave(visit.id)
    fresh = visits.find(visit.id)
    assert fresh is not visit
    assert fresh.folder.is_dir()
