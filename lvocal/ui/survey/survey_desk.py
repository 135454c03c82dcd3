"""The desk at which participants are met: who they are by their code, and what they may ask for."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from lvocal.study.design.aliases import resolve
from lvocal.study.design.trial_plan import trials_of
from lvocal.study.nouns import Study, Vote
from lvocal.study.store.keeper import Keeper
from lvocal.study.store.participant_codes import read_code
from lvocal.study.store.store_nouns import Sitting
from lvocal.study.store.vote_store import Store
from lvocal.ui.survey.rate_limits import RateLimit
from lvocal.ui.survey.shown_trials import question_of, shown_sitting
from lvocal.values import UserError

log = logging.getLogger(__name__)

PANEL_PARAMETERS = ("PROLIFIC_PID", "STUDY_ID", "SESSION_ID", "workerId", "assignmentId", "hitId")
"""Of the link by which a panel sends somebody; nothing else of it is kept."""

PARAMETER_CHARS = 200

NOTES = ("consent", "device", "checks", "playback", "fault", "pause")
"""Kinds of what the page may tell."""

JOINS, WRONG_CODES, NOTES_EACH = (300, 600.0), (20, 600.0), (600, 3600.0)
"""(how many, in seconds): joining and mistyping by address, notes by participant. A classroom has one
address."""


class TooOften(UserError):
    """Asked too often; `wait_sec` until it may be tried again."""

    def __init__(self, wait_sec: float) -> None:
        super().__init__("That was tried too often.", f"Please wait {wait_sec / 60:.0f} minutes.")
        self.wait_sec = wait_sec


@dataclass(frozen=True)
class Played:
    """An answer as a browser tells it."""

    trial: int
    place: int | None
    """From 0, left to right; None for no difference."""
    answer_sec: float
    plays: int
    dropped_frames: int
    hidden_sec: float
    played_sec: float


class Desk:
    """One study, open to participants. Everything here may be called from any thread.

    Whoever asks is known by an `address`, against guessing, and by a `code`. UserError where a code is not
    known or something may not be done, ValueError for what no page of ours would ask.
    """

    def __init__(
        self, study: Study, folder: Path, key: bytes, store: Store, keeper: Keeper | None = None
    ) -> None:
        self.study, self.store, self.keeper = study, store, keeper
        self._folder, self._key = folder, key
        self._joins, self._wrong = RateLimit(*JOINS), RateLimit(*WRONG_CODES)
        self._notes = RateLimit(*NOTES_EACH)
        self._joining, self._joined = Lock(), dict[str, str]()
        """Tokens of those who joined since the program began, and their codes."""
        self._seen: set[tuple[str, str]] = set()
        """(address, code) that were right once: for them, somebody else's mistakes close no door."""

    def join(
        self, address: str, token: str, link: Mapping[str, str], device: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Somebody begins, or comes back by a panel's link. Who asks again with the same `token`, since no
        answer came, is the same person."""
        with self._joining:
            if token not in self._joined:
                _refuse(self._joins.take(address))
                recruited = {
                    name: link[name][:PARAMETER_CHARS] for name in PANEL_PARAMETERS if link.get(name)
                }
                joined = self.store.join(recruited, device, lambda number: trials_of(self.study, number))
                self._joined[token] = joined.code
            code = self._joined[token]
        self._seen.add((address, code))
        return self.resume(address, code)

    def resume(self, address: str, code: str) -> dict[str, Any]:
        """All that a browser needs to go on."""
        return shown_sitting(self.study, self._key, self._sitting(address, code))

    def film(self, address: str, code: str, name: str) -> Path:
        """The file of one of the participant's aliases."""
        own = self._sitting(address, code).participant.code
        return self._folder / resolve(self.study, self._key, own, name)

    def vote(self, address: str, code: str, played: Played, details: Mapping[str, Any]) -> bool:
        """Keep an answer; True when it is new. `details` of the playback are noted with a new one."""
        sitting = self._sitting(address, code)
        if not 0 <= played.trial < len(sitting.trials):
            raise ValueError(f"there is no trial {played.trial}")
        trial = sitting.trials[played.trial]
        if played.place is not None and not 0 <= played.place < len(trial.places):
            raise ValueError(f"trial {played.trial} has no place {played.place}")
        vote = Vote(
            sitting.participant.code,
            trial,
            None if played.place is None else trial.places[played.place],
            played.answer_sec,
            played.plays,
            played.dropped_frames,
            played.hidden_sec,
            played_sec=played.played_sec,
        )
        is_new = self.store.vote(vote, tie=question_of(self.study, trial).tie)
        if is_new and details:
            self.store.note(vote.participant, "playback", {"trial": played.trial, **details})
        return is_new

    def note(self, address: str, code: str, kind: str, data: Mapping[str, Any]) -> None:
        """Keep what the page noticed."""
        if kind not in NOTES:
            raise ValueError(f"the page has nothing to tell of the kind {kind!r}")
        own = self._sitting(address, code).participant.code
        _refuse(self._notes.take(own))
        self.store.note(own, kind, data)

    def finish(self, address: str, code: str) -> dict[str, str]:
        """The completion code, and where to go with it."""
        completion = self.store.finish(self._sitting(address, code).participant.code)
        back = self.study.return_url.replace("{code}", quote(completion, safe=""))
        return {"completion": completion, "return_url": back}

    def withdraw(self, address: str, code: str) -> None:
        """Delete what a participant told; a second time changes nothing."""
        if (address, read_code(code)) not in self._seen:
            self._sitting(address, code)
        self.store.withdraw(code)

    def keep(self) -> None:
        """Make the backup that is due, if one is. What goes wrong is logged: no vote hangs on it."""
        if self.keeper is None:
            return
        try:
            self.keeper.tick()
        except Exception as problem:  # a hub's client raises whatever it likes
            log.warning("The votes could not be backed up: %s", problem)

    def _sitting(self, address: str, code: str) -> Sitting:
        """Guesses are counted by address."""
        whose = (address, read_code(code))
        if whose in self._seen:
            return self.store.resume(code)
        _refuse(self._wrong.take(address))
        try:
            sitting = self.store.resume(code)
        except UserError as problem:
            if is_fault(problem):
                self._wrong.give_back(address)
            raise
        self._wrong.give_back(address)
        self._seen.add(whose)
        return sitting


def is_fault(problem: UserError) -> bool:
    """Whether it is the server's owner who must put it right, such as a full disk, and no participant."""
    return problem.__cause__ is not None


def _refuse(wait_sec: float) -> None:
    if wait_sec:
        raise TooOften(wait_sec)
