"""What the store gives besides the nouns of a study, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lvocal.study.nouns import Participant, Trial


@dataclass(frozen=True)
class Sitting:
    """Where a participant stands, now or on another day."""

    participant: Participant
    trials: tuple[Trial, ...]
    """All of their plan, in order."""
    answered: frozenset[int]
    """Numbers of the trials that have a vote."""

    @property
    def next_trial(self) -> Trial | None:
        """The first without a vote; None when all are answered."""
        return next((trial for trial in self.trials if trial.number not in self.answered), None)


@dataclass(frozen=True)
class Event:
    """Something the page noticed: a hidden tab, what a check said, a break."""

    participant: str
    """The code."""
    kind: str
    data: dict[str, Any]
    at: str
    """UTC, ISO 8601."""


@dataclass(frozen=True)
class Counts:
    """How far a study is, without saying who."""

    joined: int = 0
    """Everybody, those who withdrew among them."""
    begun: int = 0
    """With one vote or more."""
    finished: int = 0
    """Of those who did not withdraw."""
    withdrawn: int = 0
    votes: int = 0
    """Practice, traps and golds among them."""
    events: int = 0
