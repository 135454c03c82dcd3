"""So many tries in so much time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

MOST_KNOWN = 10_000
"""Of those who ask; whoever asked longest ago is forgotten first."""


class RateLimit:
    """Counts tries by whoever makes them. May be called from any thread."""

    def __init__(self, most: int, within_sec: float, clock: Callable[[], float] = time.monotonic) -> None:
        """At most so many tries `within_sec` seconds, for each; `clock` counts seconds."""
        if most < 1 or within_sec <= 0:
            raise ValueError(f"{most} tries in {within_sec} s are no limit")
        self._most, self._within_sec, self._clock = most, within_sec, clock
        self._tries: dict[str, deque[float]] = {}
        self._lock = Lock()

    def take(self, who: str) -> float:
        """Make a try: 0 where it is allowed, else the seconds until the next one is. Refused tries are not
        counted."""
        with self._lock:
            now = self._clock()
            tries = self._tries.pop(who, None) or deque()
            while tries and tries[0] <= now - self._within_sec:
                tries.popleft()
            self._tries[who] = tries
            if len(self._tries) > MOST_KNOWN:
                del self._tries[next(iter(self._tries))]
            if len(tries) >= self._most:
                return tries[0] + self._within_sec - now
            tries.append(now)
            return 0.0

    def give_back(self, who: str) -> None:
        """The last try turned out well and does not count."""
        with self._lock:
            if tries := self._tries.get(who):
                tries.pop()
