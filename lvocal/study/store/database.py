"""The file of a vote store: what was committed survives the program and the machine.

WAL with synchronous = FULL: a commit returns once the log has reached the disk, and readers never wait for a
writer (https://sqlite.org/wal.html). Every call has a connection of its own, taken from a pool.

Writers of this process take turns at a lock, and only they write checkpoints: SQLite up to 3.51.2 can lose
commits when two connections write and checkpoint at the same instant (https://sqlite.org/wal.html#walresetbug).
Another program may read the file meanwhile, but should not write to it.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

from lvocal.study.store.migrations import check_kind
from lvocal.values import UserError

BUSY_SEC = 20.0
"""How long a connection waits for another program that writes."""

LEAST_SQLITE = (3, 37, 0)
"""Strict tables came with it."""

PRAGMAS = (
    "synchronous = FULL",
    "fullfsync = ON",  # on macOS, where a plain fsync stops at the drive's cache
    "foreign_keys = ON",
    "secure_delete = ON",  # whoever withdraws is overwritten, not only unlinked
)


class Database:
    """One file and the connections to it. Everything here may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Made, readable by its owner alone, when it is not there. UserError where it cannot be opened, or
        is something else."""
        if sqlite3.sqlite_version_info < LEAST_SQLITE:
            raise UserError(
                f"SQLite {sqlite3.sqlite_version} is too old to hold votes.",
                f"Use a Python that brings {'.'.join(map(str, LEAST_SQLITE))} or newer.",
            )
        self.path = path
        self._free: deque[sqlite3.Connection] = deque()
        self._writing = Lock()
        self._closed = Event()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as problem:
            raise UserError(
                f"{path} cannot be written: {problem.strerror}.", "Name another file for the votes."
            ) from problem
        with self.connection():
            pass

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A transaction that sees the file as it was at one moment."""
        with self.connection() as db, _transaction(db, "BEGIN"):
            yield db

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is on the disk when the block is left; all of it, or nothing where it raised."""
        with self._writing, self.connection() as db, _transaction(db, "BEGIN IMMEDIATE"):
            yield db

    def clear_log(self) -> None:
        """Move everything into the file and empty the log, so that what was deleted is in neither. A reader
        in another program may hold it up; then the next checkpoint does it."""
        with self._writing, self.connection() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """One that nobody else uses meanwhile. What SQLite cannot do is raised as UserError."""
        if self._closed.is_set():
            raise ValueError("the store is closed")
        with spoken(self.path):
            db = self._taken() or self._connected()
            try:
                yield db
            finally:
                self._free.append(db)
                if self._closed.is_set():
                    self._shut()

    def close(self) -> None:
        """Close all connections; one still in use closes when its call is over."""
        self._closed.set()
        self._shut()

    def _shut(self) -> None:
        while (db := self._taken()) is not None:
            db.close()

    def _taken(self) -> sqlite3.Connection | None:
        try:
            return self._free.pop()
        except IndexError:
            return None

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=BUSY_SEC, isolation_level=None, check_same_thread=False)
        try:
            db.row_factory = sqlite3.Row
            check_kind(db, self.path)
            (mode,) = db.execute("PRAGMA journal_mode = WAL").fetchone()
            if mode != "wal":
                raise UserError(
                    f"The disk of {self.path} cannot keep votes safe: it offers no write-ahead log.",
                    "Put the file on a local disk.",
                )
            for pragma in PRAGMAS:
                db.execute(f"PRAGMA {pragma}")
        except BaseException:
            db.close()
            raise
        return db


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Faults of the file or the disk as UserError; faults of this program stay what they are."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError):
        raise
    except sqlite3.DatabaseError as problem:
        raise UserError(
            f"SQLite could not use {path}: {problem}.",
            "See that it is a sound vote store on a writable disk with room left, then try again.",
        ) from problem


@contextmanager
def _transaction(db: sqlite3.Connection, begin: str) -> Iterator[None]:
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
