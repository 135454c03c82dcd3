"""The dial and a person's changes of what is heard, as they are written out in commands and calls."""

from __future__ import annotations

from difflib import get_close_matches

from lvocal.media.synth import is_mood, preset_names
from lvocal.model.listen import LABELS
from lvocal.values import EMOTIONS, Change, Mood, UserError


def mood_of(text: str) -> Mood:
    """Read "awe", "sadness:excitement" (half way) or "sadness:excitement:0.4"."""
    start, *rest = (part.strip().lower() for part in text.split(":"))
    end, amount = (rest[0] if rest else start), (rest[1] if len(rest) > 1 else "0.5" if rest else "0")
    for name in (start, end):
        if name not in EMOTIONS:
            raise UserError(f'There is no emotion "{name}".', f"Choose of: {', '.join(EMOTIONS)}.")
    try:
        if len(rest) > 2:
            raise ValueError(text)
        return Mood(start, end, float(amount))
    except ValueError as problem:
        raise UserError(
            f'"{text}" is no place of the dial.', "Write it as sadness:excitement:0.4, amount 0 to 1."
        ) from problem


def veto_of(text: str) -> Change:
    """Read "fear" or "sea waves"."""
    return Change(_heard(text))


def replacement_of(text: str) -> Change:
    """Read "fear=awe" or "siren=street"."""
    heard, sign, by = (part.strip().lower() for part in text.partition("="))
    if not (heard and sign and by):
        raise UserError(f'"{text}" names no two sounds.', 'Write it as "siren=street".')
    heard = _heard(heard)
    by = by.removeprefix("preset:").replace(" ", "-")
    choices = [name for name in preset_names() if is_mood(name) == (heard in EMOTIONS)]
    if by not in choices:
        raise UserError(f'"{heard}" cannot be replaced by "{by}".', f"Choose of: {', '.join(choices)}.")
    return Change(heard, by)


def _heard(text: str) -> str:
    """An emotion or a label of surroundings, as the listener calls it."""
    known = (*EMOTIONS, *LABELS)
    name = text.strip().lower().replace("-", " ")
    if name in known:
        return name
    near = get_close_matches(name, known, 1)
    guess = f'Did you mean "{near[0]}"?' if near else "Listen to the film first: that prints what is heard."
    raise UserError(f'Nothing is ever heard as "{text}".', guess)
