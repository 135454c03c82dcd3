"""The owner's page: how far the study is, and neither who takes part nor which condition is ahead."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from lvocal.study.analysis.exclusions import Rule
from lvocal.study.analysis.live_counts import LiveCounts, live_counts
from lvocal.ui.survey.rate_limits import RateLimit
from lvocal.ui.survey.survey_calls import address_of
from lvocal.ui.survey.survey_desk import Desk
from lvocal.ui.survey.survey_files import ASSETS
from lvocal.values import UserError

PASSWORD = "LVOCAL_STUDY_PASSWORD"
"""The environment variable that opens the owner's page; without it, it stays shut."""

COOKIE = "lvocal-study-owner"

OPEN_SEC = 8 * 3600.0
"""How long a password is good for."""

TRIES = 5, 300.0
"""Of the password, by address, in so many seconds."""

RULES: dict[Rule, str] = {
    "traps": "missed what was said in words",
    "golds": "missed pairs with a known answer",
    "fast": "answered too fast",
    "same side": "answered on one side",
    "unfinished": "answered before the end",
    "hidden": "looked elsewhere while it played",
}


class Doorkeeper:
    """Who gave the password, for how long."""

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Without a password, nobody comes in."""
        self._password, self._clock = _digest(password) if password else None, clock
        self._tries = RateLimit(*TRIES, clock=clock)
        self._until: dict[str, float] = {}

    @property
    def is_shut(self) -> bool:
        return self._password is None

    def enter(self, address: str, password: str) -> str | float:
        """A token; or 0.0 for a wrong password, or the seconds to wait before another try."""
        if wait_sec := self._tries.take(address):
            return wait_sec
        if self._password is None or not hmac.compare_digest(_digest(password), self._password):
            return 0.0
        self._tries.give_back(address)
        token = secrets.token_urlsafe(32)
        self._until = {one: until for one, until in self._until.items() if until > self._clock()}
        self._until[_name(token)] = self._clock() + OPEN_SEC
        return token

    def knows(self, token: str) -> bool:
        """Tokens are looked up by hash: how long it takes tells nothing of one that is good."""
        return self._until.get(_name(token), float("-inf")) > self._clock()

    def leave(self, token: str) -> None:
        """The token is good no more."""
        self._until.pop(_name(token), None)


class Office:
    """The page behind the door, and what its buttons do."""

    def __init__(self, desk: Desk, door: Doorkeeper) -> None:
        self._desk, self._door = desk, door
        self._pages = Environment(loader=FileSystemLoader(ASSETS), autoescape=True, undefined=StrictUndefined)

    def look(self, request: Request) -> Response:
        """How far it is, or the door."""
        return self._page(up="", **_report(self._desk)) if self._is_in(request) else self._page(up="")

    def enter(self, request: Request, password: Annotated[str, Form(max_length=1000)] = "") -> Response:
        """In with the right password, as long as it is good."""
        if self._door.is_shut or not _is_own(request):
            return self._page(403)
        entered = self._door.enter(address_of(request), password)
        if isinstance(entered, float):
            said = f"Too many tries. Wait {max(entered / 60, 1):.0f} min." if entered else "That is not it."
            return self._page(429 if entered else 403, said)
        back = RedirectResponse("../admin", 303)
        secure = request.url.scheme == "https"
        back.set_cookie(COOKIE, entered, path=None, httponly=True, samesite="strict", secure=secure)
        return back

    def leave(self, request: Request) -> Response:
        """Out, for good."""
        if _is_own(request):
            self._door.leave(request.cookies.get(COOKIE, ""))
        return RedirectResponse("../admin", 303)

    def backup(self, request: Request) -> Response:
        """A backup, now."""
        if not self._is_in(request):
            return self._page(403)
        return self._page(said=_back_up(self._desk), **_report(self._desk))

    def _is_in(self, request: Request) -> bool:
        return self._door.knows(request.cookies.get(COOKIE, "")) and _is_own(request)

    def _page(self, status: int = 200, said: str = "", up: str = "../", **more: Any) -> HTMLResponse:
        state = "shut" if self._door.is_shut else "door"
        told = {"title": self._desk.study.title, "said": said, "up": up, "state": state, "variable": PASSWORD}
        page = self._pages.get_template("admin.html").render(told | more)
        return HTMLResponse(page, 403 if self._door.is_shut else status)


def admin_calls(desk: Desk, password: str | None = None) -> APIRouter:
    """All under admin/; the password comes from the environment unless one is given."""
    office = Office(desk, Doorkeeper(os.environ.get(PASSWORD, "") if password is None else password))
    calls = APIRouter(prefix="/admin", default_response_class=HTMLResponse)
    calls.add_api_route("", office.look, response_model=None)
    for action in (office.enter, office.leave, office.backup):
        calls.add_api_route(f"/{action.__name__}", action, methods=["POST"], response_model=None)
    return calls


def _report(desk: Desk) -> dict[str, Any]:
    """What the template shows once the door is open."""
    counts = live_counts(desk.study, desk.store.participants(), desk.store.votes())
    return {
        "state": "open",
        "counts": counts,
        "withdrawn": desk.store.counts().withdrawn,
        "questions": _questions(desk, counts),
        "reasons": [(words, counts.reasons.get(rule, 0)) for rule, words in RULES.items()],
        "has_backup": desk.keeper is not None,
    }


def _questions(desk: Desk, counts: LiveCounts) -> list[tuple[str, int, float, float]]:
    """Words, fewest votes that any condition was shown in, narrowest and widest interval; of all conditions
    together, since a width by itself would tell how popular one is."""
    told = []
    for question in desk.study.questions:
        widths = [one for one in counts.widths if one.question == question.id]
        sizes = [one.width for one in widths]
        told.append((question.text, min(one.shown for one in widths), min(sizes), max(sizes)))
    return told


def _back_up(desk: Desk) -> str:
    if desk.keeper is None:
        return "There is nowhere to keep a backup."
    try:
        desk.keeper.keep()
    except UserError as problem:
        return f"The backup was not made. {problem}"
    return "The backup is made."


def _is_own(request: Request) -> bool:
    """Whether a page of this server asks, as browsers tell."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _digest(password: str) -> bytes:
    return hashlib.sha256(password.encode()).digest()


def _name(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
