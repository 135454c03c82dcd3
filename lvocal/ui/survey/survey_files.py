"""The files of the page, all known by name when it is opened."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

ASSETS = Path(__file__).parents[3] / "assets" / "survey"

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

FRESH = {"Cache-Control": "no-cache"}
"""Kept by browsers, but never used without asking: a page and its modules must fit together."""


def page_files() -> APIRouter:
    """The page at the router's root, and what it loads under assets/."""
    calls = APIRouter()
    files = {path.name: path for path in sorted(ASSETS.rglob("*")) if path.suffix in KINDS}
    files["favicon.svg"] = ASSETS.parent / "favicon.svg"

    @calls.get("/")
    def page() -> FileResponse:
        return FileResponse(ASSETS / "survey.html", media_type="text/html", headers=FRESH)

    @calls.get("/assets/{name}")
    def asset(name: str) -> FileResponse:
        if name not in files:
            raise HTTPException(404)
        kind = KINDS[files[name].suffix]
        return FileResponse(files[name], media_type=f"{kind}; charset=utf-8", headers=FRESH)

    return calls
