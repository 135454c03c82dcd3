"""From a study and its votes to everything that is said about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lvocal.study.analysis.agreement import Agreement, agreement_of
from lvocal.study.analysis.biases import OrderTest, SideTest, order_test, side_test
from lvocal.study.analysis.exclusions import Verdict, counted, judge
from lvocal.study.analysis.preferences import Interval, Share, shares_of
from lvocal.study.analysis.resampling import RESAMPLES, shares_anew
from lvocal.study.analysis.strengths import Strength, linked_groups, strengths_of
from lvocal.study.nouns import Participant, Question, Study, Vote


@dataclass(frozen=True)
class Answered:
    """What was found about one question."""

    question: Question
    votes: int
    """That count."""
    participants: int
    """Who cast them."""
    shares: tuple[Share, ...]
    people: tuple[Interval | None, ...]
    """Of the shares, by participants drawn anew."""
    strengths: tuple[Strength, ...]
    """Empty where `groups` are several."""
    groups: tuple[tuple[str, ...], ...]
    """Conditions that votes compare, directly or by way of others."""
    side: SideTest
    order: OrderTest
    agreement: Agreement
    clips: dict[str, tuple[Share, ...]]
    """Clip id -> shares on this clip alone; every clip of the study."""


@dataclass(frozen=True)
class Analysis:
    """Of a whole study."""

    study: Study
    verdicts: dict[str, Verdict]
    """By participant's code."""
    answered: tuple[Answered, ...]
    """One for each question, in its order."""


def analyze(
    study: Study, participants: Sequence[Participant], votes: Sequence[Vote], resamples: int = RESAMPLES
) -> Analysis:
    """Judge, drop, count. The same votes give the same figures, whatever order they come in.

    Raises ValueError for votes that are not of this study or its participants.
    """
    verdicts = judge(study, participants, votes)
    kept = counted(study, votes, verdicts)
    answered = tuple(_answered(study, question, kept, resamples) for question in study.questions)
    return Analysis(study, verdicts, answered)


def _answered(study: Study, question: Question, kept: Sequence[Vote], resamples: int) -> Answered:
    votes = [vote for vote in kept if vote.trial.question == question.id]
    return Answered(
        question=question,
        votes=len(votes),
        participants=len({vote.participant for vote in votes}),
        shares=shares_of(question, votes),
        people=shares_anew(question, votes, study.seed, resamples),
        strengths=strengths_of(question, votes, study.seed, resamples),
        groups=linked_groups(question, votes),
        side=side_test(question, votes),
        order=order_test(question, votes, study.seed),
        agreement=agreement_of(question, votes),
        clips={
            clip.id: shares_of(question, [vote for vote in votes if vote.trial.clip == clip.id])
            for clip in study.clips
        },
    )
