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
from threading import RLock, Timer
from typing import Any

from lvocal.jobs import Job
from lvocal.ui.points_form import Handed
from lvocal.ui.takes import Request, Take
from lvocal.ui.word_history import Wording, for_another_film, remember, wording_in
from lvocal.values import Clip, Heard, Shot, WordReport

GRACE_SEC = 600.0
"""How long a closed page may stay away before what it showed is removed."""

_ID = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Tried:
    """A mix that was listened to, as the sound desk shows it."""

    request: Request
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
    pictures: dict[str, Path] = field(default_factory=dict)
    """Coloured pictures of frames, by name."""
    form: dict[str, Any] = field(default_factory=dict)
    form_before: dict[str, Any] | None = None
    """What a take's settings replaced, to take that back."""
    jobs: list[Job] = field(default_factory=list)
    """Newest last."""
    takes: list[Take] = field(default_factory=list)
    """Of all films of the visit, newest last."""
    count: int = 0
    """Films asked for so far; the next one is the next number."""
    watching: bool = False
    """Whoever waits for a film and touches nothing sees it grow, and is shown it when it is done."""
    words: WordReport | None = None
    """What became of the words in the still or film that was made last."""
    words_of: str = "still"
    """"still" or "film"."""
    wordings: list[Wording] = field(default_factory=list)
    """Former words, newest first."""
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
    lock: Any = field(default_factory=RLock, repr=False, compare=False)
    """Held while jobs and takes change: films end on a thread of their own."""

    @property
    def source(self) -> Path | None:
        """The film, if there is one."""
        return self.clip.path if self.clip else None

    @property
    def is_busy(self) -> bool:
        """A film of this visit waits or is being coloured."""
        return any(not job.is_over for job in self.jobs)

    @property
    def has_work(self) -> bool:
        """There is something that a person would miss."""
        return bool(self.jobs or self.takes)

    @property
    def own_takes(self) -> list[Take]:
        """Those of the film that is open, for the viewer."""
        return [take for take in self.takes if take.source == self.source and not take.is_master]

    @property
    def handed(self) -> Handed:
        """What the marks of its form may speak of."""
        whole = [take for take in self.own_takes if take.complete and not take.is_draft]
        return Handed(self.pictures, {take.id: take.video for take in whole})

    def look_at(self, a: str | None = None, b: str | None = None) -> None:
        """Let the viewer show these films."""
        self.a, self.b = a or self.a, b or self.b
        self.show("film")

    def show(self, what: str) -> None:
        """Make the viewer switch to the still or the film."""
        self.shows, self.token, self.watching = what, self.token + 1, False

    def landed(self, words: WordReport, of: str, form: dict[str, Any]) -> None:
        """A still or a film tells what became of its words, which are worth remembering."""
        self.words, self.words_of = words, of
        self.wordings = remember(self.wordings, wording_in(form), settled=of == "film")

    def open(self, clip: Clip) -> None:
        """Another film: what is seen of the last one goes; its takes, the words and the sounds stay."""
        self.clip, self.shots, self.strip, self.frame = clip, (), [], 0
        self.gray = self.still = self.text_still = self.proxy = self.tried = None
        self.a, self.b, self.legal = "original", None, ""
        self.words, self.wordings = None, for_another_film(self.wordings)


class Visits:
    """All pages that are open, or were a while ago."""

    def __init__(
        self,
        folder: Callable[[str], Path],
        leave: Callable[[str], None],
        grace_sec: float | None = GRACE_SEC,
        read: Callable[[str, Path], Visit | None] = lambda visit_id, folder: None,
        is_kept: Callable[[str], bool] = lambda visit_id: False,
    ) -> None:
        """`folder` gives the private folder of a visit, `leave` ends it; without `grace_sec` no closed page
        ends one. `read` reads the visit that `is_kept` in its folder from an earlier run."""
        self._folder, self._leave, self._grace_sec = folder, leave, grace_sec
        self._read, self._is_kept = read, is_kept
        self._visits: dict[str, Visit] = {}
        self._pages: dict[str, str] = {}
        self._timers: dict[str, Timer] = {}
        self._lock = RLock()

    def enter(self, claimed: str | None, page: str) -> Visit:
        """A page opens: the visit its browser remembers, or a new one. `page` names the open page itself."""
        with self._lock:
            known = claimed if self._knows(claimed) else None
            visit = self._visit(known or secrets.token_urlsafe(16))
            self._pages[page] = visit.id
            if timer := self._timers.pop(visit.id, None):
                timer.cancel()
            return visit

    def known(self, visit_id: str) -> Visit | None:
        """The visit of a session; None when it is no visit, such as a call from a program."""
        with self._lock:
            return self._visit(visit_id) if self._knows(visit_id) else None

    def find(self, visit_id: str | None) -> Visit:
        """The visit of a page; a new one when the server has forgotten it. ValueError for what is no id."""
        if visit_id is None or not _ID.fullmatch(visit_id):
            raise ValueError("not the id of a visit")
        with self._lock:
            if visit_id in self._timers:  # it was taken for closed, but somebody asks
                self._end_later(visit_id)
            return self._visit(visit_id)

    def close_page(self, page: str) -> None:
        """A page was closed; its visit ends when none comes back in time, and there is nothing to miss."""
        with self._lock:
            visit_id = self._pages.pop(page, None)
            if visit_id is None or visit_id in self._pages.values() or self._grace_sec is None:
                return
            self._end_later(visit_id)

    def end(self, visit_id: str) -> None:
        """Remove everything of a visit that no page shows. One with jobs or takes is left to age: whoever
        lets films run overnight finds them in the morning."""
        with self._lock:
            self._timers.pop(visit_id, None)
            visit = self._visits.get(visit_id)
            if visit_id in self._pages.values() or (visit is not None and visit.has_work):
                return
            self._visits.pop(visit_id, None)
        self._leave(visit_id)

    def _end_later(self, visit_id: str) -> None:
        if timer := self._timers.pop(visit_id, None):
            timer.cancel()
        timer = self._timers[visit_id] = Timer(self._grace_sec or 0, self.end, [visit_id])
        timer.daemon = True
        timer.start()

    def _knows(self, visit_id: str | None) -> bool:
        return visit_id is not None and (visit_id in self._visits or self._is_kept(visit_id))

    def _visit(self, visit_id: str) -> Visit:
        """Asking for the folder keeps it young; one that was swept away takes its visit along."""
        folder = self._folder(visit_id)
        visit = self._visits.get(visit_id)
        if visit is None or visit.folder != folder:
            visit = self._read(visit_id, folder) or Visit(visit_id, folder)
            self._visits[visit_id] = visit
        return visit
