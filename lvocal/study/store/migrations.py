"""The schema of a vote store, and the steps by which older files are brought up to it.

Documentation of the schema. All tables are STRICT; all times are UTC, ISO 8601; `PRAGMA user_version` is the
number of the last migration, `PRAGMA application_id` marks the file as a vote store.

meta            what this file is, written once
    key             "study": its name; "manifest": hash of its manifest; "origin": drawn at random when the
                    file was made, and carried by all its backups
    value
participants    whoever joined; a row is never deleted
    number          in the order of joining, from 0 and without gaps; decides the plan
    code            what they come back with
    recruit_key     JSON [parameter, value] by which a panel knows them; NULL without one, or once withdrawn
    recruited       JSON object, parameters of the link they came by; emptied on withdrawal
    device          JSON object, as it was when they joined; emptied on withdrawal
    joined_at
    finished_at     NULL until the last trial is answered and they said so
    completion_code drawn at that moment
    withdrawn_at    NULL unless they withdrew (since 2)
trials          the plan of every participant, stored when they join and never computed again
    participant     -> participants.number
    number          from 0, in the order shown
    kind            "practice", "vote", "trap" or "gold"
    question        id in the manifest
    clip            id in the manifest
    answer          condition id that is right, of traps and golds; else NULL
places          what a trial shows, one row per condition
    participant     -> trials
    trial           -> trials.number
    place           from 0, left to right
    condition       id in the manifest, at most once per trial
votes           the first answer to a trial; a row is never changed, only deleted on withdrawal
    participant     -> trials
    trial           -> trials.number; one vote each
    chosen          -> places.condition; NULL is a tie
    answer_sec      from the end of the first full play to the answer; negative where it came before
    plays           times it was played to its end
    dropped_frames
    hidden_sec      while playing, the page was not in view
    at
    played_sec      how long the trial played in all, in view or not (since 3); 0 of votes from before
events          what the page noticed, in the order it was told (since 2); deleted on withdrawal
    id
    participant     -> participants.number
    kind            a word, such as "hidden" or "break"
    data            JSON object
    at
"""

from __future__ import annotations

import secrets
from pathlib import Path
from sqlite3 import Connection

from lvocal.values import UserError

APPLICATION_ID = 0x4C564353
"""The letters LVCS."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE participants (
            number INTEGER PRIMARY KEY CHECK (number >= 0),
            code TEXT NOT NULL UNIQUE,
            recruit_key TEXT UNIQUE,
            recruited TEXT NOT NULL,
            device TEXT NOT NULL,
            joined_at TEXT NOT NULL,
            finished_at TEXT,
            completion_code TEXT UNIQUE,
            CHECK ((finished_at IS NULL) = (completion_code IS NULL))
        ) STRICT""",
        """CREATE TABLE trials (
            participant INTEGER NOT NULL REFERENCES participants (number),
            number INTEGER NOT NULL CHECK (number >= 0),
            kind TEXT NOT NULL CHECK (kind IN ('practice', 'vote', 'trap', 'gold')),
            question TEXT NOT NULL,
            clip TEXT NOT NULL,
            answer TEXT,
            PRIMARY KEY (participant, number)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE places (
            participant INTEGER NOT NULL,
            trial INTEGER NOT NULL,
            place INTEGER NOT NULL CHECK (place >= 0),
            condition TEXT NOT NULL,
            PRIMARY KEY (participant, trial, place),
            UNIQUE (participant, trial, condition),
            FOREIGN KEY (participant, trial) REFERENCES trials (participant, number)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE votes (
            participant INTEGER NOT NULL,
            trial INTEGER NOT NULL,
            chosen TEXT,
            answer_sec REAL NOT NULL,
            plays INTEGER NOT NULL CHECK (plays >= 0),
            dropped_frames INTEGER NOT NULL CHECK (dropped_frames >= 0),
            hidden_sec REAL NOT NULL CHECK (hidden_sec >= 0),
            at TEXT NOT NULL,
            PRIMARY KEY (participant, trial),
            FOREIGN KEY (participant, trial) REFERENCES trials (participant, number),
            FOREIGN KEY (participant, trial, chosen) REFERENCES places (participant, trial, condition)
        ) STRICT, WITHOUT ROWID""",
    ),
    (
        "ALTER TABLE participants ADD COLUMN withdrawn_at TEXT",
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            participant INTEGER NOT NULL REFERENCES participants (number),
            kind TEXT NOT NULL,
            data TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX events_of ON events (participant)",
    ),
    ("ALTER TABLE votes ADD COLUMN played_sec REAL NOT NULL DEFAULT 0 CHECK (played_sec >= 0)",),
)
"""Migration n is the n-th; one that was released is never edited, the next change is a new one at the end."""


def check_kind(db: Connection, path: Path) -> None:
    """UserError where the file is a database of something else; nothing has been written to it yet."""
    (application_id,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application_id != APPLICATION_ID:
        raise UserError(f"{path} is a database, but not of votes.", "Name another file for the votes.")


def prepare(db: Connection, path: Path, study: str, manifest: str) -> None:
    """Bring the file up to the newest schema and bind it to the study, inside the caller's transaction.

    Raises UserError, and leaves the file as it is, where a newer version wrote it or it is another study's.
    """
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise UserError(
            f"{path} was written by a newer version (schema {version}, this one knows {len(MIGRATIONS)}).",
            "Update this program.",
        )
    if version:
        check_bound(db, path, study, manifest)
    for number in range(version, len(MIGRATIONS)):
        for statement in MIGRATIONS[number]:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {number + 1}")
    if not version:
        meta = {"study": study, "manifest": manifest, "origin": secrets.token_hex(16)}
        db.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", meta.items())


def check_bound(db: Connection, path: Path, study: str, manifest: str) -> None:
    """UserError where a vote store is another study's, or was begun under another manifest."""
    meta = dict(db.execute("SELECT key, value FROM meta").fetchall())
    if meta["study"] != study:
        raise UserError(
            f"{path} holds votes for the study {meta['study']!r}, not for {study!r}.",
            "Name another file for the votes.",
        )
    if meta["manifest"] != manifest:
        raise UserError(
            f"{path} was begun under another manifest of the study {study!r}.",
            "Undo the change, or name a new file: votes under two manifests are two studies.",
        )
