"""Which words of a sentence speak of which thing, so that what became of it can be told.

Shapes: L tokens of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lvocal.color.lexicon import Lab
from lvocal.model.text import Token, tokenize
from lvocal.values import ColorRow


@dataclass(frozen=True)
class Thing:
    """Something whose colour was said."""

    object: str
    color: str
    """As written in a row; in the caption, the words of its phrase."""
    lab: Lab | None
    """None for a word that is no colour, and for a row of strength 0."""
    places: tuple[int, ...]
    """Which of the L tokens; a row of strength 0 has none."""
    is_row: bool


def things_of(prompt: str, rows: Sequence[ColorRow] = ()) -> list[Thing]:
    """Every row, then every colour of the caption with what carries it, in the order of `tokenize`."""
    found, at = [], 0
    for row in rows:
        tokens = tokenize("", [row])
        lab = tokens[0].lab if tokens else None
        found.append(Thing(row.object, row.color, lab, tuple(range(at, at + len(tokens))), is_row=True))
        at += len(tokens)
    return found + [_thing(run, at) for run in _runs(tokenize(prompt))]


def _runs(tokens: Sequence[Token]) -> list[list[tuple[int, Token]]]:
    """Tokens that carry one colour, with their places. The name of a colour begins another thing when the
    last one has a name already ("a red coat, red shoes"), and ends one that is still without ("the man in
    black")."""
    runs: list[list[tuple[int, Token]]] = []
    for place, token in enumerate(tokens):
        if token.carried is None:
            continue
        last = runs[-1] if runs else []
        is_named = any(other.lab for _, other in last)
        is_next = bool(last) and (last[-1][0] == place - 1 or not is_named)
        if is_next and last[-1][1].carried == token.carried and not (token.lab and is_named):
            last.append((place, token))
        else:
            runs.append([(place, token)])
    return runs


def _thing(run: Sequence[tuple[int, Token]], start: int) -> Thing:
    things, colors = ([" ".join(token.words) for _, token in run if (token.lab is not None) is named]
                      for named in (False, True))  # fmt: skip
    places = tuple(start + place for place, _ in run)
    return Thing(" ".join(things), " ".join(colors), run[0][1].carried, places, is_row=False)
