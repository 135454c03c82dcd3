"""Places, order and agreement: silent where nothing is planted, loud where something is."""

from dataclasses import replace
from itertools import product
from math import exp, factorial, prod

import numpy as np
import pytest

from lvocal.study.analysis.agreement import agreement_of, krippendorff_alpha
from lvocal.study.analysis.biases import order_test, side_test
from lvocal.study.nouns import Question, Trial, Vote
from tests.study.simulated import (
    HONEST,
    LEFT_CLICKER,
    RANDOM,
    TASTES,
    Behaviour,
    Tastes,
    by_luce,
    simulate,
    small_study,
)

STUDY = small_study()
CVE, AAE, PAIR = STUDY.questions


def votes_of(behaviour: Behaviour, number: int = 25, seed: int = 0, tastes: Tastes = TASTES) -> list[Vote]:
    _, votes = simulate(STUDY, [behaviour] * number, tastes, seed=seed)
    return [vote for vote in votes if vote.trial.kind == "vote"]


@pytest.mark.parametrize("question", [CVE, PAIR], ids=["CVE", "pair"])
def test_honest_answers_have_no_side_and_no_time(question: Question) -> None:
    sides, orders = [], []
    for seed in range(40):
        votes = votes_of(HONEST, 15, seed)
        sides.append(side_test(question, votes).p)
        orders.append(order_test(question, votes, seed).p)
    for p in (np.array(sides), np.array(orders)):
        assert np.mean(p < 0.05) <= 0.15 and 0.3 <= p.mean() <= 0.75, "spread from 0 to 1"


def test_left_clickers_are_seen_in_the_places() -> None:
    test = side_test(CVE, votes_of(HONEST) + votes_of(LEFT_CLICKER, 10))
    assert test.p < 1e-6 and test.chosen[0] == max(test.chosen) and len(test.chosen) == 5


def test_tastes_that_turn_in_mid_session_are_seen_in_the_halves() -> None:
    turned = {name: {one: -value for one, value in taste.items()} for name, taste in TASTES.items()}

    def turning(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str:
        return by_luce(trial, tastes if trial.number < 9 else turned, draw)

    test = order_test(CVE, votes_of(Behaviour(turning)), 0)
    ours = CVE.conditions.index("ours")
    assert test.p < 0.01 and test.first[ours] > test.second[ours]
    assert sum(test.first) == sum(test.second) == 25 * 2


def test_the_place_alone_decides_the_side_test_where_tastes_are_strong() -> None:
    """Everybody likes one condition, which stands on every place equally often."""
    strong = {name: {one: 8 * value for one, value in taste.items()} for name, taste in TASTES.items()}
    assert side_test(CVE, votes_of(HONEST, 40, tastes=strong)).p > 0.05


def placed(chosen: tuple[int, ...]) -> tuple[Question, list[Vote]]:
    """Votes that lie on places as often as that."""
    names = tuple(f"c{number}" for number in range(len(chosen)))
    question = replace(CVE, conditions=names)
    trial = Trial(0, "vote", "CVE", "clip0", names)
    return question, [
        Vote("P", trial, names[at], 2, 1) for at, count in enumerate(chosen) for _ in range(count)
    ]


@pytest.mark.parametrize("chosen", [(5, 1, 0), (2, 2, 2), (0, 0, 4), (7, 3), (1, 0, 1, 3)])
def test_few_votes_are_tested_exactly(chosen: tuple[int, ...]) -> None:
    total, places = sum(chosen), len(chosen)

    def chance(counts: tuple[int, ...]) -> float:
        return factorial(total) / prod(map(factorial, counts)) / places**total

    outcomes = [one for one in product(range(total + 1), repeat=places) if sum(one) == total]
    expected = sum(chance(one) for one in outcomes if chance(one) <= chance(chosen) * (1 + 1e-9))
    test = side_test(*placed(chosen))
    assert test.way == "exact multinomial" and test.p == pytest.approx(expected)


def test_many_votes_are_tested_by_chi_square() -> None:
    test = side_test(*placed((40, 20, 20, 20, 20)))
    assert test.way == "chi-square" and test.p == pytest.approx(exp(-20 / 3) * (1 + 20 / 3)), (
        "the tail of chi-square with four degrees beyond 40 / 3"
    )


KRIPPENDORFF_C = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
KRIPPENDORFF_B = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")
KRIPPENDORFF_A = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")


@pytest.mark.parametrize(
    "observers, alpha", [(KRIPPENDORFF_A, 0.095), (KRIPPENDORFF_B, 0.692), (KRIPPENDORFF_C, 0.743)]
)
def test_alpha_is_that_of_krippendorffs_own_examples(observers: tuple[str, ...], alpha: float) -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, sections A, B and C."""
    units = [
        [value for value in unit if value != "."] for unit in zip(*map(str.split, observers), strict=True)
    ]
    assert krippendorff_alpha(units) == pytest.approx(alpha, abs=5e-4)


def test_alpha_is_one_in_agreement_and_unknown_where_nothing_can_differ() -> None:
    assert krippendorff_alpha([["a", "a"], ["b", "b", "b"]]) == 1
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None
    assert krippendorff_alpha([["a"], ["b"], []]) is None


def test_the_same_pair_is_one_unit_on_whatever_sides_it_stood() -> None:
    def vote(places: tuple[str, str], chosen: str | None, clip: str = "clip0") -> Vote:
        return Vote("P", Trial(0, "vote", "pair", clip, places), chosen, 2.0, 1)

    votes = [vote(("blue", "ours"), "ours"), vote(("ours", "blue"), "ours"), vote(("green", "ours"), None)]
    votes += [vote(("blue", "ours"), "blue", "clip1"), vote(("ours", "blue"), "blue", "clip1")]
    found = agreement_of(PAIR, votes)
    assert (found.units, found.answers, found.same) == (2, 4, 1.0)
    assert found.alpha == 1, "they like ours on one clip and blue on the other"


@pytest.mark.parametrize("question", [CVE, AAE, PAIR], ids=["CVE", "AAE", "pair"])
def test_blind_choice_agrees_as_often_as_chance(question: Question) -> None:
    found = agreement_of(question, votes_of(RANDOM, 90))
    k = len(question.conditions) if question.kind == "choose" else 2
    assert found.alpha == pytest.approx(0, abs=0.07)
    assert found.same == pytest.approx(1 / k, abs=0.07)


@pytest.mark.parametrize("question", [CVE, AAE, PAIR], ids=["CVE", "AAE", "pair"])
def test_tastes_that_hang_on_the_clip_are_agreement(question: Question) -> None:
    def by_clip(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str:
        ordered = sorted(trial.places)
        return ordered[int(trial.clip.removeprefix("clip")) % len(ordered)]

    found = agreement_of(question, votes_of(Behaviour(by_clip), 60))
    assert found.alpha == found.same == 1


def test_one_taste_on_every_clip_is_sameness_and_no_agreement_about_clips() -> None:
    def ours(trial: Trial, tastes: Tastes, draw: np.random.Generator) -> str:
        return "ours"

    found = agreement_of(CVE, votes_of(Behaviour(ours)))
    assert found.same == 1 and found.alpha is None
