"""How often each condition was chosen where it was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import binomtest

from lvocal.study.nouns import Question, Vote

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """Where a figure lies, at LEVEL."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True)
class Share:
    """How one condition fared under one question."""

    condition: str
    shown: int
    """Votes in which it could be chosen."""
    chosen: int
    ties: int
    """Votes in which it was shown and "no difference" was the answer; half of them count as chosen."""
    interval: Interval
    """Wilson's. It takes every vote as independent of every other."""
    chance: float
    """What blind choice would give: 1/k."""

    @property
    def value(self) -> float:
        """NaN of no vote."""
        return (self.chosen + self.ties / 2) / self.shown if self.shown else float("nan")


def shares_of(question: Question, votes: Sequence[Vote]) -> tuple[Share, ...]:
    """One share for each condition of the question, in its order; votes of other questions do not count."""
    votes = [vote for vote in votes if vote.trial.question == question.id]
    return tuple(_share_of(condition, question, votes) for condition in question.conditions)


def alternatives(question: Question) -> int:
    """k: how many stand side by side."""
    return 2 if question.kind == "pair" else len(question.conditions)


def wilson(chosen: int, shown: int, ties: int = 0) -> Interval:
    """Wilson's score interval (Wilson 1927) of a share, by SciPy; 0 to 1 of no vote.

    Half a vote, left by an odd number of ties, widens the interval to that of both whole neighbours.
    """
    if not shown:
        return Interval(0.0, 1.0)
    low = binomtest(chosen + ties // 2, shown).proportion_ci(LEVEL, method="wilson").low
    high = binomtest(chosen + (ties + 1) // 2, shown).proportion_ci(LEVEL, method="wilson").high
    return Interval(float(low), float(high))


def _share_of(condition: str, question: Question, votes: Sequence[Vote]) -> Share:
    seen = [vote for vote in votes if condition in vote.trial.places]
    chosen = sum(vote.chosen == condition for vote in seen)
    ties = sum(vote.chosen is None for vote in seen)
    interval = wilson(chosen, len(seen), ties)
    return Share(condition, len(seen), chosen, ties, interval, 1 / alternatives(question))
