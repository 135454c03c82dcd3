"""Who does not count, and why: by the rules of the manifest alone."""

from dataclasses import replace

import pytest

from lvocal.study.analysis.exclusions import breaches_of, conduct_of, counted, judge
from lvocal.study.nouns import Rules, Trial, Vote
from tests.study.simulated import (
    GOLD_MISSER,
    HIDDEN,
    HONEST,
    IMPATIENT,
    LEFT_CLICKER,
    RANDOM,
    RIGHT_CLICKER,
    SPEEDER,
    TRAP_MISSER,
    UNDECIDED,
    Behaviour,
    simulate,
    small_study,
)


def broken(behaviour: Behaviour, number: int = 30) -> list[set[str]]:
    """The rules broken by each of many who behave alike."""
    study = small_study()
    verdicts = judge(study, *simulate(study, [behaviour] * number))
    return [{breach.rule for breach in verdict.breaches} for verdict in verdicts.values()]


@pytest.mark.parametrize(
    "behaviour, rule",
    [
        (SPEEDER, "fast"),
        (IMPATIENT, "unfinished"),
        (HIDDEN, "hidden"),
        (TRAP_MISSER, "traps"),
        (GOLD_MISSER, "golds"),
    ],
)
def test_one_fault_is_the_one_reason(behaviour: Behaviour, rule: str) -> None:
    assert broken(behaviour) == [{rule}] * 30


@pytest.mark.parametrize("behaviour", [HONEST, UNDECIDED])
def test_the_honest_all_count(behaviour: Behaviour) -> None:
    assert broken(behaviour) == [set()] * 30


@pytest.mark.parametrize("behaviour", [LEFT_CLICKER, RIGHT_CLICKER])
def test_whoever_always_clicks_on_one_end_lies_on_one_side_whatever_the_number_of_places(
    behaviour: Behaviour,
) -> None:
    assert all("same side" in rules for rules in broken(behaviour))


def test_random_answers_fall_by_traps_and_golds() -> None:
    rules = broken(RANDOM, 60)
    assert all(one <= {"traps", "golds"} for one in rules)
    assert sum(not one for one in rules) <= 60 * 0.1, "both of two traps among five are met by 1 in 25"


def test_reasons_say_what_was_counted_and_what_is_allowed() -> None:
    study = small_study()
    participants, votes = simulate(study, [TRAP_MISSER, SPEEDER, HIDDEN])
    words = [verdict.breaches[0].words for verdict in judge(study, participants, votes).values()]
    assert words == [
        "missed 2 of 2 traps; at most 0 may be missed",
        "16 of 16 answers (100%) came within 0.6 s of the end of the first full play; at most 30% may",
        "the page was hidden for 50% of the playing time (32 s); at most 20%",
    ]


def vote(kind: str = "vote", chosen: str | None = "a", **facts: float) -> Vote:
    answer = "a" if kind in ("trap", "gold") else None
    trial = Trial(0, kind, "CVE", "clip0", ("a", "b"), answer)  # type: ignore[arg-type]
    return replace(Vote("P", trial, chosen, 2.0, 1, played_sec=4.0), **facts)


def rules_broken(votes: list[Vote], rules: Rules | None = None) -> list[str]:
    rules = rules or Rules()
    return [breach.rule for breach in breaches_of(conduct_of(votes, rules), rules)]


def test_a_limit_may_be_reached_and_not_passed() -> None:
    mixed = [vote(), vote(chosen="b")] * 5
    fast = [vote(answer_sec=0.1), *mixed[:9]]
    assert not rules_broken(fast * 3, Rules(fast_share=0.1))
    hundred = [vote(answer_sec=0.1), vote(answer_sec=0.1, chosen="b")] * 15 + mixed * 7
    assert not rules_broken(hundred[1:] + mixed[:1], Rules(fast_share=0.29)), "29 of 100"
    assert rules_broken([*fast, vote(answer_sec=0.1)], Rules(fast_share=0.1)) == ["fast"]
    assert not rules_broken([*mixed, vote("gold", "b")])
    assert rules_broken([*mixed, vote("gold", "b"), vote("gold", "b")]) == ["golds"]
    assert not rules_broken([vote(hidden_sec=0.8)])
    assert rules_broken([vote(hidden_sec=0.9)]) == ["hidden"]


def test_five_answers_on_one_place_are_nothing_and_six_are_a_habit() -> None:
    assert not rules_broken([vote()] * 5)
    assert rules_broken([vote()] * 6) == ["same side"]
    assert not rules_broken([vote()] * 5 + [vote(chosen=None)] * 5), "a tie lies on no place"
    assert not rules_broken([vote()] * 3 + [vote(chosen="b")] * 3 + [vote("trap")] * 60), "traps name theirs"


def test_an_answer_before_the_end_is_unfinished_and_not_fast_as_well() -> None:
    mixed = [vote(), vote(chosen="b")] * 5
    assert rules_broken([*mixed, vote(answer_sec=-1.0)]) == ["unfinished"]
    assert rules_broken([*mixed, vote(plays=0)]) == ["unfinished"]
    assert not rules_broken([*mixed, vote(answer_sec=-1.0)], Rules(unfinished_plays=1))


def test_practice_and_silence_are_held_against_nobody() -> None:
    practice = vote("practice", None, answer_sec=-1.0, plays=0, hidden_sec=4.0)
    assert not rules_broken([practice] * 10)
    study = small_study()
    participants, _ = simulate(study, [HONEST])
    assert judge(study, participants, [])["P000"].counts


def test_hiding_counts_fully_where_no_playing_time_is_known() -> None:
    assert rules_broken([vote(hidden_sec=3.0, played_sec=0.0)]) == ["hidden"]


def test_only_votes_of_those_who_count_are_analysed() -> None:
    study = small_study()
    participants, votes = simulate(study, [HONEST, TRAP_MISSER, HONEST])
    kept = counted(study, votes, judge(study, participants, votes))
    assert {one.participant for one in kept} == {"P000", "P002"}
    assert len(kept) == 2 * study.votes_each and {one.trial.kind for one in kept} == {"vote"}


@pytest.mark.parametrize(
    "change, words",
    [
        ({"chosen": None}, "no ties"),
        ({"chosen": "sepia"}, "not shown"),
        ({"participant": "X"}, "no participant"),
        ({"question": "other"}, "does not ask"),
        ({"places": ("blue", "sepia")}, "not all conditions"),
    ],
)
def test_what_does_not_fit_the_study_is_refused(change: dict[str, object], words: str) -> None:
    study = small_study()
    participants, votes = simulate(study, [HONEST])
    at = next(n for n, one in enumerate(votes) if one.trial.kind == "vote" and one.trial.question == "CVE")
    trial = {name: value for name, value in change.items() if name in ("question", "places")}
    rest = {name: value for name, value in change.items() if name not in trial}
    votes[at] = replace(votes[at], trial=replace(votes[at].trial, **trial), **rest)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=words):
        counted(study, votes, judge(study, participants, votes))
