"""Backups while the page is served: after votes, every minute, and at the end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from lvocal.ui.survey.survey_desk import Desk

log = logging.getLogger(__name__)

LOOK_SEC = 60.0


@contextmanager
def kept(desk: Desk, every_sec: float = LOOK_SEC) -> Iterator[None]:
    """While the block runs, changes that no vote announces find their backup too; one more is made when it is
    left."""
    if desk.keeper is None:
        yield
        return
    stop = Event()
    thread = Thread(target=_look, args=(desk, stop, every_sec), name="lvocal-votes", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        try:
            desk.keeper.keep()
        except Exception as problem:  # a hub's client raises whatever it likes
            log.error("The last backup was not made: %s", problem)


def _look(desk: Desk, stop: Event, every_sec: float) -> None:
    while not stop.wait(every_sec):
        desk.keep()
