"""What no vote store should be told, and what it says to that; disks and programs that get in the way."""

import math
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from lvocal.study.nouns import Trial
from lvocal.study.store import database
from lvocal.values import UserError
from tests.study.store_world import answer, faults, open_store, plan


@pytest.fixture
def path(tmp_path):
    return tmp_path / "votes.sqlite"


@pytest.fixture
def store(path):
    made = open_store(path)
    yield made
    made.close()


@pytest.fixture
def anna(store):
    return store.join({}, {}, plan)


@pytest.mark.parametrize("link", [{}, {"PROLIFIC_PID": ""}, {"PROLIFIC_PID": "{{%PROLIFIC_PID%}}"}])
def test_a_link_that_names_nobody_begins_anew_each_time(store, link):
    assert store.join(link, {}, plan).code != store.join(link, {}, plan).code


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"chosen": "unseen"}, "does not show"),
        ({"chosen": ""}, "does not show"),
        ({"answer_sec": math.nan}, "answer_sec"),
        ({"answer_sec": math.inf}, "answer_sec"),
        ({"hidden_sec": -0.1}, "hidden_sec"),
        ({"played_sec": -0.1}, "played_sec"),
        ({"plays": -1}, "plays"),
        ({"dropped_frames": 2**70}, "dropped_frames"),
        ({"at": "yesterday"}, "yesterday"),
        ({"at": "2024-05-01T12:00:00"}, "UTC"),
        ({"at": "2024-05-01T12:00:00+02:00"}, "UTC"),
    ],
)
def test_a_vote_that_cannot_be_is_refused_and_leaves_room_for_the_true_one(store, anna, changes, said):
    vote = answer(anna, plan(0)[1])
    with pytest.raises(ValueError, match=said):
        store.vote(replace(vote, **changes))
    assert store.votes() == []
    assert store.vote(vote)


@pytest.mark.parametrize(
    "trial",
    [
        Trial(6, "vote", "cinematic", "clip-6", ("ours", "grey")),
        Trial(-1, "vote", "cinematic", "clip-1", ("ours", "grey")),
        replace(plan(0)[1], places=plan(1)[1].places),
        replace(plan(0)[1], kind="gold"),
        replace(plan(0)[1], clip="clip-2"),
    ],
)
def test_only_trials_of_the_own_plan_are_voted_on(store, anna, trial):
    with pytest.raises(ValueError, match="plan"):
        store.vote(answer(anna, trial))
    assert store.counts().votes == 0


@pytest.mark.parametrize("typed", ["", "K7QM-4WXB-P3HD", "0OIl1", "' OR 1=1 --", "\ud800", "x" * 10**6, "\0"])
def test_a_code_nobody_has_is_a_sentence(store, anna, typed):
    trial = plan(0)[0]
    for ask in (
        store.resume,
        store.finish,
        store.withdraw,
        lambda code: store.note(code, "hidden"),
        lambda code: store.vote(answer(code, trial)),
    ):
        with pytest.raises(UserError, match="not known"):
            ask(typed)


@pytest.mark.parametrize(
    "trials",
    [
        [],
        plan(0)[1:],
        plan(0)[::-1],
        [plan(0)[0], plan(0)[0]],
        [replace(plan(0)[0], places=())],
        [replace(plan(0)[0], places=("ours", "ours"))],
        [replace(plan(0)[0], answer="unseen")],
        [replace(plan(0)[0], kind="warm-up")],
    ],
)
def test_a_plan_that_cannot_be_takes_no_number(store, trials):
    with pytest.raises(ValueError, match="trial"):
        store.join({"workerId": "w"}, {}, lambda number: trials)
    assert store.join({"workerId": "w"}, {}, plan).number == 0


def test_awkward_words_survive(store):
    said = {"agent": "Ünïcode ☂ \ud800 \0 '; DROP TABLE votes; --", "deep": [{"a": None}], "": 0.5}
    odd = store.join({"PROLIFIC_PID": "\ud800'\0", "ü": "☂"}, said, plan)
    assert store.participants() == [odd]
    assert (odd.device, odd.recruited["ü"]) == (said, "☂")
    store.note(odd.code, "check", said)
    assert store.events()[0].data == said


@pytest.mark.parametrize("data", [{"a": math.nan}, {"a": "x" * 10_000}, {"a": {1, 2}}])
def test_what_json_cannot_hold_is_refused(store, anna, data):
    with pytest.raises((ValueError, TypeError)):
        store.note(anna.code, "check", data)
    with pytest.raises((ValueError, TypeError)):
        store.join({}, data, plan)
    assert (store.counts().events, store.counts().joined) == (0, 1)


@pytest.mark.parametrize("kind", ["", "two words", "drop;table"])
def test_the_kind_of_an_event_is_one_word(store, anna, kind):
    with pytest.raises(ValueError, match="one word"):
        store.note(anna.code, kind)


def test_a_closed_store_says_so(path, store):
    store.close()
    with pytest.raises(ValueError, match="closed"):
        store.counts()
    assert not path.with_name(path.name + "-wal").exists(), "everything has moved into the file"


def test_a_vote_that_cannot_be_written_now_can_be_later(path, store, anna, monkeypatch):
    """Another program holds the file longer than anybody waits."""
    store.close()
    monkeypatch.setattr(database, "BUSY_SEC", 0.01)
    again = open_store(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="locked"):
            again.vote(answer(anna, plan(0)[0]))
        assert again.resume(anna.code).answered == frozenset(), "reading goes on"
    assert again.vote(answer(anna, plan(0)[0])) is True


def test_a_full_disk_keeps_what_it_has(path, store, anna):
    assert store.vote(answer(anna, plan(0)[0]))
    with store._database.connection() as db:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UserError, match="full"):
        for _ in range(20):
            store.note(anna.code, "check", {"said": "x" * 7000})
    assert store.counts().votes == 1 and faults(path) == []
    with store._database.connection() as db:
        db.execute(f"PRAGMA max_page_count = {pages + 1000}")
    assert store.vote(answer(anna, plan(0)[1])) is True
