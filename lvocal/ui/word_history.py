"""Former wordings of a visit, so that one can go back to what was said before.

Every still that is painted while somebody types would leave a wording; only those that are not a mere
beginning of the next are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

KEPT = 30

CONTROLS = ("rows", "prompt", "shot_words")
"""What a wording is made of, of all controls of the form."""

Wording = dict[str, Any]


def wording_in(form: Mapping[str, Any]) -> Wording:
    """The words of a form, without rows that are empty."""
    rows = _filled(form.get("rows"))
    shots = [{**shot, "rows": _filled(shot["rows"])} for shot in form.get("shot_words") or []]
    return {"rows": rows, "prompt": " ".join((form.get("prompt") or "").split()), "shot_words": shots}


def remember(history: Sequence[Wording], wording: Wording, settled: bool = False) -> list[Wording]:
    """The history with a wording in front, newest first, each once, at most KEPT.

    Of a text that grows or shrinks letter by letter only the longest stays, unless it is `settled`: somebody
    has had a film made of it."""
    if not _says_something(wording):
        return list(history)
    newest = history[0] if history else None
    if newest is not None and not settled:
        if _begins(wording, newest):
            return list(history)
        if _begins(newest, wording):
            history = history[1:]
    return [wording, *(former for former in history if former != wording)][:KEPT]


def for_another_film(history: Sequence[Wording]) -> list[Wording]:
    """Without the words of single shots, whose frames belong to one film."""
    kept: list[Wording] = []
    for wording in history:
        whole = {**wording, "shot_words": []}
        if whole not in kept and _says_something(whole):
            kept.append(whole)
    return kept


def summary(wording: Wording) -> str:
    """One line that tells wordings apart."""
    parts = [f"{row['object']} {row['color']}".strip() + _strength(row) for row in wording["rows"]]
    said = [", ".join(parts), wording["prompt"]]
    if count := len(wording["shot_words"]):
        said.append(f"{count} shot{'s' if count > 1 else ''} of its own")
    return " · ".join(filter(None, said))


def _strength(row: Mapping[str, Any]) -> str:
    strength = row.get("strength", 1)
    return "" if strength == 1 else f" ×{strength:g}"


def _filled(rows: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in rows or [] if row.get("object") or row.get("color")]


def _says_something(wording: Wording) -> bool:
    return any(wording[name] for name in CONTROLS)


def _begins(short: Wording, long: Wording) -> bool:
    """Whether every text of one wording is the beginning of the same text of the other."""
    longer = _texts(long)
    return all(longer.get(place, "").startswith(text) for place, text in _texts(short).items() if text)


def _texts(wording: Wording) -> dict[str, str]:
    """All that is written, by where it stands; a row of another strength is another place."""
    groups = [("film", wording), *((f"shot {shot['frame']}", shot) for shot in wording["shot_words"])]
    texts = {f"{place} caption": words["prompt"] for place, words in groups}
    for place, words in groups:
        for number, row in enumerate(words["rows"]):
            where = f"{place} {number} {row.get('strength', 1)}"
            texts |= {f"{where} {key}": row.get(key, "") for key in ("object", "color")}
    return texts
