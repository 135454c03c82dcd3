"""From flags to pins, paint, and the span that is painted anew."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from lvocal.color.naming import parse_color
from lvocal.values import NEUTRAL, Hint, PaintedFrame, ReferenceFrame, Repaint, Stroke, UserError

_HINT = re.compile(r"(\d+):([\d.]+),([\d.]+)(?:,([\d.]+))?=(.+)")
_SPAN = re.compile(r"(\d+)-(\d+)")


def hint_of(text: str) -> Hint:
    """Read "40:0.5,0.3=red", or with a radius "40:0.5,0.3,0.05=red"."""
    found = _HINT.fullmatch(text.strip())
    remedy = 'Write it as --hint "40:0.5,0.3=red".'
    if not found:
        raise UserError(f'"{text}" is no frame, place and colour.', remedy)
    frame, x, y, radius, color = found.groups()
    try:
        across, down, size = (share(part) for part in (x, y, radius or Hint.radius))
    except ValueError as problem:
        raise UserError(f'"{text}": {problem}.', "Places run from 0 to 1, across and down.") from problem
    return Hint(int(frame), across, down, color_of(color), size)


def color_of(text: str) -> str:
    """A colour as a mark keeps it; "neutral" is the grey that stays grey."""
    if text.strip().lower() == "neutral":
        return NEUTRAL
    parse_color(text)
    return text.strip()


def share(value: Any) -> float:
    """A number from 0 to 1; ValueError for anything else."""
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError(f"{value} does not lie in 0..1")
    return number


def reference_of(text: str, existing: Any) -> ReferenceFrame:
    """Read "12=coloured.png"."""
    return ReferenceFrame(*_frame_and_file("reference", text, existing))


def paint_of(text: str, existing: Any) -> PaintedFrame:
    """Read "12=paint.png"."""
    return PaintedFrame(*_frame_and_file("paint", text, existing))


def strokes_of(path: Path) -> tuple[Stroke, ...]:
    """The strokes of a JSON file."""
    try:
        return tuple(stroke_of(values) for values in json.loads(path.read_text()))
    except UserError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise UserError(
            f"{path.name} holds no strokes ({problem}).",
            'Write a list such as [{"frame": 40, "points": [[0.1, 0.2]], "color": "red", "radius": 0.03}].',
        ) from problem


def stroke_of(values: dict[str, Any]) -> Stroke:
    """One stroke of plain values; ValueError, TypeError or KeyError for what is none."""
    if unknown := values.keys() - {"frame", "points", "color", "radius"}:
        raise ValueError(f"unknown {', '.join(sorted(unknown))}")
    points = tuple((share(x), share(y)) for x, y in values["points"])
    if not points:
        raise ValueError("a stroke without points")
    color = None if values["color"] is None else color_of(values["color"])
    return Stroke(int(values["frame"]), points, color, share(values.get("radius", Stroke.radius)))


def repaint_of(over: Path | None, span: str | None, existing: Any) -> Repaint | None:
    """Both flags or none."""
    if over is None and span is None:
        return None
    found = _SPAN.fullmatch((span or "").strip())
    if over is None or found is None:
        raise UserError("A span is painted over a take.", "Give both: --over take.mp4 --span 40-80.")
    first, last = map(int, found.groups())
    if last < first:
        raise UserError(f"--span {span} ends before it begins.", "Write the earlier frame first.")
    return Repaint(existing(over), first, last + 1)


def _frame_and_file(flag: str, text: str, existing: Any) -> tuple[int, Path]:
    number, sign, path = (part.strip() for part in text.partition("="))
    if not (sign and number.isdecimal()):
        raise UserError(f'"{text}" is no frame and picture.', f"Write it as --{flag} 12=picture.png.")
    return int(number), existing(Path(path))
