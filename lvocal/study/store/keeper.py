"""When a backup is due, for disks that do not outlive the program. Nothing here runs by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from lvocal.study.store.store_nouns import Counts
from lvocal.study.store.vote_store import Store

Publish = Callable[[Path], None]
"""Carries the backup file to where it is safe, such as a dataset on a hub; raises where it could not."""


class Keeper:
    """Makes a backup when one is due, and hands it on. May be called from any thread."""

    def __init__(
        self,
        store: Store,
        to: Path,
        publish: Publish | None = None,
        every_sec: float = 300.0,
        every_votes: int = 50,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """A change waits at most `every_sec` seconds for its backup, and no more than `every_votes` votes
        wait with it; `clock` counts seconds."""
        if every_sec <= 0 or every_votes < 1:
            raise ValueError(f"a backup every {every_sec} s or {every_votes} votes cannot be made")
        self._store, self._to, self._publish, self._clock = store, to, publish, clock
        self._every_sec, self._every_votes = every_sec, every_votes
        self._kept = Counts()
        """What the last backup that arrived is known to hold."""
        self._again_at = float("-inf")
        self._failed = False
        self._keeping = Lock()

    def tick(self) -> bool:
        """Ask after every vote, and now and then; True when a backup was due and was made.

        Due are the first change, the changes named above, and a withdrawal at once. A backup that is being
        made by another thread is not waited for. What went wrong is raised: the votes are safe in the store,
        and the next try comes after `every_sec`.
        """
        if not self._keeping.acquire(blocking=False):
            return False
        try:
            counts = self._store.counts()
            if not self._is_due(counts):
                return False
            self._keep(counts)
            return True
        finally:
            self._keeping.release()

    def keep(self) -> None:
        """Make a backup now, as before the program ends; what went wrong is raised."""
        with self._keeping:
            self._keep(self._store.counts())

    def _is_due(self, counts: Counts) -> bool:
        if counts == self._kept:
            return False
        if self._clock() >= self._again_at:
            return True
        is_urgent = counts.votes - self._kept.votes >= self._every_votes
        return not self._failed and (is_urgent or counts.withdrawn > self._kept.withdrawn)

    def _keep(self, counts: Counts) -> None:
        self._again_at, self._failed = self._clock() + self._every_sec, True
        self._store.backup(self._to)
        if self._publish is not None:
            self._publish(self._to)
        self._kept, self._failed = counts, False
