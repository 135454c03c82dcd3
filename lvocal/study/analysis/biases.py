"""Whether an answer hangs on where or when a film was shown, which it should not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from scipy.stats import chisquare, multinomial

from lvocal.study.analysis.preferences import alternatives
from lvocal.study.nouns import Question, Vote

MOST_OUTCOMES = 50_000
"""Up to so many outcomes the test of places is exact; with more, and up to ten places, chi-square is near
enough (Koehler and Larntz 1980: ten votes or more, votes squared at least ten times the places)."""

SWAPS = 9_999


@dataclass(frozen=True)
class SideTest:
    """Are all places chosen equally often? Conditions were dealt to places by lot, so they should be."""

    chosen: tuple[int, ...]
    """Votes by place, from left to right; ties are left out."""
    p: float
    """Of places as unequal as these or more, if the place had no say; 1 of no vote."""
    way: str
    """"exact multinomial" or "chi-square"."""


@dataclass(frozen=True)
class OrderTest:
    """Do the shares change from the first to the second half of what each participant answered?"""

    first: tuple[int, ...]
    """Votes by condition, as the question orders them; the middle one of an odd number is left out."""
    second: tuple[int, ...]
    p: float
    """Of halves as different as these or more, if each participant's halves could as well be swapped."""


def side_test(question: Question, votes: Sequence[Vote]) -> SideTest:
    """Against equal chances for all places."""
    chosen = [0] * alternatives(question)
    for vote in votes:
        if vote.trial.question == question.id and vote.chosen is not None:
            chosen[vote.trial.places.index(vote.chosen)] += 1
    total, places = sum(chosen), len(chosen)
    if not total:
        return SideTest(tuple(chosen), 1.0, "exact multinomial")
    if comb(total + places - 1, places - 1) <= MOST_OUTCOMES:
        return SideTest(tuple(chosen), _exact(chosen), "exact multinomial")
    return SideTest(tuple(chosen), float(chisquare(chosen).pvalue), "chi-square")


def order_test(question: Question, votes: Sequence[Vote], seed: int) -> OrderTest:
    """By swapping the halves of participants at random: tastes may differ from one to the next."""
    sessions: defaultdict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        if vote.trial.question == question.id:
            sessions[vote.participant].append(vote)
    halves = [_halves(session, question.conditions) for _, session in sorted(sessions.items())]
    counts = np.array(halves, dtype=int).reshape(-1, 2, len(question.conditions))
    first, second = counts.sum(axis=0)
    weights = 1 / np.maximum(first + second, 1)
    change = counts[:, 0] - counts[:, 1]
    signs = np.random.default_rng(seed).choice((-1, 1), size=(SWAPS, len(change)))
    seen = (change.sum(axis=0) ** 2 * weights).sum()
    swapped = ((signs @ change) ** 2 * weights).sum(axis=1)
    p = (1 + np.count_nonzero(swapped >= seen * (1 - 1e-9))) / (SWAPS + 1)
    return OrderTest(tuple(first.tolist()), tuple(second.tolist()), float(p))


def _halves(session: Sequence[Vote], conditions: Sequence[str]) -> list[list[int]]:
    """Votes by condition in either half."""
    ordered = [vote.chosen for vote in sorted(session, key=lambda vote: vote.trial.number)]
    half = len(ordered) // 2
    parts = (ordered[:half], ordered[len(ordered) - half :])
    return [[part.count(condition) for condition in conditions] for part in parts]


def _exact(chosen: Sequence[int]) -> float:
    """Chance of all outcomes that are no likelier than this one."""
    total, places = sum(chosen), len(chosen)
    bars = np.array(list(combinations(range(total + places - 1), places - 1)))
    edges = np.pad(bars, ((0, 0), (1, 1)), constant_values=((0, 0), (-1, total + places - 1)))
    chances = multinomial(total, np.full(places, 1 / places)).pmf(np.diff(edges, axis=1) - 1)
    here = multinomial(total, np.full(places, 1 / places)).pmf(chosen)
    return float(min(chances[chances <= here * (1 + 1e-9)].sum(), 1.0))
