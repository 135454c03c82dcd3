"""Intervals by drawing participants anew (Efron 1979): votes of one person are not independent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lvocal.study.analysis.preferences import LEVEL, Interval
from lvocal.study.nouns import Question, Vote

RESAMPLES = 1000


def participants_anew(count: int, seed: int, resamples: int = RESAMPLES) -> np.ndarray:
    """How often each of `count` participants is drawn in each sample of as many -> (resamples, count)."""
    even = np.full(count, 1 / count)
    return np.random.default_rng(seed).multinomial(count, even, size=resamples)


def wins_by_participant(question: Question, votes: Sequence[Vote]) -> np.ndarray:
    """Votes of one question -> (participants, k, k): how often each condition won against each other one.

    The chosen one won against every other that was shown; a tie is half a win for either side.
    """
    place = {condition: number for number, condition in enumerate(question.conditions)}
    row = {code: number for number, code in enumerate(sorted({vote.participant for vote in votes}))}
    wins = np.zeros((len(row), len(place), len(place)))
    for vote in votes:
        shown = [place[condition] for condition in vote.trial.places]
        for one in shown:
            for other in shown:
                half = 0.5 if vote.chosen is None else float(vote.chosen == question.conditions[one])
                wins[row[vote.participant], one, other] += half if one != other else 0.0
    return wins


def shares_anew(
    question: Question, votes: Sequence[Vote], seed: int, resamples: int = RESAMPLES
) -> tuple[Interval | None, ...]:
    """Intervals of the shares, one a condition: as wide as participants differ, which Wilson's cannot know.

    None of fewer than two participants, and of a condition that was never shown.
    """
    votes = [vote for vote in votes if vote.trial.question == question.id]
    codes = sorted({vote.participant for vote in votes})
    if len(codes) < 2:
        return (None,) * len(question.conditions)
    chosen, shown = np.zeros((2, len(codes), len(question.conditions)))
    for vote in votes:
        for condition in vote.trial.places:
            at = codes.index(vote.participant), question.conditions.index(condition)
            shown[at] += 1
            chosen[at] += 0.5 if vote.chosen is None else float(vote.chosen == condition)
    drawn = participants_anew(len(codes), seed, resamples)
    seen = drawn @ shown
    shares = np.divide(drawn @ chosen, seen, out=np.full(seen.shape, np.nan), where=seen > 0)
    return tuple(middle_of(column) if np.isfinite(column).any() else None for column in shares.T)


def middle_of(drawn: np.ndarray) -> Interval:
    """Percentile interval of what the samples gave (resamples,); NaN, where one gave nothing, is left out."""
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.nanpercentile(drawn, [tail, 100 - tail])
    return Interval(float(low), float(high))
