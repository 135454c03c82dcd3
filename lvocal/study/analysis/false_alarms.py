"""How often a rule would exclude somebody who answers honestly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lvocal.study.analysis.exclusions import LEAST_SIDED
from lvocal.study.nouns import Rules, Trial


def sided_by_chance(trials: Sequence[Trial], rules: Rules) -> float:
    """At most how likely it is that honest answers to all of these trials break the same-side rule.

    Sides are dealt by lot, so that what an honest participant likes lies anywhere with the same chance. That
    too many answers lie on one place is reckoned for every place, from the left and from the right, and added
    up; ties, which lie nowhere, make it less likely.
    """
    counts = [len(trial.places) for trial in trials if trial.kind in ("vote", "gold")]
    if len(counts) < LEAST_SIDED:
        return 0.0
    chances = [
        _chance_of_most([1 / counts[at] for at in there], rules, len(counts)) for there in _places(counts)
    ]
    return min(1.0, sum(chances))


def _places(counts: Sequence[int]) -> list[list[int]]:
    """For every place from the left and from the right, which trials have it; a place of pairs alone that is
    the same from either end stands there once."""
    found: dict[tuple[int | None, ...], list[int]] = {}
    for place in range(max(counts)):
        there = [at for at, count in enumerate(counts) if count > place]
        for is_left in (True, False):
            line = tuple(
                (place if is_left else count - 1 - place) if count > place else None for count in counts
            )
            found[line] = there
    return list(found.values())


def _chance_of_most(chances: Sequence[float], rules: Rules, answers: int) -> float:
    """That more of them come true than the rule allows of all the answers."""
    spread = np.ones(1)
    for chance in chances:
        spread = np.convolve(spread, [1 - chance, chance])
    return float(
        sum(spread[count] for count in range(len(spread)) if count / answers > rules.same_side_share)
    )
