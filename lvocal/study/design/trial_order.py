"""In which order trials are shown: no clip twice in a row, and what checks attention spread evenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from lvocal.study.design.shuffling import shuffled
from lvocal.study.nouns import Trial

TRIES = 100
"""Orders that are tried for one in which no clip follows itself."""


def in_order(
    votes: Sequence[Trial], checks: Sequence[Trial], last: str | None, *seed: int | str
) -> list[Trial]:
    """Votes in a seeded order with one check in each of as many equal stretches, never before the first vote.

    `last` is the clip that was shown before them. Of all that is tried, the order with the fewest clips that
    follow themselves is taken.
    """
    best, fewest = list[Trial](), len(votes) + len(checks) + 1
    for number in range(TRIES):
        order = _apart(shuffled(votes, "votes", *seed, number), last)
        order = _with_checks(order, shuffled(checks, "checks", *seed, number), "gaps", *seed, number)
        if (clashes := clips_in_a_row(order, last)) < fewest:
            best, fewest = order, clashes
        if not fewest:
            break
    return best


def clips_in_a_row(trials: Sequence[Trial], last: str | None = None) -> int:
    """How often a clip follows itself."""
    return sum(one == other for one, other in pairwise([last, *(trial.clip for trial in trials)]))


def _apart(trials: Sequence[Trial], last: str | None) -> list[Trial]:
    """As they are, but for those moved so that no clip follows itself; where it must, it does so last."""
    left, order = list(trials), list[Trial]()
    while left:
        counts = Counter(trial.clip for trial in left)
        fitting = (at for at, trial in enumerate(left) if _fits(trial.clip, last, counts, len(left)))
        at = next(fitting, None)
        if at is None:
            at = max(range(len(left)), key=lambda place: (left[place].clip != last, counts[left[place].clip]))
        order.append(left.pop(at))
        last = order[-1].clip
    return order


def _fits(clip: str, last: str | None, counts: Counter[str], total: int) -> bool:
    """Whether it may be next, and all the others may still be kept apart after it."""
    rest = total - 1
    others = max((count for other, count in counts.items() if other != clip), default=0)
    return clip != last and counts[clip] - 1 <= rest // 2 and others <= (rest + 1) // 2


def _with_checks(votes: Sequence[Trial], checks: Sequence[Trial], *seed: int | str) -> list[Trial]:
    """Each behind a vote of its own stretch, away from votes on its clip if that can be."""
    behind: dict[int, Trial] = {}
    left = list(checks)
    for number in range(len(checks)):
        start, stop = (len(votes) * end // len(checks) for end in (number, number + 1))
        places = shuffled(range(start, stop), *seed, number)
        around = {place: {trial.clip for trial in votes[place : place + 2]} for place in places}
        fitting = ((check, place) for check in left for place in places if check.clip not in around[place])
        check, place = next(fitting, (left[0], places[0]))
        left.remove(check)
        behind[place] = check
    order = list[Trial]()
    for place, vote in enumerate(votes):
        order += [vote, behind[place]] if place in behind else [vote]
    return order
