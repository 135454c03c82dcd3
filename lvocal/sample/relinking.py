"""Files that settings from elsewhere speak of, found again by their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from lvocal.values import ColorizeRequest, Lane, UserError

Look = Callable[[str], Path | None]
"""What the settings say, a whole path or a name alone -> where the file lies, or None."""


def relinked(request: ColorizeRequest, look: Look) -> tuple[ColorizeRequest, tuple[str, ...]]:
    """The request with every sound, coloured frame and folder of weights as `look` finds it, and what is
    missing, in words; a missing sound is left as the film's own, a missing frame, paint or take left away.

    The source is not looked for.
    """
    missing: list[str] = []

    def find(kind: str, text: str) -> Path | None:
        if (path := look(text)) is None:
            missing.append(f'{kind} "{Path(text).name}"')
        return path

    found = [(item, find("the coloured frame", str(item.path))) for item in request.references]
    paints = [(item, find("the paint", str(item.path))) for item in request.paints]
    take = None if request.repaint is None else find("the take", str(request.repaint.take))
    weights = request.weights
    if weights.folder is not None:
        weights = replace(weights, folder=find("the weights", str(weights.folder)))
    again = replace(
        request,
        mix=replace(
            request.mix,
            music=_lane("music", request.mix.music, find),
            ambience=_lane("ambience", request.mix.ambience, find),
        ),
        references=tuple(replace(item, path=path) for item, path in found if path is not None),
        paints=tuple(replace(item, path=path) for item, path in paints if path is not None),
        repaint=replace(request.repaint, take=take) if request.repaint and take else None,
        weights=weights,
    )
    return again, tuple(missing)


def missing_error(name: str, missing: Sequence[str], where: str) -> UserError:
    """What is said when settings cannot be used without these files."""
    return UserError(f"The settings of {name} need {', '.join(missing)}.", where)


def _lane(kind: str, lane: Lane, find: Callable[[str, str], Path | None]) -> Lane:
    second = None if lane.b is None else _sound(kind, lane.b, find)
    return replace(lane, a=_sound(kind, lane.a, find), b=second)


def _sound(kind: str, source: str, find: Callable[[str, str], Path | None]) -> str:
    if source in ("original", "silence") or source.startswith("preset:"):
        return source
    path = find(f"the {kind}", source)
    return "original" if path is None else str(path)
