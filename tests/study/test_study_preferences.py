"""Planted preferences are found again: shares, strengths, their intervals, the ranking."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import choix
import numpy as np
import pytest

from lvocal.study.analysis.analyzing import Analysis, analyze
from lvocal.study.analysis.exclusions import counted, judge
from lvocal.study.analysis.preferences import Interval, shares_of, wilson
from lvocal.study.analysis.resampling import shares_anew
from lvocal.study.analysis.strengths import linked_groups, strengths_of
from lvocal.study.nouns import Question, Study, Trial, Vote
from tests.study.simulated import (
    HIDDEN,
    HONEST,
    LEFT_CLICKER,
    RANDOM,
    SPEEDER,
    TASTES,
    TRAP_MISSER,
    UNDECIDED,
    Behaviour,
    simulate,
    small_study,
)

CVE, AAE, PAIR = small_study().questions


def kept_votes(study: Study, crowd: Sequence[Behaviour], seed: int = 0) -> list[Vote]:
    participants, votes = simulate(study, crowd, seed=seed)
    return counted(study, votes, judge(study, participants, votes))


@cache
def honest_votes(seed: int) -> list[Vote]:
    """Of thirty participants."""
    return kept_votes(small_study(), [HONEST] * 30, seed)


def luce(question: Question) -> np.ndarray:
    odds = np.exp([TASTES[question.id][condition] for condition in question.conditions])
    return odds / odds.sum()


def centred(question: Question) -> np.ndarray:
    values = np.array([TASTES[question.id][condition] for condition in question.conditions])
    return values - values.mean()


def holds(intervals: Sequence[Interval | None], truth: np.ndarray) -> list[bool]:
    return [
        one is not None and bool(one.low <= value <= one.high)
        for one, value in zip(intervals, truth, strict=True)
    ]


@pytest.mark.parametrize("question", [CVE, AAE], ids=["CVE", "AAE"])
def test_wilson_and_resampled_intervals_hold_planted_shares_as_often_as_they_say(question: Question) -> None:
    held: list[bool] = []
    drawn: list[bool] = []
    for seed in range(40):
        votes = honest_votes(seed)
        held += holds([share.interval for share in shares_of(question, votes)], luce(question))
        drawn += holds(shares_anew(question, votes, seed, 200), luce(question))
    assert 0.9 <= np.mean(held) <= 0.99
    assert 0.87 <= np.mean(drawn) <= 0.99


@pytest.mark.parametrize("question", [CVE, AAE, PAIR], ids=["CVE", "AAE", "pair"])
def test_bootstrap_intervals_hold_planted_strengths_as_often_as_they_say(question: Question) -> None:
    held: list[bool] = []
    for seed in range(40):
        strengths = strengths_of(question, honest_votes(seed), seed, 60)
        held += holds([strength.interval for strength in strengths], centred(question))
    assert 0.85 <= np.mean(held) <= 1.0


def ranked(analysis: Analysis, question: int) -> list[str]:
    strengths = sorted(analysis.answered[question].strengths, key=lambda one: one.value)
    return [strength.condition for strength in strengths]


def test_a_mixed_crowd_is_cleaned_and_ranks_right() -> None:
    study = small_study()
    bad = [LEFT_CLICKER, SPEEDER, HIDDEN, TRAP_MISSER] * 5
    participants, votes = simulate(study, [HONEST, UNDECIDED] * 30 + bad)
    analysis = analyze(study, participants, votes, resamples=100)
    assert [code for code, one in analysis.verdicts.items() if not one.counts] == [
        f"P{number:03}" for number in range(60, 80)
    ]
    assert ranked(analysis, 0) == ["gray", "blue", "green", "red", "ours"]
    assert ranked(analysis, 1) == ranked(analysis, 2) == ["blue", "green", "ours"]
    for answered in analysis.answered:
        shares = {share.condition: share for share in answered.shares}
        assert shares["ours"].interval.low > shares["ours"].chance > shares["blue"].interval.high


def test_dropping_the_bad_gives_what_the_honest_alone_give() -> None:
    study = small_study()
    participants, votes = simulate(study, [HONEST] * 20 + [LEFT_CLICKER, SPEEDER, TRAP_MISSER] * 4)
    honest = {participant.code for participant in participants[:20]}
    mixed = analyze(study, participants, votes, resamples=50)
    alone = analyze(study, participants[:20], [one for one in votes if one.participant in honest], 50)
    assert mixed.answered == alone.answered


def test_random_answers_prefer_nothing() -> None:
    study = replace(small_study(), traps_each=0, golds_each=0)
    held: list[bool] = []
    for seed in range(20):
        for share in shares_of(CVE, kept_votes(study, [RANDOM] * 30, seed)):
            assert share.chance == pytest.approx(1 / 5)
            held.append(share.interval.low <= share.chance <= share.interval.high)
    assert 0.9 <= np.mean(held) <= 1.0


def test_the_order_in_which_votes_came_changes_nothing() -> None:
    study = small_study()
    participants, votes = simulate(study, [UNDECIDED] * 8)
    shuffled = [votes[place] for place in np.random.default_rng(1).permutation(len(votes))]
    assert analyze(study, participants, shuffled, 50) == analyze(study, participants, votes, 50)


def pair_vote(one: str, other: str, chosen: str | None, participant: str = "P") -> Vote:
    return Vote(participant, Trial(0, "vote", "pair", "clip0", (one, other)), chosen, 2.0, 1)


def test_two_conditions_have_the_log_odds_of_their_wins_with_half_a_win_more_for_either() -> None:
    question = replace(PAIR, conditions=("blue", "ours"))
    votes = [pair_vote("blue", "ours", "ours")] * 7 + [pair_vote("ours", "blue", "blue")] * 2
    votes += [pair_vote("blue", "ours", None)] * 2
    blue, ours = strengths_of(question, votes, 0, 10)
    assert ours.value - blue.value == pytest.approx(np.log(8.5 / 3.5), abs=1e-6)
    assert blue.interval is None, "one participant tells nothing about others"


def test_one_of_k_gives_the_strengths_of_luces_model() -> None:
    votes = kept_votes(small_study(), [HONEST] * 200)
    data = [
        (place[chosen], [number for number in range(5) if number != place[chosen]])
        for place in [{condition: number for number, condition in enumerate(CVE.conditions)}]
        for chosen in [one.chosen for one in votes if one.trial.question == "CVE"]
        if chosen
    ]
    by_luce = choix.ilsr_top1(5, data)
    values = [strength.value for strength in strengths_of(CVE, votes, 0, 1)]
    np.testing.assert_allclose(values, by_luce - by_luce.mean(), atol=0.02)


def test_what_always_wins_is_strong_and_not_infinitely_so() -> None:
    votes = [pair_vote("blue", "ours", "ours", f"P{number}") for number in range(10)]
    votes += [pair_vote("green", "ours", "ours", f"P{number}") for number in range(10)]
    blue, green, ours = strengths_of(PAIR, votes, 0, 50)
    assert ours.value > blue.value == pytest.approx(green.value) and np.isfinite(ours.value)


def test_what_no_vote_links_has_no_strength() -> None:
    votes = [pair_vote("blue", "ours", "ours")]
    assert strengths_of(PAIR, votes, 0) == ()
    assert linked_groups(PAIR, votes) == (("blue", "ours"), ("green",))


def test_a_tie_is_half_a_choice_and_widens_nothing_when_even() -> None:
    votes = [pair_vote("blue", "ours", chosen) for chosen in ("ours", "ours", None, None, "blue")]
    blue, green, ours = shares_of(PAIR, votes)
    assert (ours.value, blue.value, ours.ties) == (0.6, 0.4, 2)
    assert ours.interval == wilson(3, 5)
    assert wilson(2, 5, ties=1) == Interval(wilson(2, 5).low, wilson(3, 5).high)
    assert green.shown == 0 and np.isnan(green.value) and green.interval == Interval(0, 1)


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    """Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    known = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (chosen, shown), (low, high) in known.items():
        assert (wilson(chosen, shown).low, wilson(chosen, shown).high) == pytest.approx((low, high), abs=5e-5)


def test_participants_with_tastes_of_their_own_widen_the_resampled_interval_alone() -> None:
    """Ten answers each, always the same: as sure as one answer each."""
    question = replace(PAIR, conditions=("blue", "ours"))
    fond = ["ours", "blue", "ours", "ours", "blue", "ours", "blue", "ours", "ours", "blue"]
    votes = [pair_vote("blue", "ours", chosen, f"P{n}") for n, chosen in enumerate(fond) for _ in range(10)]
    people = shares_anew(question, votes, 0)[1]
    share = shares_of(question, votes)[1]
    assert people is not None and people.width > 2 * share.interval.width


def test_before_the_first_vote_nothing_is_known() -> None:
    study = small_study()
    analysis = analyze(study, [], [])
    for answered in analysis.answered:
        assert answered.votes == 0 and answered.strengths == () and answered.agreement.alpha is None
        assert all(share.interval == Interval(0, 1) for share in answered.shares)
        assert answered.side.p == answered.order.p == 1
