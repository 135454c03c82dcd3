"""Frozen records from TOML and back. A key that is no field is an error, as is a value of another kind."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from lvocal.values import UserError

Record = TypeVar("Record")

KINDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number", Path: "a path"}


def record_from(kind: type[Record], table: Mapping[str, Any], where: str) -> Record:
    """One record of a dataclass; `where` begins the sentence of a UserError."""
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            remedy = f'Write "{near[0]}"' if near else f"The keys are {', '.join(known)}"
            raise UserError(f'{where} has the unknown key "{key}".', f"{remedy}.")
    for name, one in known.items():
        if name not in table and one.default is MISSING and one.default_factory is MISSING:
            raise UserError(f'{where} has no "{name}".', "Add it.")
    hints = get_type_hints(kind)
    values = {key: _value(hints[key], value, f'{where}, "{key}"') for key, value in table.items()}
    return kind(**values)


def _value(kind: Any, value: Any, where: str) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return _value(args[0], value, where)
    if origin is Literal:
        if value not in args:
            raise UserError(f"{where} is not known.", f"Choose one of: {', '.join(args)}.")
        return value
    if origin is tuple:
        items = _kept(list, value, where, "a list")
        return tuple(_value(args[0], item, f"{where} number {at}") for at, item in enumerate(items, 1))
    if origin is dict:
        items = _kept(dict, value, where, "a table")
        return {key: _value(args[1], item, f'{where}, "{key}"') for key, item in items.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        return record_from(kind, _kept(dict, value, where, "a table"), where)
    return _plain(kind, value, where)


def _plain(kind: type, value: Any, where: str) -> Any:
    if kind is Path:
        return Path(_kept(str, value, where, KINDS[Path]))
    if kind is not float:
        return _kept(kind, value, where, KINDS[kind])
    number = float(value) if type(value) in (int, float) else value
    return _kept(float, number, where, KINDS[float])


def _kept(kind: Any, value: Any, where: str, words: str) -> Any:
    """A value that is of a kind: True is no whole number, and neither NaN nor infinity is a number."""
    if type(value) is not kind or (kind is float and not math.isfinite(value)):
        raise UserError(f"{where} must be {words}.", "Mend it.")
    return value


def toml_of(record: Any) -> str:
    """The same record as text that reads back as itself; None is left out."""
    return "\n".join(_lines(record, "")) + "\n"


def _lines(record: Any, prefix: str) -> Iterator[str]:
    tables = {}
    for one in fields(record):
        value = getattr(record, one.name)
        many = isinstance(value, tuple) and value and is_dataclass(value[0])
        if many or is_dataclass(value) or isinstance(value, dict):
            tables[one.name] = value
        elif value is not None:
            yield f"{one.name} = {_literal(value)}"
    for name, value in tables.items():
        path = prefix + name
        if isinstance(value, tuple):
            for item in value:
                yield from ("", f"[[{path}]]", *_lines(item, f"{path}."))
        elif isinstance(value, dict):
            yield from ("", f"[{path}]", *(f"{_key(key)} = {_literal(item)}" for key, item in value.items()))
        else:
            yield from ("", f"[{path}]", *_lines(value, f"{path}."))


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _quoted(text)


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    text = value.as_posix() if isinstance(value, Path) else value
    if "\n" not in text:
        return _quoted(text)
    return '"""\n' + "\n".join(_quoted(line)[1:-1] for line in text.split("\n")) + '"""'


def _quoted(text: str) -> str:
    """A string of JSON is one of TOML, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
