"""Hashes of code, so that a figure is measured anew when what measures it has changed."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import lvocal

PAINTING = ("color", "media", "model", "sample", "settings.py", "values.py")
"""What decides the colours of a film."""

FOLLOWED = ("lvocal.evaluate.", "lvocal.metrics.", "tests.")
"""Where what a measure names is looked up; the rest decides colours, and has its own hash."""

PLAIN = (int, float, str)
"""Constants whose value counts, alone and in tuples."""


def code_print(*functions: Any) -> str:
    """Hash of the source of functions, and of all that they name of FOLLOWED (functions, classes, constants),
    and that those name. The same in every process."""
    found: dict[str, str] = {}
    for function in functions:
        _gather(function, found)
    return _digest(f"{name} {found[name]}" for name in sorted(found))


@cache
def painting_print() -> str:
    """Hash of all code that decides the colours of a film."""
    package = Path(lvocal.__file__).parent
    parts = [package / name for name in PAINTING]
    files = sorted(path for part in parts for path in ([part] if part.is_file() else part.rglob("*.py")))
    return _digest(f"{path.relative_to(package)} {path.read_text()}" for path in files)


def _gather(thing: Any, found: dict[str, str]) -> None:
    thing = inspect.unwrap(thing)
    name = f"{thing.__module__}.{thing.__qualname__}"
    if name in found or not thing.__module__.startswith(FOLLOWED):
        return
    found[name] = inspect.getsource(thing)
    if inspect.isclass(thing):
        members = [getattr(part, "func", getattr(part, "fget", part)) for part in vars(thing).values()]
        for part in filter(inspect.isfunction, members):
            if inspect.getsourcefile(part) == inspect.getsourcefile(thing):  # dataclass writes some itself
                _gather(part, found)
        return
    for word in sorted(set(_words(thing.__code__))):
        other = thing.__globals__.get(word)
        if callable(other) and (inspect.isfunction(inspect.unwrap(other)) or inspect.isclass(other)):
            _gather(other, found)
        elif isinstance(other, PLAIN) or (
            isinstance(other, tuple) and all(isinstance(one, PLAIN) for one in other)
        ):
            found[f"{thing.__module__}.{word}"] = repr(other)


def _words(code: CodeType) -> Iterator[str]:
    """Every name in a piece of code and in the pieces inside it."""
    yield from code.co_names
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _words(part)


def _digest(parts: Iterator[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:16]
