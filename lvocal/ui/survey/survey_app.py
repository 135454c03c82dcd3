"""The addresses of a study's page, as one app that can stand alone or under another's."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.routing import BaseRoute, Mount, Route

from lvocal.ui.survey.admin_calls import admin_calls
from lvocal.ui.survey.survey_calls import participant_calls
from lvocal.ui.survey.survey_desk import Desk, TooOften, is_fault
from lvocal.ui.survey.survey_files import page_files
from lvocal.ui.survey.survey_headers import BodyLimit, SurveyHeaders
from lvocal.values import UserError

log = logging.getLogger(__name__)

PLACE = "/study"
"""Where the page is found."""


def survey_app(desk: Desk, password: str | None = None) -> FastAPI:
    """Everything below PLACE; `password` opens the owner's page instead of the environment's."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.include_router(page_files())
    app.include_router(participant_calls(desk))
    app.include_router(admin_calls(desk, password))
    app.add_middleware(BodyLimit)
    app.add_middleware(SurveyHeaders)
    app.add_exception_handler(UserError, _said)
    app.add_exception_handler(ValueError, _refused)
    app.add_exception_handler(RequestValidationError, _refused)
    return app


def survey_routes(app: FastAPI) -> list[BaseRoute]:
    """The page under PLACE, for an app that serves other things as well. What a panel adds to the address
    stays with it."""
    return [Route(PLACE, _to_page), Mount(PLACE, app)]


def survey_alone(app: FastAPI) -> FastAPI:
    """Nothing but the page; whoever comes to the root is sent there."""
    routes = [*survey_routes(app), Route("/", _to_page)]
    return FastAPI(docs_url=None, redoc_url=None, openapi_url=None, routes=routes)


def _to_page(request: Request) -> RedirectResponse:
    """Relative, so that it holds behind any proxy."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{PLACE.strip('/')}/{query}", 307)


def _said(_: Request, problem: Exception) -> JSONResponse:
    """To a participant in words; faults of this machine are logged, and never told: they name its files."""
    assert isinstance(problem, UserError)
    if isinstance(problem, TooOften):
        wait = {"Retry-After": f"{problem.wait_sec:.0f}"}
        return JSONResponse({"message": problem.message, "remedy": problem.remedy}, 429, wait)
    if is_fault(problem):
        log.error("%s", problem)
        return JSONResponse({"message": "This could not be kept just now."}, 503)
    return JSONResponse({"message": problem.message, "remedy": problem.remedy}, 404)


def _refused(_: Request, problem: Exception) -> JSONResponse:
    """What no page of ours would ask; the reason would name conditions and clips."""
    log.warning("A call was refused: %s", problem)
    return JSONResponse({"message": "That cannot be kept."}, 422)
