"""What is said of a study before it begins is what its plan then gives."""

from collections import Counter
from dataclasses import replace
from math import inf, sqrt

import pytest

from lvocal.study.design.block_design import contests_of, lineups_of, votes_of
from lvocal.study.design.outlook import outlook, participants_for, wilson_half_width
from lvocal.values import UserError
from tests.study.design_folders import golds_of, study_of


def _seconds(study, seconds=8.0):
    return {clip.id: seconds for clip in study.clips}


@pytest.mark.parametrize(("votes", "share"), [(1, 1.0), (10, 0.5), (500, 0.2), (40, 0.0)])
def test_the_width_is_wilsons(votes, share):
    z = 1.959963984540054
    by_hand = z / (1 + z**2 / votes) * sqrt(share * (1 - share) / votes + z**2 / (4 * votes**2))
    assert wilson_half_width(votes, share) == pytest.approx(by_hand, rel=1e-9)


def test_no_vote_tells_nothing():
    assert wilson_half_width(0, 0.5) == 0.5


@pytest.mark.parametrize("participants", [1, 3, 10, 17])
@pytest.mark.parametrize(
    "study",
    [study_of(clips=20, votes_each=20), study_of(clips=7, kinds=("choose", "pair"), votes_each=11)],
    ids=["choices", "choice and pairs"],
)
def test_votes_are_those_of_the_plan(study, participants):
    table = outlook(study, _seconds(study), [participants])
    drawn = [contest for number in range(participants) for contest, _ in votes_of(study, number)]
    contests = Counter(dict.fromkeys(contests_of(study), 0))
    contests.update(drawn)
    lineups = Counter(dict.fromkeys(lineups_of(study), 0))
    lineups.update(contest.lineup for contest in drawn)
    for row in table.rows:
        assert row.participants == participants
        own = [times for lineup, times in lineups.items() if lineup.question == row.question]
        assert len(own) == row.lineups
        assert row.votes <= min(own) and max(own) <= row.votes + 1
        each = {times for contest, times in contests.items() if contest.lineup.question == row.question}
        assert each <= {row.votes_per_clip, row.votes_per_clip + 1}


def test_the_papers_study_by_this_plan():
    study = study_of(clips=20, votes_each=40)
    table = outlook(study, _seconds(study), [24, 25])
    row = table.rows[1]
    assert (row.question, row.places, row.lineups, row.votes, row.votes_per_clip) == ("q0", 5, 1, 500, 25)
    assert row.half_width == pytest.approx(0.0350, abs=5e-5)
    assert row.widest == pytest.approx(0.0437, abs=5e-5)
    assert (table.block, table.contests) == (5, 40)
    assert [one.is_closed for one in table.rows] == [False, True, False, True]


def test_minutes_hold_every_trial():
    study = study_of(votes_each=6, practice=1, traps_each=2)
    study = replace(study, minutes=2.0, golds=golds_of(study, 1), golds_each=1)
    table = outlook(study, _seconds(study, 6.0))
    assert table.trials_each == 10
    assert table.play_minutes == pytest.approx(1.0)
    assert table.answer_sec == pytest.approx(6.0)
    assert len(table.rows) == 2 * 6
    with pytest.raises(UserError, match="films alone play 2.2"):
        outlook(study, _seconds(study, 13.0))


def test_so_many_participants_are_needed():
    study = study_of(clips=20, votes_each=20)
    for wanted in (0.3, 0.1, 0.05):
        count = participants_for(study, wanted)
        assert max(row.widest for row in outlook(study, _seconds(study), [count]).rows) <= wanted
        if count > 1:
            assert outlook(study, _seconds(study), [count - 1]).rows[0].widest > wanted


@pytest.mark.parametrize("wanted", [0, 0.5, -1, inf, float("nan")])
def test_widths_that_cannot_be_are_refused(wanted):
    with pytest.raises(UserError):
        participants_for(study_of(), wanted)


def test_too_many_participants_are_too_many():
    with pytest.raises(UserError, match="More than 100 participants"):
        participants_for(study_of(), 0.001, most=100)
    with pytest.raises(UserError, match="0 participants tell nothing"):
        outlook(study_of(), _seconds(study_of()), [0])
