"""What a person says about the colours: from controls to the words of a request, and what is shown of
them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lvocal.color.naming import parse_color
from lvocal.sample.telling import fate, nearly_grey
from lvocal.ui.visits import Visit
from lvocal.ui.word_history import summary
from lvocal.values import ColorRow, Landed, ShotWords, UserError

WORDS_DEFAULTS: dict[str, Any] = {"rows": [], "prompt": "", "shot_words": []}

MAX_ROWS = 12
MAX_SHOTS = 200
MAX_PROMPT = 500

MARKS = {
    "grey": "grey", "missing": "not found", "overruled": "see its row", "unread": "not read", "off": "off",
    "unknown": "",
}  # fmt: skip
"""What stands beside a row whose colour did not land anywhere."""


def read_rows(rows: Any) -> tuple[ColorRow, ...]:
    """[{object, color, strength}, ...] -> colour rows; empty ones are left out, half-filled ones are
    named."""
    if not isinstance(rows, Sequence) or isinstance(rows, str) or len(rows) > MAX_ROWS:
        raise UserError(f"There are more than {MAX_ROWS} colour rows.", "Put the rest into the caption.")
    read = []
    for row in rows:
        thing, color = (str(row.get(key, "")).strip()[:60] for key in ("object", "color"))
        if thing and color:
            parse_color(color)
            read.append(ColorRow(thing, color, _strength(row.get("strength", 1.0))))
        elif color:
            raise UserError(
                f'The colour "{color}" has no object.', "Write what shall have it, or remove the row."
            )
    return tuple(read)


def read_prompt(text: str | None) -> str:
    """The caption on one line. UserError for one that is too long."""
    text = " ".join((text or "").split())
    if len(text) > MAX_PROMPT:
        raise UserError(f"The caption has {len(text)} characters; {MAX_PROMPT} is the limit.", "Shorten it.")
    return text


def read_shot_words(shots: Any) -> tuple[ShotWords, ...]:
    """[{frame, prompt, rows}, ...] -> words of single shots, by frame."""
    if not isinstance(shots, Sequence) or isinstance(shots, str) or len(shots) > MAX_SHOTS:
        raise UserError(f"More than {MAX_SHOTS} shots have words of their own.", "Let some follow the film.")
    read = (
        ShotWords(int(shot["frame"]), read_prompt(shot.get("prompt")), read_rows(shot.get("rows", [])))
        for shot in shots
    )
    return tuple(sorted(read, key=lambda words: words.frame))


def wording_value(visit: Visit) -> dict[str, Any]:
    """The shots of the film, the frame that is looked at, and former wordings, newest first."""
    return {
        "shots": [[shot.start, shot.stop] for shot in visit.shots],
        "frame": visit.frame,
        "history": [summary(wording) for wording in visit.wordings],
    }


def landed_value(visit: Visit) -> dict[str, Any]:
    """What became of the words in the still or film that was made last; empty while there is none."""
    report = visit.words
    if report is None:
        return {}
    return {
        "of": visit.words_of,
        "things": [_thing(thing) for thing in report.things],
        "gray": nearly_grey(report),
    }


def mark(thing: Landed) -> str:
    """What stands beside a row: "✓ dE 6", "? dE 6" where it is not sure to be there, or why there is none."""
    if thing.state in ("found", "doubtful"):
        return f"{'✓' if thing.state == 'found' else '?'} dE {thing.delta_e:.0f}"
    return MARKS[thing.state]


def _thing(thing: Landed) -> dict[str, Any]:
    return {
        "object": thing.object,
        "color": thing.color,
        "row": thing.is_row,
        "frame": thing.frame,
        "state": thing.state,
        "mark": mark(thing),
        "tells": fate(thing),
    }


def _strength(value: Any) -> float:
    strength = float(value)
    if not 0 <= strength <= 2:
        raise UserError(f"A row has the strength {strength:g}.", "Choose one from 0 to 2.")
    return strength
