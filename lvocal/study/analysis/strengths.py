"""How strong each condition is, by the model of Bradley and Terry (1952), fitted by choix.

exp(a) / (exp(a) + exp(b)) is the chance that the one of strength a is chosen over the one of strength b. One
chosen among k has won against the k - 1 others, which fits Luce's model where all k are always shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import choix
import numpy as np
from scipy.sparse.csgraph import connected_components

from lvocal.study.analysis.preferences import Interval
from lvocal.study.analysis.resampling import RESAMPLES, middle_of, participants_anew, wins_by_participant
from lvocal.study.nouns import Question, Vote

HALF = 0.5
"""Every pair that was ever shown has one tie on top (Haldane 1956, Anscombe 1956): what always won is
strong, not infinitely so, and the pull towards equal strengths fades as votes come in."""

MOST_STEPS = 10_000


@dataclass(frozen=True)
class Strength:
    """Of one condition under one question."""

    condition: str
    value: float
    """Logarithm; those of a question add up to 0."""
    interval: Interval | None
    """Percentiles over participants drawn anew; None of fewer than two participants."""


def strengths_of(
    question: Question, votes: Sequence[Vote], seed: int, resamples: int = RESAMPLES
) -> tuple[Strength, ...]:
    """Strengths in the order of the question's conditions; none where `linked_groups` are several."""
    votes = [vote for vote in votes if vote.trial.question == question.id]
    wins = wins_by_participant(question, votes)
    if len(_groups(wins)) > 1:
        return ()
    seen = wins.sum(axis=0)
    tie = HALF * (seen + seen.T > 0)
    values = _fit(seen + tie)
    if len(wins) < 2:
        return tuple(Strength(*one, None) for one in zip(question.conditions, values.tolist(), strict=True))
    anew = np.tensordot(participants_anew(len(wins), seed, resamples), wins, axes=1)
    drawn = np.array([_fit(sample + tie, values) for sample in anew])
    return tuple(
        Strength(condition, float(value), middle_of(column))
        for condition, value, column in zip(question.conditions, values, drawn.T, strict=True)
    )


def linked_groups(question: Question, votes: Sequence[Vote]) -> tuple[tuple[str, ...], ...]:
    """Conditions by what votes compare, directly or by way of others; one group where all are linked."""
    votes = [vote for vote in votes if vote.trial.question == question.id]
    return tuple(
        tuple(question.conditions[number] for number in group)
        for group in _groups(wins_by_participant(question, votes))
    )


def _fit(wins: np.ndarray, start: np.ndarray | None = None) -> np.ndarray:
    """Wins (k, k) of the row over the column -> strengths (k,), mean 0."""
    values = choix.ilsr_pairwise_dense(wins, initial_params=start, max_iter=MOST_STEPS)
    return np.asarray(values - np.mean(values))


def _groups(wins: np.ndarray) -> list[list[int]]:
    seen = wins.sum(axis=0)
    count, labels = connected_components(seen + seen.T > 0, directed=False)
    return [[int(place) for place in np.flatnonzero(labels == group)] for group in range(count)]
