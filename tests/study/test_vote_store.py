"""What the vote store promises: plans that stay, first votes that stand, people who can be forgotten."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from lvocal.study.store.participant_codes import ALPHABET, draw_code, read_code
from lvocal.study.store.store_nouns import Counts
from lvocal.values import UserError
from tests.study.store_world import answer, answer_all, faults, long_plan, open_store, plan


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
    return store.join({"PROLIFIC_PID": "anna", "STUDY_ID": "s"}, {"screen": [1920, 1080]}, plan)


def test_what_went_in_comes_out_as_it_was(path, store, anna):
    assert store.participants() == [anna]
    assert (anna.number, anna.device["screen"], anna.recruited["STUDY_ID"]) == (0, [1920, 1080], "s")
    votes = [
        answer(
            anna,
            trial,
            trial.places[n % 3],
            answer_sec=n - 1.25,
            dropped_frames=n,
            hidden_sec=0.5 * n,
            played_sec=4.25 * n,
        )  # fmt: skip
        for n, trial in enumerate(plan(0))
    ]
    for vote in reversed(votes):
        assert store.vote(vote)
    store.close()
    again = open_store(path)
    assert [replace(vote, at="") for vote in again.votes()] == votes
    assert all(vote.at.endswith("+00:00") for vote in again.votes())
    assert again.participants() == [anna]


def test_numbers_follow_the_order_of_joining_and_decide_the_plan(store):
    people = [store.join({}, {}, plan) for _ in range(5)]
    assert [person.number for person in people] == [0, 1, 2, 3, 4]
    assert len({person.code for person in people}) == 5
    for person in people:
        assert list(store.resume(person.code).trials) == plan(person.number)


@pytest.mark.parametrize("name", ["PROLIFIC_PID", "workerId"])
def test_whom_a_panel_sends_twice_is_one_participant(path, store, name):
    first = store.join({name: "w1", "SESSION_ID": "a"}, {"browser": "one"}, plan)
    assert store.join({name: "w2"}, {}, plan).number == 1

    def other_plan(number):
        raise AssertionError("the plan was stored at joining")

    assert store.join({name: " w1 ", "SESSION_ID": "b"}, {"browser": "two"}, other_plan) == first
    store.close()
    assert open_store(path).join({name: "w1"}, {}, other_plan) == first


def test_a_sitting_goes_on_where_it_stopped(store, anna):
    trials = plan(0)
    assert store.resume(anna.code).next_trial == trials[0]
    for number in (0, 1, 3):
        store.vote(answer(anna, trials[number]))
    sitting = store.resume(anna.code.lower().replace("-", " "))
    assert (sitting.participant, sitting.answered, sitting.next_trial) == (anna, {0, 1, 3}, trials[2])
    for number in (2, 4, 5):
        store.vote(answer(anna, trials[number]))
    assert store.resume(anna.code).next_trial is None


def test_the_first_vote_stands(store, anna):
    trial = plan(0)[1]
    assert store.vote(answer(anna, trial, "ours")) is True
    assert store.vote(answer(anna, trial, "ours")) is False
    assert store.vote(answer(anna, trial, "grey", plays=7)) is False
    (kept,) = store.votes()
    assert (kept.chosen, kept.plays) == ("ours", 1)


def test_a_tie_only_where_it_is_allowed(store, anna):
    trial = plan(0)[1]
    with pytest.raises(ValueError, match="decided"):
        store.vote(answer(anna, trial, None))
    assert store.vote(answer(anna, trial, None), tie=True)
    assert store.votes()[0].chosen is None


def test_finishing_waits_for_every_trial_and_draws_one_completion_code(store, anna):
    for trial in plan(0)[:-1]:
        store.vote(answer(anna, trial))
    with pytest.raises(UserError, match="1 trial is"):
        store.finish(anna.code)
    assert store.participants()[0].finished_at is None
    store.vote(answer(anna, plan(0)[-1]))
    completion = store.finish(anna.code)
    assert store.finish(anna.code) == completion
    (done,) = store.participants()
    assert (done.completion_code, done.finished_at is not None) == (completion, True)
    assert completion not in done.code and len(completion) < len(done.code)


def test_withdrawing_deletes_one_person_and_nobody_else(path, store, anna):
    bert = store.join({"workerId": "bert"}, {}, plan)
    for person in (anna, bert):
        store.note(person.code, "hidden", {"sec": 2})
        answer_all(store, person)
    store.finish(anna.code)
    store.withdraw(anna.code)
    store.withdraw(anna.code)
    assert store.participants() == [bert]
    assert {vote.participant for vote in store.votes()} == {bert.code}
    assert [event.participant for event in store.events()] == [bert.code]
    assert store.counts() == Counts(joined=2, begun=1, finished=0, withdrawn=1, votes=6, events=1)
    for ask in (store.resume, store.finish, lambda code: store.vote(answer(code, plan(0)[0]))):
        with pytest.raises(UserError, match="withdrawn"):
            ask(anna.code)
    anew = store.join({"PROLIFIC_PID": "anna"}, {}, plan)
    assert (anew.number, store.resume(anew.code).answered) == (2, frozenset())


def test_nothing_on_the_disk_knows_who_withdrew(path, store):
    gone = store.join({"PROLIFIC_PID": "someone-by-name"}, {"agent": "rare-browser"}, plan)
    store.note(gone.code, "check", {"said": "my-own-words"})
    words = (b"someone-by-name", b"rare-browser", b"my-own-words")
    store.close()
    assert all(word in path.read_bytes() for word in words)
    again = open_store(path)
    again.note(gone.code, "check", {"said": "more-of-my-words"})
    again.withdraw(gone.code)
    files = [path, path.with_name(path.name + "-wal")]
    assert not any(word in file.read_bytes() for file in files for word in (*words, b"more-of-my-words"))


def test_counts_are_of_everybody(store, anna):
    assert store.counts() == Counts(joined=1)
    store.vote(answer(anna, plan(0)[0]))
    store.note(anna.code, "rest")
    assert store.counts() == Counts(joined=1, begun=1, votes=1, events=1)


def test_fifty_at_once_lose_and_double_nothing(path, store):
    ready = Barrier(50)

    def take_part(number):
        ready.wait()
        me = store.join({"workerId": f"w{number // 2}"}, {}, plan)
        new = sum(store.vote(answer(me, trial)) for trial in store.resume(me.code).trials for _ in range(2))
        store.note(me.code, "hidden", {"who": number})
        return me, new, store.finish(me.code)

    with ThreadPoolExecutor(50) as threads:
        people, new, completions = zip(*threads.map(take_part, range(50)), strict=True)
    assert sorted({person.number for person in people}) == list(range(25))
    assert sum(new) == 25 * 6 and len(set(completions)) == 25
    asked = {(person.code, trial) for person in people for trial in plan(person.number)}
    assert {(vote.participant, vote.trial) for vote in store.votes()} == asked
    assert store.counts() == Counts(joined=25, begun=25, finished=25, votes=150, events=50)
    assert faults(path) == []


def test_votes_come_in_while_others_read(store):
    me = store.join({}, {}, long_plan)

    def read(_):
        seen = len(store.votes())
        return seen <= store.counts().votes and len(store.resume(me.code).answered) >= seen

    with ThreadPoolExecutor(8) as threads:
        reads = [threads.submit(read, n) for n in range(40)]
        kept = list(threads.map(lambda trial: store.vote(answer(me, trial)), long_plan(0)))
        assert all(kept) and all(done.result() for done in reads)
    assert store.counts().votes == 200


def test_codes_are_easy_to_copy():
    codes = [draw_code() for _ in range(500)]
    assert len(set(codes)) == 500
    assert set("".join(codes)) == set(ALPHABET) | {"-"}
    assert not set(ALPHABET) & set("0O1IlL") and all(len(code) == 14 for code in codes)
    assert all(read_code(f" {code.lower().replace('-', '')}\n") == code == read_code(code) for code in codes)
