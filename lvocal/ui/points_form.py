"""From what was marked on the page to pins, strokes, coloured frames and the span to paint anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lvocal.color.naming import parse_color
from lvocal.values import ColorizeRequest, Hint, ReferenceFrame, Repaint, Stroke, UserError

POINTS_DEFAULTS: dict[str, Any] = {"marks": []}
"""The one control of this area: its marks in the order in which they were made, a span to paint anew too."""

MAX_MARKS, MAX_POINTS = 400, 500


@dataclass(frozen=True)
class Handed:
    """What a visit holds that marks may speak of; a page can ask for no other file of the server."""

    pictures: Mapping[str, Path] = field(default_factory=dict)
    """By the name under which they were added."""
    takes: Mapping[str, Path] = field(default_factory=dict)
    """Films of the takes that can be repainted, by id."""


def read_marks(value: Any, handed: Handed) -> dict[str, Any]:
    """The fields of the request that marks fill. Raises UserError for what cannot be used."""
    marks = value or []
    if len(marks) > MAX_MARKS:
        raise UserError(f"There are more than {MAX_MARKS} marks.", "Remove some of them.")
    by_kind: dict[str, list[Any]] = {"pin": [], "stroke": [], "reference": [], "span": []}
    try:
        for mark in marks:
            by_kind[mark["kind"]].append(mark)
        hints = tuple(_hint(mark) for mark in by_kind["pin"])
        strokes = tuple(_stroke(mark) for mark in by_kind["stroke"])
    except (KeyError, TypeError, ValueError) as problem:
        raise UserError("A mark cannot be read.", "Undo it, and make it again.") from problem
    references = tuple(_reference(mark, handed.pictures) for mark in by_kind["reference"])
    repaint = _repaint(by_kind["span"][-1], handed.takes) if by_kind["span"] else None
    return {"hints": hints, "strokes": strokes, "references": references, "repaint": repaint}


def marks_of(request: ColorizeRequest, names: Mapping[Path, str]) -> list[dict[str, Any]]:
    """Marks that ask for what a request did; `names` are those of the coloured pictures of the visit. A
    painted picture and a span over a take are nothing that marks can say."""
    pins = [{"kind": "pin", **asdict(hint)} for hint in request.hints]
    strokes = [{"kind": "stroke", **asdict(stroke)} for stroke in request.strokes]
    pictures = [
        {"kind": "reference", "frame": item.frame, "picture": names[item.path]}
        for item in request.references
        if item.path in names
    ]
    return [*pictures, *strokes, *pins]


def with_reference(value: Any, frame: int, picture: str) -> list[dict[str, Any]]:
    """The marks with a coloured picture of a frame, instead of the one that it had."""
    return [*without_reference(value, frame), {"kind": "reference", "frame": frame, "picture": picture}]


def without_reference(value: Any, frame: int) -> list[dict[str, Any]]:
    """The marks without the coloured picture of a frame."""
    return [mark for mark in value or [] if (mark["kind"], mark.get("frame")) != ("reference", frame)]


def _hint(mark: Mapping[str, Any]) -> Hint:
    return Hint(
        _frame(mark["frame"]), _share(mark["x"]), _share(mark["y"]), _color(mark["color"]),
        _share(mark["radius"]),
    )  # fmt: skip


def _stroke(mark: Mapping[str, Any]) -> Stroke:
    points: Sequence[Any] = mark["points"]
    if not 1 <= len(points) <= MAX_POINTS:
        raise ValueError(f"a stroke has 1 to {MAX_POINTS} points, got {len(points)}")
    color = None if mark["color"] is None else _color(mark["color"])
    path = tuple((_share(x), _share(y)) for x, y in points)
    return Stroke(_frame(mark["frame"]), path, color, _share(mark["radius"]))


def _reference(mark: Mapping[str, Any], pictures: Mapping[str, Path]) -> ReferenceFrame:
    name = str(mark.get("picture"))
    if name not in pictures:
        raise UserError(
            f'There is no picture "{name}" any more.', "Add it again, or remove it from its frame."
        )
    return ReferenceFrame(_frame(mark.get("frame")), pictures[name])


def _repaint(span: Mapping[str, Any], takes: Mapping[str, Path]) -> Repaint:
    take = str(span.get("take"))
    if take not in takes:
        raise UserError(
            "The take that should stay around the painted frames is gone.",
            "Show another take as B, or paint the whole film.",
        )
    try:
        first, last = _frame(span.get("first")), _frame(span.get("last"))
    except ValueError as problem:
        raise UserError(f"{problem}.", "Write the first and the last frame to paint anew.") from problem
    if last < first:
        raise UserError(f"Frame {last} comes before frame {first}.", "Write the earlier frame first.")
    return Repaint(takes[take], first, last + 1)


def _frame(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value) or value < 0:
        raise ValueError(f"{value!r} is no frame")
    return int(value)


def _share(value: Any) -> float:
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError(f"{value!r} does not lie in 0..1")
    return number


def _color(text: Any) -> str:
    parse_color(str(text)[:60])
    return str(text)[:60].strip()
