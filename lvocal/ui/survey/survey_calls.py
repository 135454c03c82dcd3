"""What a participant's browser asks. A call that failed may be made again: nothing is counted twice."""

from __future__ import annotations

import os
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Header, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from lvocal.ui.survey.shown_trials import shown_study
from lvocal.ui.survey.survey_desk import Desk, Played

Code = Annotated[str, Header(alias="X-Participant", max_length=40)]
"""Beside the address, so that no log of addresses knows it."""


class Body(BaseModel):
    """A question with a body of JSON; nothing in it may be unknown, or no number."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Joining(Body):
    """Somebody agrees."""

    token: str = Field(min_length=16, max_length=64)
    """Drawn by the browser: one for one person, however often it has to ask."""
    link: dict[str, str] = {}
    """Parameters of the address by which they came."""
    device: dict[str, Any] = {}


class Answer(Body):
    """To one trial; see survey_desk.Played."""

    trial: int
    place: int | None
    answer_sec: float
    plays: int = Field(ge=0)
    dropped_frames: int = Field(ge=0)
    hidden_sec: float = Field(ge=0)
    played_sec: float = Field(ge=0)
    details: dict[str, Any] = {}


class Note(Body):
    """Something the page noticed."""

    kind: str
    data: dict[str, Any] = {}


class Bytes(FileResponse):
    """A file as bytes without a name, a kind or a date: films differ in nothing but what they show."""

    def set_stat_headers(self, stat_result: os.stat_result) -> None:
        self.headers.setdefault("content-length", str(stat_result.st_size))


def participant_calls(desk: Desk) -> APIRouter:
    """All under api/, each a call of the desk."""
    calls = APIRouter(prefix="/api")
    _add_meeting(calls, desk)
    _add_telling(calls, desk)
    return calls


def _add_meeting(calls: APIRouter, desk: Desk) -> None:
    """What a browser learns."""

    @calls.get("/study")
    def study() -> dict[str, Any]:
        return shown_study(desk.study)

    @calls.post("/join")
    def join(joining: Joining, request: Request) -> dict[str, Any]:
        return desk.join(address_of(request), joining.token, joining.link, joining.device)

    @calls.get("/sitting")
    def sitting(code: Code, request: Request) -> dict[str, Any]:
        return desk.resume(address_of(request), code)

    @calls.get("/films/{name}")
    def film(name: str, code: Code, request: Request) -> FileResponse:
        return Bytes(desk.film(address_of(request), code, name), media_type="application/octet-stream")


def _add_telling(calls: APIRouter, desk: Desk) -> None:
    """What a browser tells. Whoever changes something waits for the disk, and never for the backup."""

    @calls.post("/vote")
    def vote(answer: Answer, code: Code, request: Request, later: BackgroundTasks) -> dict[str, bool]:
        played = answer.model_dump(exclude={"details"})
        is_new = desk.vote(address_of(request), code, Played(**played), answer.details)
        later.add_task(desk.keep)
        return {"new": is_new}

    @calls.post("/note")
    def note(noted: Note, code: Code, request: Request) -> dict[str, bool]:
        desk.note(address_of(request), code, noted.kind, noted.data)
        return {"kept": True}

    @calls.post("/finish")
    def finish(code: Code, request: Request, later: BackgroundTasks) -> dict[str, str]:
        later.add_task(desk.keep)
        return desk.finish(address_of(request), code)

    @calls.post("/withdraw")
    def withdraw(code: Code, request: Request, later: BackgroundTasks) -> dict[str, bool]:
        desk.withdraw(address_of(request), code)
        later.add_task(desk.keep)
        return {"deleted": True}


def address_of(request: Request) -> str:
    """Whoever asks, as far as the network tells; behind a proxy, uvicorn's FORWARDED_ALLOW_IPS decides."""
    return request.client.host if request.client else ""
