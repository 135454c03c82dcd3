"""Words of single shots: which shot has which, and a request as each of them is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lvocal.media.shots import find_shots
from lvocal.model.things import things_of
from lvocal.sample.landing import Wording
from lvocal.sample.sounding import Stamp, stamp
from lvocal.values import Clip, ColorizeRequest, Shot, UserError

FILMS_KEPT = 8
"""Shots of so many films are remembered."""


@dataclass(frozen=True)
class OwnWords:
    """A shot with words of its own."""

    shot: Shot
    request: ColorizeRequest
    """As that shot is told: its words are the request's."""
    frame: int
    """Of the ShotWords."""


def own_words(request: ColorizeRequest, shots: Sequence[Shot]) -> list[OwnWords]:
    """The shots that have words of their own. UserError when two wordings are for one shot."""
    owned: dict[Shot, OwnWords] = {}
    for words in request.shot_words:
        shot = next((shot for shot in shots if shot.start <= words.frame < shot.stop), None)
        if shot is None:
            raise ValueError(f"none of the shots holds frame {words.frame}")
        if shot in owned:
            raise UserError(
                f"Frames {owned[shot].frame} and {words.frame} lie in one shot, and each has words for it.",
                "Leave one of them away.",
            )
        told = replace(request, prompt=words.prompt, rows=words.rows, shot_words=())
        owned[shot] = OwnWords(shot, told, words.frame)
    return list(owned.values())


def wording_of(request: ColorizeRequest, frame: int | None = None) -> Wording:
    """What a request says, of the film or of the shot of a frame."""
    return Wording(tuple(things_of(request.prompt, request.rows)), frame)


def shots_where_needed(request: ColorizeRequest, clip: Clip, check: Callable[[], None]) -> tuple[Shot, ...]:
    """The shots of a film, looked for once and only where some have words of their own."""
    if not request.shot_words:
        return ()
    key = (clip.path, stamp(clip.path))
    if key not in _found:
        while len(_found) >= FILMS_KEPT:
            del _found[next(iter(_found))]
        _found[key] = find_shots(clip, check)
    return _found[key]


_found: dict[tuple[Path, Stamp], tuple[Shot, ...]] = {}
