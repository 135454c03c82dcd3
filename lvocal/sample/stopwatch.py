"""Seconds by stage, and a guess of what is left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Seconds by stage, and a guess of what is left."""

    def __init__(self) -> None:
        self.started, self.seconds = time.perf_counter(), dict[str, float]()

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Add the time spent inside to a stage."""
        since = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - since

    def eta_sec(self, fraction: float) -> float | None:
        """Seconds left if the rest goes as the beginning did."""
        return (time.perf_counter() - self.started) * (1 - fraction) / fraction if fraction > 0.03 else None
