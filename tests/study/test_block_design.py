"""However many take part, the plan is even; after every block it is exactly so."""

from collections import Counter
from dataclasses import replace
from itertools import product
from math import ceil

import pytest

from lvocal.study.design.block_design import contests_of, lineups_of, participants_per_block, votes_of
from tests.study.design_folders import study_of

THREE = ("a", "b", "c")

STUDIES = {
    "the paper": study_of(clips=20, votes_each=20),
    "five conditions in pairs": study_of(clips=6, kinds=("pair",), votes_each=10),
    "choice and pairs": study_of(clips=5, conditions=THREE, kinds=("choose", "pair"), votes_each=7),
    "nothing divides": study_of(clips=7, conditions=THREE, kinds=("pair", "choose"), votes_each=11),
    "everything at once": study_of(clips=4, conditions=THREE, votes_each=8),
    "all but one": study_of(clips=4, conditions=THREE, votes_each=7),
    "one vote": study_of(clips=3, conditions=("a", "b"), kinds=("pair",), votes_each=1),
    "more pairs than clips": study_of(clips=3, kinds=("pair", "pair"), votes_each=9),
    "one clip": study_of(clips=1, conditions=THREE, kinds=("pair",), votes_each=2),
}
every_study = pytest.mark.parametrize("study", STUDIES.values(), ids=STUDIES)


@every_study
def test_contests_are_even_up_to_one_whoever_comes_last(study):
    counts = Counter(dict.fromkeys(contests_of(study), 0))
    for number in range(2 * participants_per_block(study) + 1):
        counts.update(contest for contest, _ in votes_of(study, number))
        assert max(counts.values()) - min(counts.values()) <= 1


@every_study
def test_nobody_meets_a_contest_twice(study):
    for number in range(participants_per_block(study) + 1):
        votes = votes_of(study, number)
        assert len({contest for contest, _ in votes}) == len(votes) == study.votes_each


@every_study
def test_places_of_a_contest_are_even_up_to_one_whoever_comes_last(study):
    counts = {
        (contest, condition, place): 0
        for contest in contests_of(study)
        for condition, place in product(contest.lineup.conditions, range(len(contest.lineup.conditions)))
    }
    contests = contests_of(study)
    for number in range(participants_per_block(study)):
        for contest, places in votes_of(study, number):
            assert sorted(places) == sorted(contest.lineup.conditions)
            for place, condition in enumerate(places):
                counts[contest, condition, place] += 1
        for contest in contests:
            own = [
                counts[contest, condition, place]
                for condition, place in product(contest.lineup.conditions, range(len(places)))
                if (contest, condition, place) in counts
            ]
            assert max(own) - min(own) <= 1


@every_study
@pytest.mark.parametrize("blocks", [1, 2])
def test_a_block_is_closed_exactly(study, blocks):
    votes, places_of = Counter(), Counter()
    for number in range(blocks * participants_per_block(study)):
        for contest, places in votes_of(study, number):
            votes[contest] += 1
            places_of.update((contest, condition, place) for place, condition in enumerate(places))
    assert len(set(votes.values())) == 1 and set(votes) == set(contests_of(study))
    for (contest, *_), count in places_of.items():
        assert count * len(contest.lineup.conditions) == votes[contest]


def test_no_fewer_participants_close_a_block():
    study = STUDIES["choice and pairs"]
    counts = Counter()
    for number in range(participants_per_block(study) - 1):
        for contest, places in votes_of(study, number):
            counts.update((contest, condition, place) for place, condition in enumerate(places))
        shares = {count * len(contest.lineup.conditions) for (contest, *_), count in counts.items()}
        wanted = {(one, c, p) for one in contests_of(study) for c in one.lineup.conditions
                  for p in range(len(one.lineup.conditions))}  # fmt: skip
        assert len(shares) > 1 or set(counts) != wanted


@every_study
def test_a_participant_meets_all_lineups_and_clips_about_alike(study):
    """Whoever takes two rounds may meet one more of either at their seam, and clips slip once."""
    size = len(contests_of(study))
    for number in range(participants_per_block(study)):
        counts = Counter(dict.fromkeys(lineups_of(study), 0))
        votes = [contest for contest, _ in votes_of(study, number)]
        counts.update(contest.lineup for contest in votes)
        start, stop = number * study.votes_each, (number + 1) * study.votes_each
        seams = (stop - 1) // size - start // size
        assert max(counts.values()) - min(counts.values()) <= 1 + seams
        most = Counter(contest.clip for contest in votes).most_common(1)[0][1]
        assert most <= ceil(study.votes_each / len(study.clips)) + 1 + seams


def test_a_participant_of_the_papers_study_sees_every_clip_once():
    study = STUDIES["the paper"]
    for number in range(participants_per_block(study)):
        votes = votes_of(study, number)
        assert len({contest.clip for contest, _ in votes}) == 20
        assert Counter(contest.lineup.question for contest, _ in votes) == {"q0": 10, "q1": 10}


@pytest.mark.parametrize("name", ["the paper", "five conditions in pairs", "everything at once"])
def test_places_are_even_over_the_clips_of_a_round(name):
    """Classes of clips run through the rows of a square together, so a lineup is even up to one."""
    study = STUDIES[name]
    size = len(contests_of(study))
    assert size % study.votes_each == 0
    counts = Counter()
    for number in range(size // study.votes_each):
        for contest, places in votes_of(study, number):
            counts.update((contest.lineup, condition, place) for place, condition in enumerate(places))
    for lineup in lineups_of(study):
        count = len(lineup.conditions)
        own = [counts[lineup, one, place] for one, place in product(lineup.conditions, range(count))]
        assert max(own) - min(own) <= 1


def test_the_seed_decides():
    study = STUDIES["the paper"]
    assert votes_of(study, 3) == votes_of(study, 3)
    assert votes_of(study, 3) != votes_of(replace(study, seed=1), 3)
