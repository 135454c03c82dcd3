"""A call that reports by callback can be driven, left and asked for what it made."""

from __future__ import annotations

from collections.abc import Callable
from threading import active_count

import pytest

from lvocal.sample.stepping import stepped
from lvocal.values import Cancelled


def counting(seen: list[float]) -> Callable[[Callable[[float], None]], str]:
    def work(tell: Callable[[float], None]) -> str:
        for share in (0.25, 0.5, 1.0):
            seen.append(share)
            tell(share)
        return "made"

    return work


def test_every_share_is_yielded_before_the_next_step_begins() -> None:
    seen: list[float] = []
    steps, told = stepped(counting(seen)), []
    with pytest.raises(StopIteration) as finished:
        while True:
            told.append(next(steps))
            assert seen == told
    assert told == [0.25, 0.5, 1.0] and finished.value.value == "made"


def test_closing_ends_the_call_where_it_stands() -> None:
    seen: list[float] = []
    before, ended = active_count(), []

    def work(tell: Callable[[float], None]) -> None:
        try:
            counting(seen)(tell)
        except Cancelled:
            ended.append("cancelled")
            raise

    steps = stepped(work)
    next(steps)
    steps.close()
    assert seen == [0.25] and ended == ["cancelled"] and active_count() == before


def test_what_goes_wrong_inside_is_raised_outside() -> None:
    def work(tell: Callable[[float], None]) -> None:
        tell(0.5)
        raise MemoryError("too little")

    steps = stepped(work)
    assert next(steps) == 0.5
    with pytest.raises(MemoryError, match="too little"):
        next(steps)


def test_a_call_that_tells_nothing_just_returns() -> None:
    with pytest.raises(StopIteration) as finished:
        next(stepped(lambda tell: 7))
    assert finished.value.value == 7
