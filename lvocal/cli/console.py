"""How commands speak: results on stdout, everything about the way there on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text
from typer import Exit

from lvocal.values import UserError

USER_ERROR, INTERRUPTED = 1, 130
"""Exit codes, as shells expect them; 2 is wrong usage and left to the parser."""


def out() -> Console:
    """For what was asked for. Made when needed, so that a redirected stdout is respected."""
    return Console(highlight=False, soft_wrap=True)


def err() -> Console:
    """For progress, notes and complaints."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def plain_errors() -> Iterator[None]:
    """What a person can put right ends the command with one sentence and a remedy, without a traceback."""
    try:
        yield
    except UserError as problem:
        err().print(Text(problem.message, style="bold red"))
        if problem.remedy:
            err().print(Text(problem.remedy))
        raise Exit(USER_ERROR) from None
