"""Who is next: films that wait, in a fair order between people.

Everybody's films keep their own order. Between people the films take turns: whoever has waited longest since
their last film left is next, so five films of one person do not hold back the first of another. Nothing here
is safe from several threads at once; the lane holds its lock.
"""

from __future__ import annotations

from itertools import count
from typing import Literal

from lvocal.jobs import Job

Way = Literal["up", "down", "front"]
"""Where a film goes among the waiting ones of its own person."""


class Turns:
    """The films that wait."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Job]] = {}
        self._since: dict[str, int] = {}
        """Ticket of each session that waits or is being served; the lowest is next."""
        self._tickets = count()
        self._served: str | None = None

    def __len__(self) -> int:
        return sum(len(jobs) for jobs in self._waiting.values())

    def add(self, job: Job) -> None:
        """At the end of its person's own films."""
        if job.session not in self._since:
            self._since[job.session] = next(self._tickets)
        self._waiting.setdefault(job.session, []).append(job)

    def take(self) -> Job | None:
        """The next film; its person's turn lasts until `done`. None when nothing waits."""
        order = self.order()
        if not order:
            return None
        job = order[0]
        self._served = job.session
        self._waiting[job.session].remove(job)
        self._sweep()
        return job

    def done(self) -> None:
        """The film that was taken has left: its person goes to the end of the line."""
        session, self._served = self._served, None
        if session is not None:
            del self._since[session]
            if session in self._waiting:
                self._since[session] = next(self._tickets)

    def order(self) -> list[Job]:
        """All films that wait, next one first: round after round, one of each person."""
        mine = {
            session: [job for job in jobs if job.state == "queued"] for session, jobs in self._waiting.items()
        }
        line = sorted(mine, key=lambda session: (session == self._served, self._since[session]))
        longest = max(map(len, mine.values()), default=0)
        return [
            mine[session][turn] for turn in range(longest) for session in line if turn < len(mine[session])
        ]

    def move(self, job: Job, way: Way) -> bool:
        """Among the films of its own person; False when it does not wait, or stands there already."""
        self._sweep()
        mine = self._waiting.get(job.session, [])
        if job not in mine:
            return False
        at = mine.index(job)
        to = {"up": max(at - 1, 0), "down": min(at + 1, len(mine) - 1), "front": 0}[way]
        mine.insert(to, mine.pop(at))
        return to != at

    def _sweep(self) -> None:
        """Forget films that were stopped while they waited, and people who wait for nothing."""
        for session, jobs in list(self._waiting.items()):
            jobs[:] = [job for job in jobs if job.state == "queued"]
            if not jobs:
                del self._waiting[session]
        for session in self._since.keys() - self._waiting.keys() - {self._served}:
            del self._since[session]
