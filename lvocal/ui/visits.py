"""What the page of one person shows, kept on the server, so that a reload finds everything again.

A visit is known by a random id that only its browser has. A closed page is forgotten after a while, not at
once: a reload closes a page, too.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from lvocal.jobs import Job
from lvocal.values import Clip, ColorizeRequest, Heard, Shot

GRACE_SEC = 600.0
"""How long a closed page may stay away before its films are stopped and removed."""

_ID = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Take:
    """One finished film of the visit."""

    id: str
    name: str
    video: Path
    """H.264 for the viewer, or the master, which is only downloaded."""
    sidecar: Path
    request: ColorizeRequest
    form: dict[str, Any]
    is_master: bool


@dataclass(frozen=True)
class Tried:
    """A mix that was listened to, as the sound desk shows it."""

    request: ColorizeRequest
    heard: Heard
    """After what the person has changed."""
    as_heard: Heard
    """Before."""
    peaks: dict[str, list[list[int]]]
    """Lowest and highest of every column of every lane, in percent of full scale."""
    idle: tuple[str, ...]
    """What was to be changed and is heard nowhere."""
    mix: Path | None
    """What plays, as a file; None where nothing does."""
    mix_sec: float
    """How much of it the file holds."""


@dataclass
class Visit:
    """Everything one page shows."""

    id: str
    folder: Path
    clip: Clip | None = None
    shots: tuple[Shot, ...] = ()
    strip: list[tuple[int, Path]] = field(default_factory=list)
    frame: int = 0
    gray: Path | None = None
    still: Path | None = None
    text_still: Path | None = None
    """The still from words alone; None until somebody compares with it."""
    proxy: Path | None = None
    """The film without colour, as a browser plays it; None while there is none."""
    sounds: dict[str, Path] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)
    job: Job | None = None
    job_form: dict[str, Any] = field(default_factory=dict)
    job_name: str = ""
    """What the take of the running job shall be called; empty for a number."""
    takes: list[Take] = field(default_factory=list)
    tried: Tried | None = None
    """The sound of the form as it was listened to last."""
    a: str = "original"
    """What the viewer shows on side A: "original", "text" or the id of a take."""
    b: str | None = None
    legal: str = ""
    """What was measured about the frame on side B, in words."""
    shows: str = "still"
    token: int = 0
    """Counts up whenever the viewer shall switch to `shows`."""

    @property
    def source(self) -> Path | None:
        """The film, if there is one."""
        return self.clip.path if self.clip else None

    @property
    def is_busy(self) -> bool:
        """A film of this visit waits or is being coloured."""
        return self.job is not None and not self.job.is_over

    def show(self, what: str) -> None:
        """Make the viewer switch to the still or the film."""
        self.shows, self.token = what, self.token + 1

    def open(self, clip: Clip) -> None:
        """Another film: what belonged to the last one goes, the words and sounds stay."""
        self.clip, self.shots, self.strip, self.frame = clip, (), [], 0
        self.gray = self.still = self.text_still = self.proxy = self.tried = None
        self.a, self.b, self.legal = "original", None, ""
        self.job, self.takes = None, []


class Visits:
    """All pages that are open, or were a moment ago."""

    def __init__(
        self, folder: Callable[[str], Path], leave: Callable[[str], None], grace_sec: float = GRACE_SEC
    ) -> None:
        """`folder` gives the private folder of a visit, `leave` ends it."""
        self._folder, self._leave, self._grace_sec = folder, leave, grace_sec
        self._visits: dict[str, Visit] = {}
        self._pages: dict[str, str] = {}
        self._timers: dict[str, Timer] = {}
        self._lock = Lock()

    def enter(self, claimed: str | None, page: str) -> Visit:
        """A page opens: the visit its browser remembers, or a new one. `page` names the open page itself."""
        with self._lock:
            known = claimed if claimed in self._visits else None
            visit = self._visit(known or secrets.token_urlsafe(16))
            self._pages[page] = visit.id
            if timer := self._timers.pop(visit.id, None):
                timer.cancel()
            return visit

    def find(self, visit_id: str | None) -> Visit:
        """The visit of a page; a new one when the server has forgotten it. ValueError for what is no id."""
        if visit_id is None or not _ID.fullmatch(visit_id):
            raise ValueError("not the id of a visit")
        with self._lock:
            return self._visit(visit_id)

    def close_page(self, page: str) -> None:
        """A page was closed; its visit ends when none comes back in time."""
        with self._lock:
            visit_id = self._pages.pop(page, None)
            if visit_id is None or visit_id in self._pages.values():
                return
            timer = self._timers[visit_id] = Timer(self._grace_sec, self.end, [visit_id])
            timer.daemon = True
            timer.start()

    def end(self, visit_id: str) -> None:
        """Stop and remove everything of a visit."""
        with self._lock:
            self._timers.pop(visit_id, None)
            if visit_id in self._pages.values():
                return
            self._visits.pop(visit_id, None)
        self._leave(visit_id)

    def _visit(self, visit_id: str) -> Visit:
        """Asking for the folder keeps it young; one that was swept away takes its visit along."""
        folder = self._folder(visit_id)
        visit = self._visits.get(visit_id)
        if visit is None or visit.folder != folder:
            visit = self._visits[visit_id] = Visit(visit_id, folder)
        return visit
