"""Simulated participants: what they like is planted, and so is how they misbehave.

`simulate` takes any `trials_of(study, number)`; the one here deals clips, sides and pairs by lot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from lvocal.study.nouns import Condition, Gold, Participant, Question, Rules, Study, StudyClip, Trial, Vote

CLIP_SEC = 4.0

Tastes = Mapping[str, Mapping[str, float]]
"""Question id -> condition id -> strength, as in Luce's model: chosen in proportion to exp(strength)."""

Choose = Callable[[Trial, Tastes, np.random.Generator], str | None]

TASTES: Tastes = {
    "CVE": {"gray": -1.0, "blue": -0.3, "green": 0.0, "red": 0.3, "ours": 1.0},
    "AAE": {"blue": -0.5, "green": 0.0, "ours": 0.9},
    "pair": {"blue": -0.6, "green": 0.0, "ours": 0.6},
}


def small_study(
    num_clips: int = 12, votes_each: int = 12, tie: bool = True, rules: Rules | None = None
) -> Study:
    """Five conditions, two choices of the highest, one pair with ties, a gold pair for it."""
    names = ("gray", "blue", "green", "red", "ours")
    clips = (f"clip{number}" for number in range(num_clips))
    return Study(
        name="small",
        title="A small study",
        consent="Yes.",
        minutes=5,
        questions=(
            Question("CVE", "Which looks best?", "choose", names, sound=False),
            Question("AAE", "Which fits the sound best?", "choose", ("blue", "green", "ours"), sound=True),
            Question("pair", "Which do you prefer?", "pair", ("blue", "green", "ours"), sound=True, tie=tie),
        ),
        conditions=tuple(Condition(name, name.capitalize()) for name in names),
        clips=tuple(StudyClip(clip, {name: Path(clip, f"{name}.mp4") for name in names}) for clip in clips),
        votes_each=votes_each,
        golds=(Gold("clip0", "CVE", "ours", "gray"), Gold("clip1", "CVE", "red", "gray")),
        golds_each=2,
        traps_each=2,
        rules=rules or Rules(),
        seed=7,
    )


def dealt_trials(study: Study, number: int) -> tuple[Trial, ...]:
    """Practice, then votes on clips and sides dealt by lot, traps and golds between them."""
    draw = np.random.default_rng((study.seed, number))
    first = study.questions[0]
    asked = [study.questions[place % len(study.questions)] for place in range(study.votes_each)]
    trials = [_dealt(study, question, draw) for question in asked]
    trials += [_trap(_dealt(study, first, draw), draw) for _ in range(study.traps_each)]
    for gold in study.golds[: study.golds_each]:
        places = tuple(draw.permutation([gold.better, gold.worse]).tolist())
        trials.append(Trial(0, "gold", gold.question, gold.clip, places, gold.better))
    shuffled = [trials[place] for place in draw.permutation(len(trials))]
    practice = [replace(_dealt(study, first, draw), kind="practice") for _ in range(study.practice)]
    return tuple(replace(trial, number=place) for place, trial in enumerate([*practice, *shuffled]))


def _dealt(study: Study, question: Question, draw: np.random.Generator) -> Trial:
    shown = list(question.conditions)
    if question.kind == "pair":
        pairs = list(combinations(shown, 2))
        shown = list(pairs[draw.integers(len(pairs))])
    clip = study.clips[draw.integers(len(study.clips))]
    return Trial(0, "vote", question.id, clip.id, tuple(draw.permutation(shown).tolist()))


def _trap(trial: Trial, draw: np.random.Generator) -> Trial:
    return replace(trial, kind="trap", answer=trial.places[draw.integers(len(trial.places))])


@dataclass(frozen=True)
class Behaviour:
    """How somebody answers."""

    choose: Choose
    answer_sec: tuple[float, float] = (1.0, 5.0)
    """Drawn evenly between these."""
    plays: int = 1
    hidden_share: float = 0.0


def by_taste(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str | None:
    """Obeys traps, knows golds, and chooses by Luce's model."""
    return trial.answer or by_luce(trial, tastes, draw)


def by_luce(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str:
    odds = np.exp([tastes[trial.question][place] for place in trial.places])
    return str(draw.choice(trial.places, p=odds / odds.sum()))


def by_taste_or_tie(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str | None:
    """As by_taste, but one pair in five looks the same."""
    is_tied = trial.kind == "vote" and trial.question == "pair" and draw.random() < 0.2
    return None if is_tied else by_taste(trial, tastes, draw)


def at_random(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str | None:
    return str(draw.choice(trial.places))


def leftmost(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str | None:
    return trial.places[0]


def rightmost(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str | None:
    return trial.places[-1]


def missing(kind: str) -> Choose:
    """By taste, but wrong in every trap, or in every gold pair."""

    def choose(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str | None:
        if trial.kind == kind:
            return next(place for place in trial.places if place != trial.answer)
        return by_taste(trial, tastes, draw)

    return choose


HONEST = Behaviour(by_taste)
UNDECIDED = Behaviour(by_taste_or_tie)
RANDOM = Behaviour(at_random)
LEFT_CLICKER = Behaviour(leftmost)
RIGHT_CLICKER = Behaviour(rightmost)
SPEEDER = Behaviour(by_taste, answer_sec=(0.1, 0.4))
IMPATIENT = Behaviour(by_taste, answer_sec=(-3.0, -0.5), plays=0)
HIDDEN = Behaviour(by_taste, hidden_share=0.5)
TRAP_MISSER = Behaviour(missing("trap"))
GOLD_MISSER = Behaviour(missing("gold"))


def simulate(
    study: Study,
    crowd: Sequence[Behaviour],
    tastes: Tastes = TASTES,
    trials_of: Callable[[Study, int], Sequence[Trial]] = dealt_trials,
    seed: int = 0,
) -> tuple[list[Participant], list[Vote]]:
    """One participant for each behaviour, who answers every trial."""
    participants, votes = [], []
    for number, behaviour in enumerate(crowd):
        code = f"P{number:03}"
        draw = np.random.default_rng((seed, number))
        cast = [_answer(code, trial, behaviour, tastes, draw) for trial in trials_of(study, number)]
        votes += cast
        ended = cast[-1].at if cast else None
        participants.append(Participant(code, number, "2026-01-01T10:00:00Z", finished_at=ended))
    return participants, votes


def _answer(
    code: str, trial: Trial, behaviour: Behaviour, tastes: Tastes, draw: np.random.Generator
) -> Vote:  # fmt: skip
    return Vote(
        participant=code,
        trial=trial,
        chosen=behaviour.choose(trial, tastes, draw),
        answer_sec=float(draw.uniform(*behaviour.answer_sec)),
        plays=behaviour.plays,
        hidden_sec=behaviour.hidden_share * CLIP_SEC,
        at=f"2026-01-01T10:{trial.number:02}:30Z",
        played_sec=CLIP_SEC,
    )
