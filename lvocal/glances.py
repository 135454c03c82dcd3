"""Short questions (stills, listening) that wait for the worker, because a person is looking at the screen.

Nothing here is safe from several threads at once; the lane holds its lock.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Literal

from lvocal.model.vace_networks import AnyNetworks
from lvocal.values import Cancelled, Weights


@dataclass(frozen=True, eq=False)
class Glance:
    """A short question that goes ahead of films."""

    kind: Literal["preview", "listen", "separate"]
    session: str
    weights: Weights
    work: Callable[[AnyNetworks], Any]
    answer: Future[Any] = field(default_factory=Future)


class Glances:
    """Those that wait, in the order they came."""

    def __init__(self) -> None:
        self._waiting: list[Glance] = []

    def add(self, glance: Glance) -> None:
        """An older one of the same kind and session that still waits is dropped."""
        for older in self._waiting.copy():
            if (older.kind, older.session) == (glance.kind, glance.session):
                self._drop(older, "A newer question of the same page took its place.")
        self._waiting.append(glance)

    def take(self) -> Glance | None:
        """The next one; None when nobody asks."""
        return self._waiting.pop(0) if self._waiting else None

    def take_all(self, weights: Weights) -> list[Glance]:
        """All that need these networks."""
        taken = [glance for glance in self._waiting if glance.weights == weights]
        self._waiting = [glance for glance in self._waiting if glance.weights != weights]
        return taken

    def drop(self, reason: str, session: str | None = None) -> None:
        """Answer those of a session no more, or nobody any more."""
        for glance in self._waiting.copy():
            if session in (None, glance.session):
                self._drop(glance, reason)

    def sessions(self) -> set[str]:
        """Who waits for an answer."""
        return {glance.session for glance in self._waiting}

    def _drop(self, glance: Glance, reason: str) -> None:
        self._waiting.remove(glance)
        glance.answer.set_exception(Cancelled(reason))
