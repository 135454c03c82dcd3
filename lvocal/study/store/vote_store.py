"""Who takes part in one study and what they chose: the door to the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection, Row
from threading import Lock
from typing import Any

from lvocal.study.nouns import Participant, Trial, Vote
from lvocal.study.store.backups import back_up, restore
from lvocal.study.store.database import Database
from lvocal.study.store.migrations import prepare
from lvocal.study.store.participant_codes import COMPLETION_GROUPS, draw_code, read_code
from lvocal.study.store.store_nouns import Counts, Event, Sitting
from lvocal.study.store.store_rows import (
    as_json,
    insert_trials,
    read_participant,
    read_trials,
    read_vote,
    recruit_key,
    utc_now,
    vote_row,
)
from lvocal.values import UserError

COUNTS = """SELECT
    (SELECT count(*) FROM participants) AS joined,
    (SELECT count(DISTINCT participant) FROM votes) AS begun,
    (SELECT count(*) FROM participants WHERE finished_at IS NOT NULL AND withdrawn_at IS NULL) AS finished,
    (SELECT count(*) FROM participants WHERE withdrawn_at IS NOT NULL) AS withdrawn,
    (SELECT count(*) FROM votes) AS votes,
    (SELECT count(*) FROM events) AS events"""

KEEP_VOTE = """INSERT INTO votes
    (participant, trial, chosen, answer_sec, plays, dropped_frames, hidden_sec, at, played_sec) VALUES
    (:participant, :trial, :chosen, :answer_sec, :plays, :dropped_frames, :hidden_sec, :at, :played_sec)
    ON CONFLICT (participant, trial) DO NOTHING"""


class Store:
    """The participants and votes of one study. Everything here may be called from any thread, and whatever
    is written is on the disk when the call returns.

    A code may be given as it was typed. UserError is raised for one that is not known or was withdrawn, and
    where the disk fails; a call that failed may be made again.
    """

    def __init__(self, path: Path, study: str, manifest: str, backup: Path | None = None) -> None:
        """Opens the file, or makes it: from the `backup`, where there is one and the file is missing.

        `study` is the study's name and `manifest` the hash of its manifest; UserError where the file was
        begun for another."""
        if backup is not None:
            restore(path, backup, study, manifest)
        self._copying = Lock()
        self._database = Database(path)
        try:
            with self._database.write() as db:
                prepare(db, path, study, manifest)
        except BaseException:
            self._database.close()
            raise

    def join(
        self,
        recruited: Mapping[str, str],
        device: Mapping[str, Any],
        plan: Callable[[int], Sequence[Trial]],
    ) -> Participant:
        """Somebody begins: `plan` turns their number into their trials, once and for all.

        Whom a panel sent before gets their old code back, with the device of then; note() tells of a new one.
        `plan` is called while nobody else can write, so it should be quick, and must not use the store.
        """
        if not all(isinstance(value, str) for value in recruited.values()):
            raise ValueError("parameters of a link are strings")
        came_by, uses = as_json(recruited, "recruited"), as_json(device, "device")
        with self._database.write() as db:
            key = recruit_key(recruited)
            known = db.execute("SELECT * FROM participants WHERE recruit_key = ?", (key,)).fetchone()
            if known is not None:
                return read_participant(known)
            (number,) = db.execute("SELECT coalesce(max(number) + 1, 0) FROM participants").fetchone()
            (new,) = db.execute(
                """INSERT INTO participants (number, code, recruit_key, recruited, device, joined_at)
                VALUES (?, ?, ?, ?, ?, ?) RETURNING *""",
                (number, draw_code(), key, came_by, uses, utc_now()),
            ).fetchall()
            insert_trials(db, number, plan(number))
            return read_participant(new)

    def resume(self, code: str) -> Sitting:
        """Where a participant stands."""
        with self._database.read() as db:
            row = _active(db, code)
            answered = db.execute("SELECT trial FROM votes WHERE participant = ?", (row["number"],))
            numbers = frozenset(vote["trial"] for vote in answered)
            trials = tuple(read_trials(db, row["number"]).values())
            return Sitting(read_participant(row), trials, numbers)

    def vote(self, vote: Vote, tie: bool = False) -> bool:
        """Keep an answer, stamped now where it bears no time; True when it is new.

        The first vote on a trial stands: another one, the same or not, changes nothing and gives False. With
        `tie` the question may be answered with "no difference". ValueError where the trial is not of the
        participant's plan, or the choice is none that it shows.
        """
        with self._database.write() as db:
            row = _active(db, vote.participant)
            planned = read_trials(db, row["number"]).get((row["number"], vote.trial.number))
            if planned is None or planned != vote.trial:
                raise ValueError(f"trial {vote.trial.number} is not of the plan of {row['code']}")
            if vote.chosen is None and not tie:
                raise ValueError(f"trial {planned.number} must be decided")
            if vote.chosen is not None and vote.chosen not in planned.places:
                raise ValueError(f"trial {planned.number} does not show {vote.chosen!r}")
            return db.execute(KEEP_VOTE, vote_row(row["number"], vote)).rowcount == 1

    def note(self, code: str, kind: str, data: Mapping[str, Any] | None = None) -> None:
        """Keep something the page noticed; `kind` is one word."""
        if not kind.isidentifier():
            raise ValueError(f"the kind of an event is one word, got {kind!r}")
        told = as_json(data or {}, f"event {kind}")
        with self._database.write() as db:
            db.execute(
                "INSERT INTO events (participant, kind, data, at) VALUES (?, ?, ?, ?)",
                (_active(db, code)["number"], kind, told, utc_now()),
            )

    def finish(self, code: str) -> str:
        """The completion code, drawn once. UserError while trials are without a vote."""
        with self._database.write() as db:
            row = _active(db, code)
            if row["completion_code"] is not None:
                return str(row["completion_code"])
            missing = _count_missing(db, row["number"])
            if missing:
                raise UserError(
                    f"{missing} {'trial is' if missing == 1 else 'trials are'} still without an answer.",
                    "Go on where you stopped.",
                )
            completion = draw_code(COMPLETION_GROUPS)
            db.execute(
                "UPDATE participants SET finished_at = ?, completion_code = ? WHERE number = ?",
                (utc_now(), completion, row["number"]),
            )
            return completion

    def withdraw(self, code: str) -> None:
        """Delete a participant's votes and events, and what says who they are; the code says no more than
        that somebody withdrew. Backups still know them until the next one is made."""
        with self._database.write() as db:
            row = _row(db, code)
            if row["withdrawn_at"] is None:
                db.execute("DELETE FROM votes WHERE participant = ?", (row["number"],))
                db.execute("DELETE FROM events WHERE participant = ?", (row["number"],))
                db.execute(
                    """UPDATE participants SET recruit_key = NULL, recruited = '{}', device = '{}',
                    withdrawn_at = ? WHERE number = ?""",
                    (utc_now(), row["number"]),
                )
        self._database.clear_log()

    def counts(self) -> Counts:
        """How far the study is."""
        with self._database.read() as db:
            return Counts(**db.execute(COUNTS).fetchone())

    def participants(self) -> list[Participant]:
        """All who did not withdraw, in the order of joining."""
        with self._database.read() as db:
            rows = db.execute("SELECT * FROM participants WHERE withdrawn_at IS NULL ORDER BY number")
            return [read_participant(row) for row in rows]

    def votes(self) -> list[Vote]:
        """All, by participant in the order of joining, then by trial."""
        with self._database.read() as db:
            trials = read_trials(db)
            rows = db.execute(
                """SELECT code, votes.* FROM votes JOIN participants ON participants.number = participant
                ORDER BY participant, trial"""
            )
            return [read_vote(row, row["code"], trials[row["participant"], row["trial"]]) for row in rows]

    def events(self) -> list[Event]:
        """All, in the order they were told."""
        with self._database.read() as db:
            rows = db.execute(
                """SELECT code, kind, data, at FROM events
                JOIN participants ON participants.number = participant ORDER BY id"""
            )
            return [Event(row["code"], row["kind"], json.loads(row["data"]), row["at"]) for row in rows]

    def backup(self, to: Path) -> None:
        """A copy of this moment at `to`, whole or not there; votes may come in meanwhile.

        UserError where `to` is anything but an older backup of this very file."""
        with self._copying:
            back_up(self._database, to)

    def close(self) -> None:
        """Nothing can be asked any more."""
        self._database.close()


def _row(db: Connection, code: str) -> Row:
    row: Row | None = db.execute("SELECT * FROM participants WHERE code = ?", (read_code(code),)).fetchone()
    if row is None:
        raise UserError(
            "This code is not known.", "Compare it letter by letter; it holds no 0 or O, and no 1, I or L."
        )
    return row


def _active(db: Connection, code: str) -> Row:
    row = _row(db, code)
    if row["withdrawn_at"] is not None:
        raise UserError(
            "This code was withdrawn, and its answers are deleted.", "To take part again, begin anew."
        )
    return row


def _count_missing(db: Connection, participant: int) -> int:
    missing = db.execute(
        """SELECT count(*) FROM trials LEFT JOIN votes
        ON votes.participant = trials.participant AND votes.trial = trials.number
        WHERE trials.participant = ? AND votes.trial IS NULL""",
        (participant,),
    )
    return int(missing.fetchone()[0])
