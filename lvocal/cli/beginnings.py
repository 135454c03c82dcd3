"""A request that begins from the settings of a finished file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from lvocal.sample.relinking import missing_error, relinked
from lvocal.sample.sidecar import read_settings
from lvocal.values import ColorizeRequest, Hearing


def base_of(file: Path) -> ColorizeRequest:
    """The request of a film, a picture sequence, a still or a sidecar."""
    return read_settings(file)[0]


def laid_over(base: ColorizeRequest, said: ColorizeRequest, lanes: Sequence[str]) -> ColorizeRequest:
    """`base` with everything in `said` that is not as it stands without a word; `lanes` of sound that were
    named are taken whole, and so is what is put right in what was heard."""
    as_heard = Hearing()
    hearing = base.hearing if said.hearing == as_heard else said.hearing
    base, said = (replace(request, hearing=as_heard) for request in (base, said))
    merged = _laid(base, said, ColorizeRequest(said.source))
    whole: dict[str, Any] = {name: getattr(said.mix, name) for name in lanes}
    return replace(merged, mix=replace(merged.mix, **whole), hearing=hearing)


def found_near(request: ColorizeRequest, file: Path) -> ColorizeRequest:
    """The request with every file it needs, found where it was, or by name beside `file` or the source.
    Raises UserError that names those which are not there."""
    again, missing = relinked(request, lambda text: _found(text, [file.parent, request.source.parent]))
    if missing:
        raise missing_error(file.name, missing, f"Put them into {file.parent}, or say other ones.")
    return again


def _found(text: str, folders: Sequence[Path]) -> Path | None:
    path = Path(text)
    places = [path] if path.is_absolute() else []
    places += [folder / path.name for folder in folders]
    return next((place.resolve() for place in places if place.exists()), None)


def _laid(base: Any, said: Any, plain: Any) -> Any:
    """Field by field, down into records."""
    changes = {}
    for field in fields(base):
        below, above, usual = (getattr(item, field.name) for item in (base, said, plain))
        same_kind = is_dataclass(below) and type(below) is type(above) is type(usual)
        changes[field.name] = _laid(below, above, usual) if same_kind else below if above == usual else above
    return replace(base, **changes)
