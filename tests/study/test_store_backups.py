"""A backup is whole at every moment, and only ever of one file; a missing database comes back from it."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from lvocal.study.store import backups
from lvocal.study.store.store_nouns import Counts
from lvocal.study.store.vote_store import Store
from lvocal.values import UserError
from tests.study.store_world import (
    MANIFEST,
    STUDY,
    answer,
    answer_all,
    faults,
    long_plan,
    open_store,
    plan,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "votes.sqlite"


@pytest.fixture
def to(tmp_path):
    return tmp_path / "safe" / "votes-backup.sqlite"


@pytest.fixture
def store(path):
    made = open_store(path)
    yield made
    made.close()


def lose(store: Store, path: Path) -> None:
    """As when the disk goes with the program."""
    store.close()
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def test_a_lost_database_comes_back_as_it_was_at_the_backup(store, path, to):
    anna = store.join({"workerId": "anna"}, {"screen": 1}, plan)
    answer_all(store, anna)
    store.finish(anna.code)
    store.backup(to)
    before = (store.participants(), store.votes(), store.counts())
    store.join({}, {}, plan)
    lose(store, path)
    again = open_store(path, backup=to)
    assert (again.participants(), again.votes(), again.counts()) == before
    assert again.join({}, {}, plan).number == 1
    again.backup(to)
    assert open_store(path.with_name("third.sqlite"), backup=to).counts().joined == 2


def test_a_backup_is_one_private_file(store, to):
    store.join({}, {}, plan)
    store.backup(to)
    store.backup(to)
    assert [file.name for file in to.parent.iterdir()] == [to.name]
    assert to.stat().st_mode & 0o777 == 0o600
    assert faults(to) == []
    assert [file.name for file in to.parent.iterdir()] == [to.name], "reading it leaves nothing beside it"


def test_a_database_that_is_there_is_never_replaced(store, path, to):
    store.backup(to)
    me = store.join({}, {}, plan)
    store.close()
    assert open_store(path, backup=to).participants() == [me]


def test_without_a_backup_a_study_begins(path, to):
    assert open_store(path, backup=to).counts() == Counts()


def test_an_empty_file_counts_as_missing(store, path, to):
    me = store.join({}, {}, plan)
    store.backup(to)
    lose(store, path)
    path.touch()
    assert open_store(path, backup=to).participants() == [me]


def test_the_log_of_a_lost_database_is_not_played_into_the_copy(store, path, to):
    me = store.join({}, {}, plan)
    store.backup(to)
    store.vote(answer(me, plan(0)[0]))
    log = Path(f"{path}-wal")
    left = log.read_bytes()
    assert left
    lose(store, path)
    log.write_bytes(left)
    again = open_store(path, backup=to)
    assert again.counts() == Counts(joined=1)
    assert Path(f"{log}.stranded").read_bytes() == left
    assert faults(path) == []


def test_backups_are_whole_while_votes_come_in(store, to, tmp_path):
    people = [store.join({}, {}, long_plan) for _ in range(4)]

    def vote_on(person):
        return sum(store.vote(answer(person, trial)) for trial in long_plan(0)[:80])

    with ThreadPoolExecutor(5) as threads:
        running = [threads.submit(vote_on, person) for person in people]
        seen = []
        while not all(done.done() for done in running) or not seen:
            least = store.counts().votes
            store.backup(to)
            most = store.counts().votes
            assert faults(to) == []
            copy = open_store(tmp_path / f"{len(seen)}.sqlite", backup=to)
            seen.append(copy.counts().votes)
            copy.close()
            assert least <= seen[-1] <= most
        assert sum(done.result() for done in running) == 320
    assert seen == sorted(seen)
    store.backup(to)
    assert open_store(tmp_path / "last.sqlite", backup=to).counts().votes == 320


def test_a_backup_replaces_nothing_but_its_own_like(store, path, to, tmp_path):
    to.parent.mkdir()
    other = open_store(tmp_path / "other.sqlite")
    other.join({}, {}, plan)
    other.backup(to)
    before = to.read_bytes()
    with pytest.raises(UserError, match="not a backup"):
        store.backup(to)
    assert to.read_bytes() == before
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear")
    for place in (letter, path, tmp_path):
        with pytest.raises(UserError, match="not a backup"):
            store.backup(place)
    assert letter.read_text() == "Dear"
    with pytest.raises(UserError, match="cannot be written"):
        store.backup(letter / "votes.sqlite")
    assert store.join({}, {}, plan).number == 0, "the store itself goes on"


def test_a_fresh_start_cannot_overwrite_the_backup_of_what_was_lost(store, path, to):
    store.join({}, {}, plan)
    store.backup(to)
    lose(store, path)
    fresh = open_store(path)
    with pytest.raises(UserError, match="move votes.sqlite away"):
        fresh.backup(to)
    fresh.close()
    path.rename(path.with_name("away.sqlite"))
    assert open_store(path, backup=to).counts().joined == 1


@pytest.mark.parametrize("study", ["other", STUDY])
def test_the_backup_of_another_study_is_refused_before_it_is_put_in_place(store, path, to, study):
    store.backup(to)
    lose(store, path)
    with pytest.raises(UserError, match="for the study|another manifest"):
        Store(path, study, MANIFEST if study == "other" else "sha256:4567", backup=to)
    assert not path.exists()


def test_what_is_no_backup_is_refused_before_it_is_put_in_place(path, to):
    to.parent.mkdir()
    to.write_text("not at all" * 100)
    with pytest.raises(UserError, match="not a database"):
        open_store(path, backup=to)
    assert not path.exists()


@pytest.mark.parametrize("damage", [slice(0, 4096), slice(5, 7)])
def test_a_damaged_copy_does_not_take_the_place_of_a_good_one(store, path, to, damage):
    """A whole page is gone, which reading notices; or where its cells begin, which only a check does."""
    for _ in range(30):
        store.join({}, {}, plan)
    store.backup(to)
    good = to.read_bytes()
    store.close()
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'trials'").fetchone()
    spoilt = bytearray(path.read_bytes())
    for byte in range(4096)[damage]:
        spoilt[4096 * (root - 1) + byte] = 0
    path.write_bytes(spoilt)
    again = open_store(path)
    with pytest.raises(UserError, match="damaged|malformed"):
        again.backup(to)
    assert to.read_bytes() == good


def test_what_a_killed_backup_left_behind_does_no_harm(store, to, monkeypatch):
    me = store.join({}, {}, plan)
    to.parent.mkdir()
    for left in ("", "-journal", "-wal"):
        Path(f"{to}.part{left}").write_bytes(b"half" * 999)
    store.backup(to)
    assert open_store(to.with_name("copy.sqlite"), backup=to).participants() == [me]

    def no_room(path):
        raise OSError(28, "No space left on device")

    good = to.read_bytes()
    monkeypatch.setattr(backups, "_flush", no_room)
    store.join({}, {}, plan)
    with pytest.raises(UserError, match="No space left"):
        store.backup(to)
    assert to.read_bytes() == good
