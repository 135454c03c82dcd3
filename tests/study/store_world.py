"""A small study for the tests of the vote store: six trials of every kind, and ways to answer them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from lvocal.study.nouns import Participant, Trial, Vote
from lvocal.study.store.vote_store import Store

STUDY, MANIFEST = "five-ways", "sha256:0123"

KINDS = ("practice", "vote", "vote", "trap", "gold", "vote")


def plan(number: int) -> list[Trial]:
    """Six trials; which condition stands left goes by the participant's number."""
    places = ("grey", "ours", "theirs") if number % 2 else ("theirs", "ours", "grey")
    return [
        Trial(n, kind, "cinematic", f"clip-{n}", places, "ours" if kind in ("trap", "gold") else None)
        for n, kind in enumerate(KINDS)
    ]


def long_plan(number: int) -> list[Trial]:
    """Two hundred pairs."""
    return [Trial(n, "vote", "better", f"clip-{n}", ("ours", "theirs")) for n in range(200)]


def open_store(path: Path, **options) -> Store:
    return Store(path, STUDY, MANIFEST, **options)


def answer(participant: Participant | str, trial: Trial, chosen: str | None = "ours", **how) -> Vote:
    code = participant if isinstance(participant, str) else participant.code
    return Vote(code, trial, chosen, **{"answer_sec": 1.5, "plays": 1} | how)


def answer_all(store: Store, participant: Participant) -> None:
    for trial in store.resume(participant.code).trials:
        assert store.vote(answer(participant, trial))


def faults(path: Path) -> list[str]:
    """What SQLite and the schema have to say against the file, and numbers of participants with a gap."""
    with closing(sqlite3.connect(path)) as db:
        said = [row[0] for row in db.execute("PRAGMA integrity_check")]
        said += [str(row) for row in db.execute("PRAGMA foreign_key_check")]
        numbers = [row[0] for row in db.execute("SELECT number FROM participants ORDER BY number")]
        bare = db.execute(
            "SELECT count(*) FROM participants WHERE number NOT IN (SELECT participant FROM trials)"
        )
        said += ["a participant has no plan"] * bare.fetchone()[0]
    return [fault for fault in said if fault != "ok"] + ["gap"] * (numbers != list(range(len(numbers))))
