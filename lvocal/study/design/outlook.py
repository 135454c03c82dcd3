"""How sure the answers will be, before anybody is asked: Wilson intervals (Wilson 1927), by SciPy.

They count votes as if each came from somebody else. One person's votes are more alike than that, so the
intervals of the analysis, drawn by participant, will be rather wider.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from scipy.stats import binomtest

from lvocal.study.design.block_design import contests_of, lineups_of, participants_per_block
from lvocal.study.nouns import Study
from lvocal.values import UserError

LEVEL = 0.95

PARTICIPANTS = (10, 20, 25, 50, 100, 200)
"""L-VOCAL 5.4 asks 25."""


@dataclass(frozen=True)
class Expected:
    """What so many participants tell about one question, or about each pair of one that asks in pairs."""

    question: str
    places: int
    """Films in a trial."""
    lineups: int
    """Pairs that the question asks about; 1 where all conditions are shown at once."""
    participants: int
    votes: int
    """On each lineup, over all clips; some have one more, but for a closed block."""
    votes_per_clip: int
    """On each lineup of each clip; some have one more, but for a closed block."""
    half_width: float
    """Of the interval of a share, where all conditions are liked alike."""
    widest: float
    """Of the interval of a share of one half."""
    is_closed: bool
    """Whether every contest has as many votes, and every condition lay in each place as often."""


@dataclass(frozen=True)
class Outlook:
    """What there is to know of a study before it begins."""

    rows: tuple[Expected, ...]
    block: int
    """Multiples of so many participants are closed."""
    contests: int
    """Different votes there are."""
    trials_each: int
    """With practice, traps and golds."""
    play_minutes: float
    """To play each trial of a participant once, for clips of mean length."""
    answer_sec: float
    """What the minutes that participants are told leave for everything but playing, per trial."""


def outlook(
    study: Study, seconds: Mapping[str, float], participants: Sequence[int] = PARTICIPANTS
) -> Outlook:
    """`seconds`: lengths of clips by id. UserError where people are told fewer minutes than films play."""
    trials = study.practice + study.votes_each + study.golds_each + study.traps_each
    play = trials * fmean(seconds[clip.id] for clip in study.clips)
    if study.minutes * 60 < play:
        raise UserError(
            f"Participants are told {study.minutes:g} minutes, but the films alone play {play / 60:.1f}.",
            'Raise "minutes", or lower "votes_each".',
        )
    rows = tuple(
        _expected(study, question.id, count) for question in study.questions for count in participants
    )
    block, contests = participants_per_block(study), len(contests_of(study))
    return Outlook(rows, block, contests, trials, play / 60, (study.minutes * 60 - play) / trials)


def participants_for(study: Study, half_width: float, most: int = 100_000) -> int:
    """The fewest participants with whom no share of any question has a wider interval."""
    if not 0 < half_width < 0.5:
        raise UserError(f"No interval is {half_width:g} wide on either side.", "Choose between 0 and 0.5.")

    def is_enough(count: int) -> bool:
        return all(_expected(study, one.id, count).widest <= half_width for one in study.questions)

    found = 1 + bisect_left(range(1, most + 1), True, key=is_enough)
    if found > most:
        raise UserError(f"More than {most} participants would be needed.", "Ask for a wider interval.")
    return found


def wilson_half_width(votes: int, share: float) -> float:
    """Half the interval of the share of so many votes; one half where there are none."""
    if not votes:
        return 0.5
    ends = binomtest(round(votes * share), votes).proportion_ci(LEVEL, method="wilson")
    return float(ends.high - ends.low) / 2


def _expected(study: Study, question: str, participants: int) -> Expected:
    if participants < 1:
        raise UserError(f"{participants} participants tell nothing.", "Ask for one or more.")
    lineups = lineups_of(study)
    own = [one for one in lineups if one.question == question]
    votes, places = participants * study.votes_each // len(lineups), len(own[0].conditions)
    return Expected(
        question,
        places,
        len(own),
        participants,
        votes,
        participants * study.votes_each // len(contests_of(study)),
        wilson_half_width(votes, 1 / places),
        wilson_half_width(votes, 1 / 2),
        participants % participants_per_block(study) == 0,
    )
