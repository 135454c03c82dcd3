"""How far a running study is: counts and widths, and neither names nor who is ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lvocal.study.analysis.exclusions import Rule, counted, judge
from lvocal.study.analysis.preferences import shares_of
from lvocal.study.nouns import Participant, Study, Vote


@dataclass(frozen=True)
class Width:
    """How sure the share of one condition is so far."""

    question: str
    condition: str
    shown: int
    """Votes that count and in which it could be chosen."""
    width: float
    """Of Wilson's interval, as a share; 1 of no vote."""


@dataclass(frozen=True)
class LiveCounts:
    """What may be looked at before the end without tempting anybody to stop at a good moment."""

    joined: int
    finished: int
    excluded: int
    """As things stand: someone still at it may yet come below a limit, or above."""
    reasons: dict[Rule, int]
    """How many participants broke which rule; one may break several."""
    votes: int
    """That came in, of every kind."""
    counted: int
    """That would be analysed."""
    widths: tuple[Width, ...]


def live_counts(study: Study, participants: Sequence[Participant], votes: Sequence[Vote]) -> LiveCounts:
    """By the same rules, and by the same interval, as in the analysis."""
    verdicts = judge(study, participants, votes)
    kept = counted(study, votes, verdicts)
    reasons = Counter(breach.rule for verdict in verdicts.values() for breach in verdict.breaches)
    return LiveCounts(
        joined=len(participants),
        finished=sum(participant.finished_at is not None for participant in participants),
        excluded=sum(not verdict.counts for verdict in verdicts.values()),
        reasons=dict(reasons),
        votes=len(votes),
        counted=len(kept),
        widths=tuple(
            Width(question.id, share.condition, share.shown, share.interval.width)
            for question in study.questions
            for share in shares_of(question, kept)
        ),
    )
