"""Copies of a vote store while it is in use, and the way back from one.

A backup is one file without a log beside it, made by SQLite's online backup (https://sqlite.org/backup.html)
and checked before it takes the place of the one before, which it does in one step.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lvocal.study.store.database import Database, spoken
from lvocal.study.store.migrations import check_bound, check_kind
from lvocal.values import UserError

log = logging.getLogger(__name__)

COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""


def back_up(database: Database, to: Path) -> None:
    """Copy the database as it is now to `to`. UserError where `to` is anything but its older backup."""
    with database.connection() as db, spoken(to):
        is_itself = to.resolve() == database.path.resolve()
        if is_itself or (not _is_missing(to) and _meta(to) != _read_meta(db)):
            raise UserError(
                f"{to} is not a backup of {database.path}, and is left as it is.",
                "Name another file for the backup; or, if the votes should come from that file, move "
                f"{database.path.name} away and start again.",
            )
        _copy(db, to)


def restore(path: Path, backup: Path, study: str, manifest: str) -> bool:
    """Where the database is missing and a backup exists, put a copy of it in place; True when that was done.

    A log left behind by a database that is gone is set aside: SQLite would play it into the copy. UserError
    where the backup is damaged, or another study's.
    """
    if not _is_missing(path) or _is_missing(backup):
        return False
    with _votes_of(backup, study, manifest) as db:
        for companion in COMPANIONS:
            left = Path(f"{path}{companion}")
            if left.exists():
                left.replace(f"{left}.stranded")
        _copy(db, path)
    log.warning("%s was missing; its votes were taken from %s", path, backup)
    return True


def copy_votes(source: Path, to: Path, study: str, manifest: str) -> None:
    """Copy a vote store, in use or not, without a change to it. UserError where it is damaged, or another
    study's."""
    with _votes_of(source, study, manifest) as db:
        _copy(db, to)


@contextmanager
def _votes_of(path: Path, study: str, manifest: str) -> Iterator[sqlite3.Connection]:
    with spoken(path), closing(_reader(path)) as db:
        check_kind(db, path)
        check_bound(db, path, study, manifest)
        yield db


def _copy(db: sqlite3.Connection, to: Path) -> None:
    """Written aside, checked, flushed, then moved to its place."""
    draft = Path(f"{to}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        for left in (draft, *(Path(f"{draft}{companion}") for companion in COMPANIONS)):
            left.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
            db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()
            faults = [row[0] for row in copy.execute("PRAGMA quick_check")]
        if faults != ["ok"]:
            raise UserError(f"The copy for {to} is damaged: {faults[0]}.", "Take an older backup.")
        _flush(draft)
        draft.replace(to)
        _flush(to.parent)
    except OSError as problem:
        raise UserError(
            f"{to} cannot be written: {problem.strerror}.", "Name a folder with room left."
        ) from problem


def _meta(path: Path) -> dict[str, str] | None:
    """What a vote store says it is; None for any other file."""
    try:
        with closing(_reader(path)) as db:
            return _read_meta(db)
    except sqlite3.DatabaseError:
        return None


def _read_meta(db: sqlite3.Connection) -> dict[str, str]:
    return dict(db.execute("SELECT key, value FROM meta").fetchall())


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _is_missing(path: Path) -> bool:
    """Not there, or made and never written."""
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)


def _flush(path: Path) -> None:
    """A file's content, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
