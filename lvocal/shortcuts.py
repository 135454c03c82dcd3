"""Ways to a film that need no networks of this process: an example that is done, or a card on loan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lvocal.jobs import Job
from lvocal.loan import Loan
from lvocal.shelf import Shelf
from lvocal.values import ColorizeRequest, ColorizeResult, Progress

Events = Iterator[Progress | ColorizeResult]


class Shortcuts:
    """What the lane asks before it takes the long way."""

    def __init__(self, shelf: Shelf | None = None, loan: Loan | None = None) -> None:
        self._shelf, self._loan = shelf, loan

    def way(self, job: Job, folder: Path) -> Events | None:
        """The film of a job into `folder`, step by step; None when there is no shorter way."""
        if job.delivery is not None:
            return None
        kept = self._shelf.take(job.request, folder) if self._shelf else None
        if kept is not None:
            return iter([kept])
        loan = self.loan_for(job.request)
        return _on_loan(job, loan, folder) if loan else None

    def loan_for(self, request: ColorizeRequest) -> Loan | None:
        """The embedded size needs no card, so its films cost no visitor any time on one."""
        return self._loan if request.weights.engine != "mini" else None

    def done(self, job: Job) -> None:
        """A film is whole; the next who asks for the same example need not wait."""
        if self._shelf is not None and job.result is not None and job.delivery is None:
            self._shelf.put(job.request, job.result)


def _on_loan(job: Job, loan: Loan, folder: Path) -> Events:
    """Every step in the context of whoever asked, to whom the lender charges the time."""
    events = job.context.run(loan.colorize, job.request, folder)
    try:
        while (event := job.context.run(next, events, None)) is not None:
            yield event
            job.check()
    finally:
        job.context.run(events.close)  # type: ignore[attr-defined]


NO_SHORTCUTS = Shortcuts()
