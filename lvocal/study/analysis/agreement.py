"""Whether participants choose alike: Krippendorff's alpha for names (Krippendorff 2011, section C)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from lvocal.study.nouns import Question, Vote

Units = Iterable[Sequence[Hashable]]
"""What was seen more than once: for each, the answers about it."""


@dataclass(frozen=True)
class Agreement:
    """Over all clips, or pairs on clips, about which at least two answers were given."""

    alpha: float | None
    """1 where all agree, 0 where they agree as often as if answers were dealt anew to clips: what all like
    best on every clip alike is no agreement about clips. None where answers never differ, or nothing was
    seen twice."""
    same: float | None
    """Share of answers on which two who saw the same agree; blind choice gives 1/k."""
    units: int
    answers: int


def agreement_of(question: Question, votes: Sequence[Vote]) -> Agreement:
    """A unit is a clip with the same conditions, in whatever order of places.

    What chance would give is reckoned among the same conditions: of other pairs, other answers are possible.
    """
    shown: defaultdict[frozenset[str], defaultdict[str, list[str | None]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for vote in votes:
        if vote.trial.question == question.id:
            shown[frozenset(vote.trial.places)][vote.trial.clip].append(vote.chosen)
    groups = [list(clips.values()) for clips in shown.values()]
    paired = [unit for group in groups for unit in group if len(unit) > 1]
    answers = sum(map(len, paired))
    differing = sum(_disagreements(group)[0] for group in groups)
    same = 1 - differing / answers if answers else None
    return Agreement(krippendorff_alpha(*groups), same, len(paired), answers)


def krippendorff_alpha(*groups: Units) -> float | None:
    """1 less observed over expected disagreement; of several groups, either is added up over them.

    None where nothing is paired or all values of every group are the same.
    """
    observed, expected = map(sum, zip(*map(_disagreements, groups), strict=True)) if groups else (0, 0)
    return 1 - observed / expected if expected else None


def _disagreements(units: Units) -> tuple[float, float]:
    """Observed and expected, in closed form, each times the n values of all units with two or more.

    Unit u has m_u values, n_uc of them c; n_c of all n are c. Observed are
    sum_u (m_u^2 - sum_c n_uc^2) / (m_u - 1), expected (n^2 - sum_c n_c^2) / (n - 1).
    """
    paired = [Counter(values) for values in units if len(values) > 1]
    if not paired:
        return 0.0, 0.0
    together: Counter[Hashable] = sum(paired, Counter())
    return sum(map(_differing, paired)), _differing(together)


def _differing(counts: Counter[Hashable]) -> float:
    return (counts.total() ** 2 - sum(count**2 for count in counts.values())) / (counts.total() - 1)
