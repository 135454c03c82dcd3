"""Nouns to rows and back; what cannot become a row is refused here, with the reason."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import index
from sqlite3 import Connection, Row
from typing import Any, get_args

from lvocal.study.nouns import Participant, Trial, TrialKind, Vote

JSON_CHARS = 8000
"""Longest object that is kept; what a page has to say fits into a tenth of it."""

MOST = 10**9
"""Larger counts and seconds are mistakes."""

PANEL_IDS = ("PROLIFIC_PID", "workerId")
"""Parameters by which panels name a person, the same at every visit."""


def utc_now() -> str:
    """The moment, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def as_json(values: Mapping[str, Any], what: str) -> str:
    """A JSON object in ASCII. ValueError where JSON has no word for it, or it is too long."""
    text = json.dumps(dict(values), allow_nan=False)
    if len(text) > JSON_CHARS:
        raise ValueError(f"{what} has {len(text)} characters of JSON; {JSON_CHARS} are kept")
    return text


def recruit_key(recruited: Mapping[str, str]) -> str | None:
    """By what a panel knows this person; None where the link names nobody, or its placeholder was left as it
    is ("{{%PROLIFIC_PID%}}" in a preview)."""
    for name in PANEL_IDS:
        value = recruited.get(name, "").strip()
        if value and not value.startswith("{{"):
            return json.dumps([name, value])
    return None


def insert_trials(db: Connection, participant: int, trials: Sequence[Trial]) -> None:
    """Store a plan. ValueError where it is empty, wrongly numbered, or a trial contradicts itself."""
    if not trials:
        raise ValueError("a plan needs at least one trial")
    for number, trial in enumerate(trials):
        if trial.number != number:
            raise ValueError(f"trial {trial.number} stands at place {number} of its plan")
        if trial.kind not in get_args(TrialKind):
            raise ValueError(f"trial {number} is of no known kind: {trial.kind!r}")
        if not trial.places or len(set(trial.places)) < len(trial.places):
            raise ValueError(f"trial {number} needs conditions, each at one place: {trial.places}")
        if trial.answer is not None and trial.answer not in trial.places:
            raise ValueError(f"trial {number} does not show its answer {trial.answer!r}")
    db.executemany(
        "INSERT INTO trials (participant, number, kind, question, clip, answer) VALUES (?, ?, ?, ?, ?, ?)",
        ((participant, t.number, t.kind, t.question, t.clip, t.answer) for t in trials),
    )
    db.executemany(
        "INSERT INTO places (participant, trial, place, condition) VALUES (?, ?, ?, ?)",
        ((participant, t.number, place, shown) for t in trials for place, shown in enumerate(t.places)),
    )


def read_trials(db: Connection, participant: int | None = None) -> dict[tuple[int, int], Trial]:
    """(participant's number, trial's number) -> trial, in order; of one participant, or of all."""
    where, values = ("", ()) if participant is None else ("WHERE participant = ?", (participant,))
    places: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in db.execute(
        f"SELECT participant, trial, condition FROM places {where} ORDER BY participant, trial, place", values
    ):
        places[row["participant"], row["trial"]].append(row["condition"])
    return {
        (row["participant"], row["number"]): Trial(
            row["number"],
            row["kind"],
            row["question"],
            row["clip"],
            tuple(places[row["participant"], row["number"]]),
            row["answer"],
        )
        for row in db.execute(f"SELECT * FROM trials {where} ORDER BY participant, number", values)
    }


def vote_row(participant: int, vote: Vote) -> dict[str, Any]:
    """The columns of a vote. ValueError where a number is none that can be measured."""
    seconds = {name: float(getattr(vote, name)) for name in ("answer_sec", "hidden_sec", "played_sec")}
    counts = {"plays": index(vote.plays), "dropped_frames": index(vote.dropped_frames)}
    for name, value in {**seconds, **counts}.items():
        least = -MOST if name == "answer_sec" else 0
        if not (math.isfinite(value) and least <= value <= MOST):
            raise ValueError(f"{name} must lie in {least}..{MOST}, got {value}")
    if vote.at and datetime.fromisoformat(vote.at).utcoffset() != timedelta(0):
        raise ValueError(f"a vote's time must be UTC, got {vote.at!r}")
    named = {"participant": participant, "trial": vote.trial.number, "chosen": vote.chosen}
    return {**named, **seconds, **counts, "at": vote.at or utc_now()}


def read_vote(row: Row, code: str, trial: Trial) -> Vote:
    """A row of votes."""
    return Vote(
        code,
        trial,
        row["chosen"],
        row["answer_sec"],
        row["plays"],
        row["dropped_frames"],
        row["hidden_sec"],
        row["at"],
        row["played_sec"],
    )


def read_participant(row: Row) -> Participant:
    """A row of participants."""
    return Participant(
        row["code"],
        row["number"],
        row["joined_at"],
        json.loads(row["device"]),
        json.loads(row["recruited"]),
        row["finished_at"],
        row["completion_code"],
    )
