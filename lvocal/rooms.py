"""Private folders, one for each session: nobody can guess, list or read another's.

Layout: `root/<random>/…`, all 0700. The random name is unrelated to the session's own id, which travels in
URLs and cookies. Where rooms outlive the program, each holds the id of its session in `SIGN` (0600).
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Collection
from pathlib import Path
from threading import Lock

log = logging.getLogger(__name__)

SIGN = "room.json"
"""Whose room it is."""

STILLS_KEPT = 8
"""Stills of a session that stay on disk; a browser may still be loading the one before."""


class Rooms:
    """Folders by session."""

    def __init__(self, root: Path | None = None, keeps: bool = False) -> None:
        """Without a `root`, a fresh one is made when it is first needed and removed when the program ends.
        With `keeps`, the rooms below `root` stay, and those of an earlier run are found again."""
        if keeps and root is None:
            raise ValueError("rooms that are kept need a root")
        self._root, self._keeps = root, keeps
        self._owned: tempfile.TemporaryDirectory[str] | None = None
        self._folders: dict[str, Path] = {}
        self._lock = Lock()
        if keeps and root is not None and root.is_dir():
            self._folders = _found(root)

    def sessions(self) -> list[str]:
        """Whoever has a room; for the program itself, never for a page."""
        with self._lock:
            return list(self._folders)

    def find(self, session: str) -> Path | None:
        """The folder of a session, if it has one; looking for it leaves its age as it is."""
        with self._lock:
            return self._folders.get(session)

    def folder(self, session: str) -> Path:
        """The folder of a session, made when needed; asking for it keeps it young."""
        with self._lock:
            path = self._folders.get(session)
            if path is None or not path.is_dir():
                path = self._folders[session] = self._ready_root() / secrets.token_urlsafe(16)
                path.mkdir(mode=0o700)
                if self._keeps:
                    _sign(path, session)
            os.utime(path)
            return path

    def leave(self, session: str) -> None:
        """Remove everything a session has left behind."""
        with self._lock:
            path = self._folders.pop(session, None)
        if path is not None:
            shutil.rmtree(path, ignore_errors=True)

    def sweep(self, max_age_sec: float, busy: Collection[str]) -> list[str]:
        """Remove folders nobody has asked for since `max_age_sec`, also those of programs that crashed.

        Sessions in `busy` are left alone. Returns the sessions that lost their folder.
        """
        if self._root is None or not self._root.is_dir():
            return []
        with self._lock:
            owners = {path: session for session, path in self._folders.items()}
            oldest = time.time() - max_age_sec
            gone = [
                path
                for path in self._root.iterdir()
                if path.is_dir() and owners.get(path) not in busy and path.stat().st_mtime < oldest
            ]
            sessions = [owners[path] for path in gone if path in owners]
            for session in sessions:
                del self._folders[session]
        for path in gone:
            shutil.rmtree(path, ignore_errors=True)
        return sessions

    def close(self) -> None:
        """Remove every folder of this program, unless they are kept."""
        for session in [] if self._keeps else list(self._folders):
            self.leave(session)
        if self._owned is not None:
            self._owned.cleanup()
            self._owned = self._root = None

    def _ready_root(self) -> Path:
        if self._root is None:
            self._owned = tempfile.TemporaryDirectory(prefix="lvocal-")
            self._root = Path(self._owned.name)
        if not self._root.is_dir():
            self._root.mkdir(mode=0o700, parents=True)
        return self._root


def _sign(room: Path, session: str) -> None:
    with open(os.open(room / SIGN, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        json.dump({"version": 1, "session": session}, file)


def _found(root: Path) -> dict[str, Path]:
    """The signed rooms of an earlier run; one whose sign cannot be read is left to age."""
    found = {}
    for sign in sorted(root.glob(f"*/{SIGN}")):
        try:
            record = json.loads(sign.read_text())
            if record["version"] != 1 or not isinstance(record["session"], str):
                raise ValueError(f"version {record['version']}")
            found[record["session"]] = sign.parent
        except (OSError, ValueError, KeyError, TypeError) as problem:
            log.warning("room %s cannot be used again: %s", sign.parent.name, problem)
    return found


def keep_newest(folder: Path) -> None:
    """Remove all stills of a room but the newest few."""
    stills = sorted(folder.glob("still-*.png"), key=lambda still: still.stat().st_mtime_ns)
    for old in stills[:-STILLS_KEPT]:
        old.unlink(missing_ok=True)
