"""The nouns of a study, frozen.

A study shows clips, each rendered under several conditions (methods, settings, grey). A trial shows some
conditions of one clip side by side, from left to right, under one question. What is chosen is a vote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

TrialKind = Literal["practice", "vote", "trap", "gold"]
"""Practice counts for nothing; a trap says in words which place to choose; a gold pair has a known answer;
only votes are analysed."""

QuestionKind = Literal["choose", "pair"]
"""One of k alternatives, or one of two."""


@dataclass(frozen=True)
class Condition:
    """One way in which every clip was rendered. Neither `id` nor `label` is ever sent to a browser."""

    id: str
    label: str
    """As tables head its column."""


@dataclass(frozen=True)
class Question:
    """What participants are asked."""

    id: str
    text: str
    kind: QuestionKind
    conditions: tuple[str, ...]
    """Ids of the conditions that are held against one another: all of them in every trial of "choose", two
    at a time of "pair"."""
    sound: bool
    """Whether the clip's sound plays with the candidates."""
    tie: bool = False
    """Whether "no difference" may be answered; pairs only."""


@dataclass(frozen=True)
class StudyClip:
    """One clip and its renderings."""

    id: str
    stimuli: dict[str, Path]
    """Condition id -> film, all of one length and size; relative to the study's folder."""
    sound: Path | None = None
    """What is heard under a question with sound, whichever films are shown: a file of sound, or one of the
    films."""


@dataclass(frozen=True)
class Gold:
    """A pair of which everybody who looks knows the answer."""

    clip: str
    question: str
    better: str
    worse: str


@dataclass(frozen=True)
class Rules:
    """Who does not count: fixed before the first vote, and never changed after it."""

    missed_traps: int = 0
    """Most that may be missed."""
    missed_golds: int = 1
    least_sec: float = 0.6
    """Between the end of the first full play and the answer; faster is too fast."""
    fast_share: float = 0.3
    """Most answers that may be too fast, as a share."""
    same_side_share: float = 0.9
    """Most answers that may lie on one and the same place, as a share, of six answers or more."""
    unfinished_plays: int = 0
    """Most answers that may have come before the end of the first full play."""
    hidden_share: float = 0.2
    """Most of the playing time during which the page may have been hidden."""


@dataclass(frozen=True)
class Study:
    """A manifest as it was read."""

    name: str
    title: str
    consent: str
    minutes: float
    """How long it takes, as participants are told."""
    questions: tuple[Question, ...]
    conditions: tuple[Condition, ...]
    clips: tuple[StudyClip, ...]
    votes_each: int
    """Votes that one participant is asked for, over all questions; traps and golds come on top."""
    golds: tuple[Gold, ...] = ()
    golds_each: int = 2
    traps_each: int = 2
    practice: int = 1
    rules: Rules = field(default_factory=Rules)
    seed: int = 0
    return_url: str = ""
    """Where participants are sent at the end, "{code}" in it is their completion code; "" for nowhere."""
    contact: str = ""


@dataclass(frozen=True)
class Trial:
    """What one participant is shown at once."""

    number: int
    """From 0, in the order in which it is shown."""
    kind: TrialKind
    question: str
    clip: str
    places: tuple[str, ...]
    """Condition ids from left to right."""
    answer: str | None = None
    """The condition that is right, in a trap or a gold pair."""


@dataclass(frozen=True)
class Vote:
    """What a participant chose, and how."""

    participant: str
    """The code, which says nothing of who it is."""
    trial: Trial
    chosen: str | None
    """Condition id; None is a tie."""
    answer_sec: float
    """From the end of the first full play to the answer; negative where it came before."""
    plays: int
    """How often the trial was played to its end."""
    dropped_frames: int = 0
    hidden_sec: float = 0.0
    """While playing, the page was not in view."""
    at: str = ""
    """UTC, ISO 8601."""
    played_sec: float = 0.0
    """How long the trial played in all, in view or not: what `hidden_sec` is a share of."""


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part, known by a code alone."""

    code: str
    number: int
    """In the order of joining, from 0; decides the trials."""
    joined_at: str
    """UTC, ISO 8601."""
    device: dict[str, Any] = field(default_factory=dict)
    """Browser, screen, refresh rate, what the sound and the colour check said."""
    recruited: dict[str, str] = field(default_factory=dict)
    """Parameters with which a panel sent them (PROLIFIC_PID, STUDY_ID, SESSION_ID, workerId ...)."""
    finished_at: str | None = None
    completion_code: str | None = None
