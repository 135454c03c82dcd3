"""The trials of a participant: a function of the study and a number, and of nothing else."""

from __future__ import annotations

from dataclasses import replace

from lvocal.study.design.block_design import Contest, contests_of, share_out, votes_of
from lvocal.study.design.shuffling import shuffled
from lvocal.study.design.trial_order import in_order
from lvocal.study.nouns import Study, Trial, TrialKind


def trials_of(study: Study, number: int) -> tuple[Trial, ...]:
    """All that the participant `number` (from 0, in the order of joining) is shown, in order.

    Practice comes first. Practice and traps are taken from contests that the participant does not vote on,
    and from clips not voted on, as far as there are any.
    """
    if number < 0:
        raise ValueError(f"participants are counted from 0, got {number}")
    votes = votes_of(study, number)
    spares = _Spares(study, number, {contest for contest, _ in votes})
    practice = [_shown(study, number, "practice", at, spares) for at in range(study.practice)]
    traps = [_trap(study, number, at, spares) for at in range(study.traps_each)]
    asked = [Trial(0, "vote", one.lineup.question, one.clip, places) for one, places in votes]
    last = practice[-1].clip if practice else None
    ordered = in_order(asked, traps + _golds(study, number), last, study.seed, number)
    return tuple(replace(trial, number=at) for at, trial in enumerate(practice + ordered))


class _Spares:
    """Contests to practise on and to set traps with; those that are least in the way first."""

    def __init__(self, study: Study, number: int, voted: set[Contest]) -> None:
        clips = {contest.clip for contest in voted}
        self._left = shuffled(contests_of(study), study.seed, "spares", number)
        self._left.sort(key=lambda one: (one.clip in clips, one in voted))

    def take(self, question: str) -> Contest:
        """The next of a question; its clip goes to the end of the line."""
        taken = next(one for one in self._left if one.lineup.question == question)
        self._left.sort(key=lambda one: (one.clip == taken.clip, one == taken))
        return taken


def _shown(study: Study, number: int, kind: TrialKind, at: int, spares: _Spares) -> Trial:
    """Questions take turns, so that each is practised, and none is without traps."""
    turn = at if kind == "practice" else number * study.traps_each + at
    contest = spares.take(study.questions[turn % len(study.questions)].id)
    places = shuffled(contest.lineup.conditions, study.seed, kind, number, at)
    return Trial(0, kind, contest.lineup.question, contest.clip, tuple(places))


def _trap(study: Study, number: int, at: int, spares: _Spares) -> Trial:
    """Which place is to be chosen goes round, in a seeded order."""
    trial = _shown(study, number, "trap", at, spares)
    count = len(trial.places)
    turns, turn = divmod((number * study.traps_each + at) // len(study.questions), count)
    place = shuffled(range(count), study.seed, "trap places", trial.question, turns)[turn]
    return replace(trial, answer=trial.places[place])


def _golds(study: Study, number: int) -> list[Trial]:
    """Gold pairs take turns, and their sides with them."""
    every = range(len(study.golds))
    if not study.golds_each:
        return []
    drawn = share_out(
        lambda at: shuffled(every, study.seed, "golds", at),
        len(every),
        study.golds_each,
        number,
        kind=lambda _: None,
    )
    trials = []
    for place, at in drawn:
        gold = study.golds[place]
        pair = (gold.better, gold.worse) if (place + at) % 2 else (gold.worse, gold.better)
        trials.append(Trial(0, "gold", gold.question, gold.clip, pair, gold.better))
    return trials
