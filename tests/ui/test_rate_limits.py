"""So many tries in so much time."""

import pytest

from lvocal.ui.survey import rate_limits
from lvocal.ui.survey.rate_limits import RateLimit


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_tries_come_back_one_by_one_as_they_grow_old():
    clock = Clock()
    limit = RateLimit(2, 10.0, clock)
    assert limit.take("a") == 0
    clock.now += 4
    assert [limit.take("a"), limit.take("a"), limit.take("b")] == [0, 6, 0]
    clock.now += 6
    assert [limit.take("a"), limit.take("a")] == [0, 4]


def test_a_try_that_turned_out_well_is_given_back():
    limit = RateLimit(1, 10.0, Clock())
    for _ in range(5):
        assert limit.take("a") == 0
        limit.give_back("a")
    limit.give_back("nobody")
    assert [limit.take("a"), limit.take("a")] == [0, 10]


def test_it_does_not_remember_everybody_for_ever(monkeypatch):
    monkeypatch.setattr(rate_limits, "MOST_KNOWN", 3)
    limit = RateLimit(1, 10.0, Clock())
    for who in "abacd":
        limit.take(who)
    assert [bool(limit.take(who)) for who in "acd"] == [True, True, True]
    assert limit.take("b") == 0


@pytest.mark.parametrize(("most", "within"), [(0, 1.0), (1, 0.0)])
def test_a_limit_of_nothing_is_none(most, within):
    with pytest.raises(ValueError, match="no limit"):
        RateLimit(most, within)
