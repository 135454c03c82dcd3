"""Who does not count: by the rules of the manifest and by nothing else.

Practice is never looked at. Nobody is dropped for having left early: the votes that are there count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lvocal.study.nouns import Participant, Question, Rules, Study, Vote

Rule = Literal["traps", "golds", "fast", "same side", "unfinished", "hidden"]

LEAST_SIDED = 6
"""With fewer answers, all on one place is nothing unusual."""


@dataclass(frozen=True)
class Conduct:
    """How one participant answered; practice left out."""

    answers: int
    traps: int
    missed_traps: int
    golds: int
    missed_golds: int
    fast: int
    """Answers after the first full play, and sooner than the rules allow."""
    unfinished: int
    """Answers before the end of the first full play; these are not counted as fast on top."""
    sided: int
    """Answers that were free to lie on any place: all but traps."""
    same_side: int
    """How many of `sided` lie on the place used most, counted from the left or from the right."""
    hidden_sec: float
    played_sec: float

    @property
    def hidden_share(self) -> float:
        """Of the playing time; 1 where time in hiding is known and playing time is not."""
        return self.hidden_sec / max(self.hidden_sec, self.played_sec) if self.hidden_sec else 0.0


@dataclass(frozen=True)
class Breach:
    """A rule that a participant broke."""

    rule: Rule
    words: str
    """What was counted, and how much of it is allowed."""


@dataclass(frozen=True)
class Verdict:
    """What is held against a participant; with no breach, the votes count."""

    conduct: Conduct
    breaches: tuple[Breach, ...]

    @property
    def counts(self) -> bool:
        return not self.breaches


def judge(study: Study, participants: Sequence[Participant], votes: Sequence[Vote]) -> dict[str, Verdict]:
    """A verdict for every participant, by code; ValueError for a vote of nobody known."""
    by_code: dict[str, list[Vote]] = {participant.code: [] for participant in participants}
    for vote in votes:
        if vote.participant not in by_code:
            raise ValueError(f"a vote belongs to {vote.participant!r}, who is no participant")
        by_code[vote.participant].append(vote)
    conducts = {code: conduct_of(cast, study.rules) for code, cast in by_code.items()}
    return {code: Verdict(one, breaches_of(one, study.rules)) for code, one in conducts.items()}


def conduct_of(votes: Sequence[Vote], rules: Rules) -> Conduct:
    """Count what the rules speak of, in the votes of one participant."""
    answers = [vote for vote in votes if vote.trial.kind != "practice"]
    traps = [vote for vote in answers if vote.trial.kind == "trap"]
    golds = [vote for vote in answers if vote.trial.kind == "gold"]
    sided = [vote for vote in answers if vote.trial.kind != "trap"]
    played = [vote for vote in answers if not _is_unfinished(vote)]
    return Conduct(
        answers=len(answers),
        traps=len(traps),
        missed_traps=sum(vote.chosen != vote.trial.answer for vote in traps),
        golds=len(golds),
        missed_golds=sum(vote.chosen != vote.trial.answer for vote in golds),
        fast=sum(vote.answer_sec < rules.least_sec for vote in played),
        unfinished=len(answers) - len(played),
        sided=len(sided),
        same_side=_most_on_one_place(sided),
        hidden_sec=sum(vote.hidden_sec for vote in answers),
        played_sec=sum(vote.played_sec for vote in answers),
    )


def breaches_of(conduct: Conduct, rules: Rules) -> tuple[Breach, ...]:
    """Every rule that is broken, in the order of the manifest."""
    one, found = conduct, []
    if one.missed_traps > rules.missed_traps:
        found.append(Breach("traps", _missed("traps", one.missed_traps, one.traps, rules.missed_traps)))
    if one.missed_golds > rules.missed_golds:
        found.append(Breach("golds", _missed("gold pairs", one.missed_golds, one.golds, rules.missed_golds)))
    if one.fast / max(one.answers, 1) > rules.fast_share:
        words = f"came within {rules.least_sec:g} s of the end of the first full play"
        found.append(Breach("fast", _share(one.fast, one.answers, words, rules.fast_share)))
    if one.sided >= LEAST_SIDED and one.same_side / one.sided > rules.same_side_share:
        words = "lie on one and the same place"
        found.append(Breach("same side", _share(one.same_side, one.sided, words, rules.same_side_share)))
    if one.unfinished > rules.unfinished_plays:
        words = f"{one.unfinished} of {one.answers} answers came before the end of the first full play"
        found.append(Breach("unfinished", f"{words}; at most {rules.unfinished_plays} may"))
    if one.hidden_share > rules.hidden_share:
        words = f"the page was hidden for {one.hidden_share:.0%} of the playing time"
        found.append(Breach("hidden", f"{words} ({one.hidden_sec:.0f} s); at most {rules.hidden_share:.0%}"))
    return tuple(found)


def counted(study: Study, votes: Sequence[Vote], verdicts: Mapping[str, Verdict]) -> list[Vote]:
    """The votes that are analysed: no practice, no trap, no gold pair, nobody excluded.

    Raises ValueError for a vote that does not fit the study: an answer that was not shown, a tie where none
    may be, a question or a condition that is not asked.
    """
    questions = {question.id: question for question in study.questions}
    kept = [vote for vote in votes if vote.trial.kind == "vote" and verdicts[vote.participant].counts]
    for vote in kept:
        _check(vote, questions)
    return kept


def _check(vote: Vote, questions: Mapping[str, Question]) -> None:
    trial = vote.trial
    where = f"trial {trial.number} of {vote.participant}"
    if (question := questions.get(trial.question)) is None:
        raise ValueError(f"{where}: the study does not ask {trial.question!r}")
    if not set(trial.places) <= set(question.conditions):
        raise ValueError(f"{where}: {trial.places} are not all conditions of {question.id!r}")
    if vote.chosen is None and not question.tie:
        raise ValueError(f"{where}: {question.id!r} has no ties")
    if vote.chosen is not None and vote.chosen not in trial.places:
        raise ValueError(f"{where}: {vote.chosen!r} was not shown")


def _is_unfinished(vote: Vote) -> bool:
    return vote.answer_sec < 0 or vote.plays < 1


def _most_on_one_place(votes: Sequence[Vote]) -> int:
    chosen = [vote for vote in votes if vote.chosen in vote.trial.places]
    left = Counter(vote.trial.places.index(vote.chosen or "") for vote in chosen)
    right = Counter(vote.trial.places[::-1].index(vote.chosen or "") for vote in chosen)
    return max([*left.values(), *right.values()], default=0)


def _missed(what: str, missed: int, seen: int, limit: int) -> str:
    return f"missed {missed} of {seen} {what}; at most {limit} may be missed"


def _share(count: int, answers: int, words: str, limit: float) -> str:
    return f"{count} of {answers} answers ({count / answers:.0%}) {words}; at most {limit:.0%} may"
