"""A report as one page for a browser and the same as Markdown; both may be moved with their folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

PAGE, TEXT = "index.html", "report.md"
TEMPLATES = Path(__file__).parent / "templates"

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&$])")
"""What Markdown would read as its own."""


@dataclass(frozen=True)
class Grid:
    """A table."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: tuple[int, ...] = (0,)
    """Columns that hold words; all others are figures."""


@dataclass(frozen=True)
class Shown:
    """A picture."""

    file: str
    """Below the report's folder, with slashes."""
    about: str


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    lines: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    pictures: tuple[Shown, ...] = ()
    level: int = 2


@dataclass(frozen=True)
class Report:
    """All of it, in its order."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]


def write_report(folder: Path, report: Report) -> Path:
    """Write both files and give back the page."""
    folder.mkdir(parents=True, exist_ok=True)
    room = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, autoescape=lambda name: (name or "").endswith(".html"),
    )  # fmt: skip
    room.filters |= {"plain": plain, "link": quote}
    for name in (PAGE, TEXT):
        (folder / name).write_text(room.get_template(name).render(report=report))
    return folder / PAGE


def plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
