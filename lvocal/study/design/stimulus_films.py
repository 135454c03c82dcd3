"""Films of one clip must be alike in all but their colours. Whoever calls brings what looks into files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lvocal.study.nouns import Study
from lvocal.values import UserError


@dataclass(frozen=True)
class FilmFacts:
    """What a film file says of itself."""

    width: int
    height: int
    frames: int
    seconds: float
    has_sound: bool


Look = Callable[[Path], FilmFacts]
"""UserError for a file that is no film."""


def compare_films(study: Study, look: Look) -> dict[str, float]:
    """Seconds by clip; `look` is asked for paths as the manifest has them.

    UserError where films of one clip differ in size, number of frames, or by more than half a frame in
    length, and where the film that a sound shall be taken from is silent.
    """
    lengths = {}
    for clip in study.clips:
        facts = {condition: look(path) for condition, path in clip.stimuli.items()}
        (first, norm), *others = facts.items()
        for condition, other in others:
            if fault := _difference(norm, other):
                raise UserError(
                    f'Films "{first}" and "{condition}" of clip "{clip.id}" differ: {fault}.',
                    "Render them alike.",
                )
        for condition, path in clip.stimuli.items():
            if path == clip.sound and not facts[condition].has_sound:
                raise UserError(f'The sound of clip "{clip.id}" is a silent film.', "Name another file.")
        lengths[clip.id] = norm.seconds
    return lengths


def _difference(one: FilmFacts, other: FilmFacts) -> str:
    """In words; empty where there is none."""
    if (one.width, one.height) != (other.width, other.height):
        return f"{one.width}x{one.height} and {other.width}x{other.height} pixels"
    if one.frames != other.frames:
        return f"{one.frames} and {other.frames} frames"
    if abs(one.seconds - other.seconds) > 0.5 * one.seconds / one.frames:
        return f"{one.seconds:.3f} and {other.seconds:.3f} seconds"
    return ""
