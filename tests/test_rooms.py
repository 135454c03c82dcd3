"""Folders of sessions are private, findable by their owner only, and go away."""

import os
import stat

import pytest

from lvocal.rooms import Rooms


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_each_session_has_one_private_folder(tmp_path):
    rooms = Rooms(tmp_path / "root")
    anna, bert = rooms.folder("anna"), rooms.folder("bert")
    assert anna == rooms.folder("anna") and anna != bert
    assert mode(anna) == mode(bert) == mode(tmp_path / "root") == 0o700
    assert "anna" not in str(anna)


@pytest.mark.parametrize("session", ["../../etc", "", "a/b", "\0"])
def test_a_hostile_session_name_stays_inside(tmp_path, session):
    assert Rooms(tmp_path).folder(session).parent == tmp_path


def test_a_session_that_leaves_takes_only_its_own(tmp_path):
    rooms = Rooms(tmp_path)
    anna, bert = rooms.folder("anna"), rooms.folder("bert")
    (anna / "film.mp4").write_bytes(b"film")
    rooms.leave("anna")
    assert not anna.exists() and bert.exists()
    assert rooms.folder("anna") != anna


def test_sweeping_takes_old_folders_and_spares_young_and_busy_ones(tmp_path):
    rooms = Rooms(tmp_path)
    old, busy = rooms.folder("old"), rooms.folder("busy")
    crashed = tmp_path / "left by a program that crashed"
    crashed.mkdir()
    for path in (old, busy, crashed):
        os.utime(path, (0, 0))
    young = rooms.folder("young")
    assert rooms.sweep(3600, {"busy"}) == ["old"]
    assert sorted(tmp_path.iterdir()) == sorted([busy, young])


def test_asking_for_a_folder_keeps_it_young(tmp_path):
    rooms = Rooms(tmp_path)
    os.utime(rooms.folder("anna"), (0, 0))
    folder = rooms.folder("anna")
    rooms.sweep(3600, set())
    assert folder.exists()


def test_without_a_root_nothing_is_made_until_needed_and_nothing_stays():
    rooms = Rooms()
    rooms.sweep(0, set())
    folder = rooms.folder("anna")
    assert mode(folder.parent) == 0o700
    rooms.close()
    assert not folder.parent.exists()


def test_kept_rooms_are_found_again_by_their_sessions_only(tmp_path):
    first = Rooms(tmp_path / "rooms", keeps=True)
    anna = first.folder("anna")
    (anna / "film.mp4").write_text("…")
    first.close()
    again = Rooms(tmp_path / "rooms", keeps=True)
    assert again.sessions() == ["anna"] and again.find("anna") == anna and again.find("bert") is None
    assert (again.folder("anna") / "film.mp4").exists() and again.folder("bert") != anna
    assert "anna" not in str(anna) and mode(anna / "room.json") == 0o600


def test_looking_for_a_room_does_not_keep_it_young(tmp_path):
    rooms = Rooms(tmp_path)
    os.utime(rooms.folder("anna"), (0, 0))
    rooms.find("anna")
    assert rooms.sweep(3600, set()) == ["anna"]


def test_a_room_with_a_damaged_sign_is_left_to_age(tmp_path):
    Rooms(tmp_path, keeps=True).folder("anna")
    sign = next(tmp_path.glob("*/room.json"))
    for text in ("", "{}", '{"version": 2, "session": "anna"}', '{"version": 1, "session": 3}'):
        sign.write_text(text)
        assert Rooms(tmp_path, keeps=True).sessions() == []


def test_rooms_that_are_kept_need_a_place():
    with pytest.raises(ValueError, match="root"):
        Rooms(keeps=True)
