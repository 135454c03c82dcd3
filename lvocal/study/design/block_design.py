"""Who votes on what, and what lies where: a block design.

A lineup is what one question holds against one another, a contest is a lineup on one clip. A round asks for
every contest once: lineups and clips, each in a seeded order, both go round together, step by step, and slip
by one clip whenever the same contest would come again. Rounds follow one another without end, and every
participant takes the next `votes_each` contests. So, however many take part:

- no contest is more than one vote ahead of another, and nobody meets one twice;
- everybody meets all lineups about alike, and all clips.

Places turn as a cyclic Latin square does, by one place a round, and clips of one round stand in its rows in
turn: over as many rounds as there are places, each condition of a contest lies in each place exactly once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from lvocal.study.design.shuffling import shuffled
from lvocal.study.nouns import Study

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True)
class Lineup:
    """What is shown side by side, in whichever order."""

    question: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Contest:
    """What one vote decides."""

    lineup: Lineup
    clip: str


def lineups_of(study: Study) -> list[Lineup]:
    """All conditions of each question to "choose", and each two of one that asks in pairs."""
    return [
        Lineup(question.id, conditions)
        for question in study.questions
        for conditions in (
            [question.conditions] if question.kind == "choose" else combinations(question.conditions, 2)
        )
    ]


def contests_of(study: Study) -> list[Contest]:
    """Every lineup on every clip."""
    return [Contest(lineup, clip.id) for lineup in lineups_of(study) for clip in study.clips]


def votes_of(study: Study, number: int) -> list[tuple[Contest, tuple[str, ...]]]:
    """The contests of a participant, each with its conditions from left to right; not yet in order."""
    drawn = share_out(
        lambda at: _round(study, at),
        len(contests_of(study)),
        study.votes_each,
        number,
        kind=lambda one: one.lineup,
    )
    return [(contest, _places(study, contest, at)) for contest, at in drawn]


def participants_per_block(study: Study) -> int:
    """After every so many, each contest has as many votes as any other, and each condition of it lay as often
    in one place as in another."""
    size, votes = len(contests_of(study)), study.votes_each
    rounds = math.lcm(_rounds_apart(size, votes), *(len(one.conditions) for one in lineups_of(study)))
    return rounds * size // votes


def share_out(
    make_round: Callable[[int], list[Item]],
    size: int,
    each: int,
    number: int,
    kind: Callable[[Item], object],
) -> list[tuple[Item, int]]:
    """The items that go to one of those who take `each` of them in turn, with the round they are from.

    Every round holds the same `size` items, in its own order. Whoever takes the end of one round and the
    beginning of the next would meet an item twice: it is then exchanged for a later one, of its kind if there
    is one.
    """
    start, stop = number * each, (number + 1) * each
    first = start // size // _rounds_apart(size, each) * _rounds_apart(size, each)
    rounds: dict[int, list[Item]] = {}
    for at in range(first, (stop - 1) // size + 1):
        rounds[at] = make_round(at)
        before = at * size % each
        if before:
            _exchange(rounds[at], each - before, set(rounds[at - 1][-before:]), kind)
    return [(rounds[place // size][place % size], place // size) for place in range(start, stop)]


def _rounds_apart(size: int, each: int) -> int:
    """Between the beginnings of rounds at which somebody begins too."""
    return each // math.gcd(size, each)


def _exchange(items: list[Item], head: int, seen: set[Item], kind: Callable[[Item], object]) -> None:
    """Bring what was seen out of the first `head` items, in place."""
    for at in range(head):
        if items[at] in seen:
            others = (place for place in range(head, len(items)) if items[place] not in seen)
            other = min(others, key=lambda place: (kind(items[place]) != kind(items[at]), place))
            items[at], items[other] = items[other], items[at]


def _round(study: Study, at: int) -> list[Contest]:
    clips = shuffled([clip.id for clip in study.clips], study.seed, "clips", at)
    lineups = shuffled(lineups_of(study), study.seed, "lineups", at)
    size, before_slip = len(clips) * len(lineups), math.lcm(len(clips), len(lineups))
    return [
        Contest(lineups[step % len(lineups)], clips[(step + step // before_slip) % len(clips)])
        for step in range(size)
    ]


def _places(study: Study, contest: Contest, at: int) -> tuple[str, ...]:
    """From left to right, in round `at`."""
    conditions = contest.lineup.conditions
    turns, turn = divmod(at, len(conditions))
    seed: tuple[int | str, ...] = (study.seed, contest.lineup.question, *conditions, turns)
    rank = shuffled([clip.id for clip in study.clips], "rows", *seed).index(contest.clip)
    square, row = divmod(rank, len(conditions))
    order = shuffled(conditions, "square", *seed, square)
    shift = (row + turn) % len(conditions)
    return tuple(order[shift:] + order[:shift])
