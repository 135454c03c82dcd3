"""A backup is made when it is due, handed on, and tried again when that failed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from lvocal.study.store.keeper import Keeper
from tests.study.store_world import answer, long_plan, open_store


@pytest.fixture
def store(tmp_path):
    made = open_store(tmp_path / "votes.sqlite")
    yield made
    made.close()


class Hub:
    """Somewhere safe, which may be out of reach."""

    def __init__(self):
        self.votes, self.is_down = [], False

    def __call__(self, file):
        if self.is_down:
            raise ConnectionError("the hub is down")
        copy = open_store(file.with_name(f"copy-{len(self.votes)}.sqlite"), backup=file)
        self.votes.append(copy.counts().votes)
        copy.close()


@pytest.fixture
def world(store, tmp_path):
    """keeper, hub, hands of a clock in seconds, and somebody who votes n times."""
    hub, hands = Hub(), [0.0]
    keeper = Keeper(store, tmp_path / "b.sqlite", hub, 60.0, 5, clock=lambda: hands[0])
    me = store.join({}, {}, long_plan)
    trials = iter(long_plan(0))

    def vote(times):
        for _ in range(times):
            assert store.vote(answer(me, next(trials)))

    return keeper, hub, hands, vote


def test_nothing_to_keep_is_not_kept(store, tmp_path):
    assert Keeper(store, tmp_path / "b.sqlite").tick() is False
    assert not (tmp_path / "b.sqlite").exists()


def test_the_first_change_is_kept_at_once_then_by_votes_and_by_time(world):
    keeper, hub, hands, vote = world
    assert keeper.tick() is True and keeper.tick() is False
    vote(4)
    assert keeper.tick() is False
    vote(1)
    assert keeper.tick() is True
    vote(1)
    hands[0] = 59.9
    assert keeper.tick() is False
    hands[0] = 60.0
    assert keeper.tick() is True and keeper.tick() is False
    hands[0] = 500.0
    assert keeper.tick() is False, "nothing has changed"
    assert hub.votes == [0, 5, 6]


def test_a_withdrawal_is_kept_at_once(world, store):
    keeper, hub, _, vote = world
    vote(3)
    assert keeper.tick() is True
    store.withdraw(store.participants()[0].code)
    assert keeper.tick() is True
    assert hub.votes == [3, 0]


def test_a_hub_that_is_down_is_said_and_tried_again_later(world, store):
    keeper, hub, hands, vote = world
    hub.is_down = True
    vote(1)
    with pytest.raises(ConnectionError):
        keeper.tick()
    vote(20)
    assert keeper.tick() is False, "not at every vote"
    hub.is_down, hands[0] = False, 60.0
    assert keeper.tick() is True
    assert hub.votes == [21] == [store.counts().votes]


def test_keeping_before_the_end_asks_nothing(world):
    keeper, hub, _, vote = world
    keeper.keep()
    vote(1)
    keeper.keep()
    assert hub.votes == [0, 1] and keeper.tick() is False


def test_a_vote_does_not_wait_for_a_slow_hub(store, tmp_path):
    me = store.join({}, {}, long_plan)
    began, goes_on = Event(), Event()

    def slow(file):
        began.set()
        assert goes_on.wait(30)

    keeper = Keeper(store, tmp_path / "b.sqlite", slow)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(keeper.tick)
        assert began.wait(30)
        assert store.vote(answer(me, long_plan(0)[0]))
        assert keeper.tick() is False
        goes_on.set()
        assert first.result() is True


@pytest.mark.parametrize("when", [{"every_sec": 0}, {"every_votes": 0}])
def test_never_and_always_are_no_times(store, tmp_path, when):
    with pytest.raises(ValueError, match="every"):
        Keeper(store, tmp_path / "b.sqlite", **when)
