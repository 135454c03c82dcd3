"""Whoever counts the votes disturbs nobody who casts them."""

import sqlite3
from contextlib import closing

import pytest

from lvocal.study.store.vote_reading import read_votes
from lvocal.values import UserError
from tests.study.store_world import MANIFEST, STUDY, answer, answer_all, open_store, plan
from tests.study.test_store_migrations import make_version_1


def test_a_store_in_use_is_read_as_it_stands(tmp_path):
    path = tmp_path / "votes.db"
    store = open_store(path)
    anna, bert = (store.join({}, {}, plan) for _ in range(2))
    answer_all(store, anna)
    assert read_votes(path, STUDY, MANIFEST) == ([anna, bert], store.votes())
    store.vote(answer(bert, plan(1)[0], played_sec=3.5))
    assert read_votes(path, STUDY, MANIFEST)[1] == store.votes()
    store.withdraw(anna.code)
    assert read_votes(path, STUDY, MANIFEST) == ([bert], store.votes())


def test_a_backup_is_read_and_stays_as_it_is(tmp_path):
    store = open_store(tmp_path / "votes.db")
    answer_all(store, store.join({}, {}, plan))
    backup = tmp_path / "safe" / "copy.db"
    store.backup(backup)
    before = backup.read_bytes()
    assert read_votes(backup, STUDY, MANIFEST)[1] == store.votes()
    assert backup.read_bytes() == before and list(backup.parent.iterdir()) == [backup]


def test_an_older_file_is_read_and_not_brought_up(tmp_path):
    path = tmp_path / "votes.db"
    make_version_1(path)
    before = path.read_bytes()
    (vote,) = read_votes(path, STUDY, MANIFEST)[1]
    assert (vote.chosen, vote.played_sec) == ("ours", 0.0)
    assert path.read_bytes() == before


def test_what_holds_no_votes_of_the_study_is_said(tmp_path):
    path = tmp_path / "votes.db"
    with pytest.raises(UserError, match="no votes in"):
        read_votes(path, STUDY, MANIFEST)
    assert not path.exists()
    open_store(path).close()
    for study, manifest, said in (("other", MANIFEST, "for the study"), (STUDY, "x", "another manifest")):
        with pytest.raises(UserError, match=said):
            read_votes(path, study, manifest)
    with closing(sqlite3.connect(tmp_path / "bookmarks.db")) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(UserError, match="not of votes"):
        read_votes(tmp_path / "bookmarks.db", STUDY, MANIFEST)
