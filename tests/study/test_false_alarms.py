"""What a rule costs honest participants is reckoned, not guessed."""

from itertools import product

import pytest

from lvocal.study.analysis.exclusions import breaches_of, conduct_of
from lvocal.study.analysis.false_alarms import sided_by_chance
from lvocal.study.nouns import Rules, Trial, Vote


def trials_with(*places: int, kind="vote"):
    return [Trial(n, kind, "q", "clip", tuple("abcdefghi"[:k])) for n, k in enumerate(places)]


def dropped(trials, rules):
    """Over everything an honest participant may answer, each as likely as any other."""
    answers = list(product(*(trial.places for trial in trials)))
    votes = [[Vote("P", *pair, 2.0, 1) for pair in zip(trials, one, strict=True)] for one in answers]
    hit = [any(one.rule == "same side" for one in breaches_of(conduct_of(v, rules), rules)) for v in votes]
    return sum(hit) / len(answers)


@pytest.mark.parametrize("count", range(5, 13))
def test_pairs_are_exact(count):
    trials = trials_with(*[2] * count)
    assert sided_by_chance(trials, Rules()) == pytest.approx(dropped(trials, Rules()), abs=1e-12)


def test_six_pairs_cost_three_in_a_hundred():
    assert sided_by_chance(trials_with(*[2] * 6), Rules()) == pytest.approx(2 / 64)
    assert sided_by_chance(trials_with(*[2] * 8), Rules()) < 0.01


@pytest.mark.parametrize(
    "places", [(3,) * 6, (5,) * 6, (2, 2, 2, 2, 3, 3), (2, 5, 2, 5, 2, 2, 4), (2,) * 7 + (3,)]
)
@pytest.mark.parametrize("share", [0.6, 0.8, 0.9])
def test_mixtures_are_never_below_the_truth_and_near_it(places, share):
    trials, rules = trials_with(*places), Rules(same_side_share=share)
    truth = dropped(trials, rules)
    assert truth <= sided_by_chance(trials, rules) + 1e-12
    assert sided_by_chance(trials, rules) <= 1.5 * truth + 1e-12


def test_a_rule_that_is_switched_off_costs_nobody():
    assert sided_by_chance(trials_with(*[2] * 6), Rules(same_side_share=1.0)) == 0
    assert sided_by_chance([], Rules()) == 0


def test_only_answers_that_may_lie_anywhere_are_reckoned():
    gold = trials_with(*[2] * 3, kind="gold")
    assert sided_by_chance(trials_with(2, 2, 2) + gold, Rules()) == pytest.approx(2 / 64)
    for kind in ("practice", "trap"):
        assert sided_by_chance(trials_with(2, 2, 2) + trials_with(2, 2, 2, kind=kind), Rules()) == 0
