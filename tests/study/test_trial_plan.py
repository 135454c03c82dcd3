"""Everybody's trials: practice first, checks spread, no clip twice in a row."""

from collections import Counter
from dataclasses import replace

import pytest

from lvocal.study.design.block_design import votes_of
from lvocal.study.design.trial_order import clips_in_a_row, in_order
from lvocal.study.design.trial_plan import trials_of
from lvocal.study.nouns import Trial
from tests.study.design_folders import golds_of, study_of


def _full(**more):
    study = study_of(**{"clips": 8, "votes_each": 10, **more})
    return replace(study, golds=golds_of(study, 3), golds_each=2, practice=2)


STUDIES = {
    "choices": _full(),
    "choices and pairs": _full(kinds=("choose", "pair"), conditions=("a", "b", "c"), votes_each=20),
    "every vote there is": _full(votes_each=16),
    "three clips": _full(clips=3, kinds=("pair",), conditions=("a", "b", "c"), votes_each=9),
}
every_study = pytest.mark.parametrize("study", STUDIES.values(), ids=STUDIES)


@every_study
def test_everything_asked_for_is_there_and_nothing_else(study):
    for number in range(12):
        trials = trials_of(study, number)
        assert [trial.number for trial in trials] == list(range(len(trials)))
        assert [trial.kind for trial in trials[:2]] == ["practice"] * 2 and trials[2].kind == "vote"
        assert Counter(trial.kind for trial in trials) == {
            "practice": 2, "vote": study.votes_each, "gold": 2, "trap": 2,
        }  # fmt: skip
        voted = Counter((one.question, one.clip, one.places) for one in trials if one.kind == "vote")
        asked = [(one.lineup.question, one.clip, places) for one, places in votes_of(study, number)]
        assert voted == Counter(asked)


@every_study
def test_no_clip_follows_itself(study):
    for number in range(60):
        assert clips_in_a_row(trials_of(study, number)) == 0


@every_study
def test_one_check_lies_in_each_quarter_of_the_votes(study):
    for number in range(12):
        trials = [trial for trial in trials_of(study, number) if trial.kind != "practice"]
        votes_before = [
            sum(one.kind == "vote" for one in trials[:at])
            for at, trial in enumerate(trials)
            if trial.kind in ("trap", "gold")
        ]
        bounds = [study.votes_each * at // 4 for at in range(5)]
        assert len(votes_before) == 4
        for at, before in enumerate(votes_before):
            assert bounds[at] < before <= bounds[at + 1]


@every_study
def test_answers_of_checks_are_among_their_places_and_go_round(study):
    traps, golds = Counter(), Counter()
    count = 60 * len(study.questions)
    for number in range(count):
        for trial in trials_of(study, number):
            assert (trial.answer is not None) == (trial.kind in ("trap", "gold"))
            if trial.kind == "trap":
                traps[trial.question, trial.places.index(trial.answer)] += 1
            if trial.kind == "gold":
                assert trial.answer == study.conditions[-1].id and len(trial.places) == 2
                golds[trial.clip, trial.places.index(trial.answer)] += 1
    for question in study.questions:
        own = [times for (of, _), times in traps.items() if of == question.id]
        assert len(own) == (2 if question.kind == "pair" else len(question.conditions))
        assert len(set(own)) == 1
    assert len(golds) == 6 and max(golds.values()) - min(golds.values()) <= 1


@every_study
def test_nobody_meets_a_gold_pair_twice(study):
    for number in range(12):
        golds = [trial.clip for trial in trials_of(study, number) if trial.kind == "gold"]
        assert len(set(golds)) == 2


def test_practice_and_traps_leave_voted_contests_alone_where_they_can():
    study = study_of(clips=20, votes_each=10, practice=2)
    for number in range(20):
        trials = trials_of(study, number)
        voted = {trial.clip for trial in trials if trial.kind == "vote"}
        assert not voted & {trial.clip for trial in trials if trial.kind != "vote"}
        assert {trial.question for trial in trials[:2]} == {"q0", "q1"}


def test_a_plan_hangs_on_study_and_number_alone():
    study = STUDIES["choices"]
    assert trials_of(study, 5) == trials_of(replace(study, title="Other", minutes=3.0), 5)
    assert len({trials_of(study, number) for number in range(20)}) == 20
    with pytest.raises(ValueError, match="from 0"):
        trials_of(study, -1)


def test_a_plan_is_the_same_for_good():
    """Somebody may come back after the program was brought up to date."""
    trials = trials_of(study_of(clips=4, conditions=("a", "b", "c"), votes_each=4), 7)
    assert [(one.kind, one.question, one.clip, "".join(one.places), one.answer) for one in trials] == [
        ("practice", "q0", "clip3", "bca", None),
        ("vote", "q0", "clip1", "bca", None),
        ("trap", "q1", "clip0", "bac", "a"),
        ("vote", "q1", "clip3", "abc", None),
        ("vote", "q1", "clip2", "bca", None),
        ("vote", "q0", "clip0", "acb", None),
        ("trap", "q0", "clip2", "bac", "a"),
    ]


def test_clips_that_must_follow_themselves_do_so_as_seldom_as_can_be():
    votes = [Trial(0, "vote", "q", clip, ("a", "b")) for clip in "xxxxxyz"]
    ordered = in_order(votes, [], None, 0)
    assert sorted(ordered, key=votes.index) == votes
    assert clips_in_a_row(ordered) == 2
    assert clips_in_a_row(in_order(votes[:1] * 4, [], "x", 0), "x") == 4


@pytest.mark.parametrize("clips", ["aab", "aabb", "aaabb", "aabbccdd", "aaaabcd", "aaaaabbbcc", "abcdef" * 8])
def test_whatever_can_be_kept_apart_is(clips):
    votes = [Trial(0, "vote", "q", clip, ("a", "b")) for clip in clips]
    for seed in range(20):
        assert clips_in_a_row(in_order(votes, [], None, seed)) == 0
