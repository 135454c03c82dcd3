"""From the flags of sound to a SoundMix and a Hearing; whatever cannot be meant is said at once."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from lvocal.cli.flags import Flags
from lvocal.media.synth import describe, is_mood, preset_names
from lvocal.model.listen import LABELS
from lvocal.values import EMOTIONS, Change, Hearing, Lane, Mood, SoundMix, UserError


def mix_of(flags: Flags) -> SoundMix:
    """Both lanes, each from A to B, the speech beside them, and which of them play."""
    separator: Any = flags.separator
    for flag, asks in (
        ("--speech-gain", flags.speech_gain),
        ("--mute speech", "speech" in flags.mute),
        ("--solo speech", "speech" in flags.solo),
    ):
        if separator == "none" and asks:
            raise UserError(
                f"{flag} has no speech to change while the sound stays whole.", "Leave --separator none away."
            )
    return SoundMix(
        _lane("music", flags), _lane("ambience", flags), flags.speech_gain or 0.0, separator,
        tuple(flags.mute), tuple(flags.solo),
    )  # fmt: skip


def hearing_of(flags: Flags) -> Hearing:
    """The dial, and what is put right in what was heard."""
    changes = [Change(_heard(text)) for text in flags.veto] + [_replaced(text) for text in flags.replace]
    emotions = tuple(change for change in changes if change.heard in EMOTIONS)
    places = tuple(change for change in changes if change.heard not in EMOTIONS)
    mood = mood_of(flags.mood) if flags.mood else None
    if mood and emotions:
        raise UserError(
            f"--mood takes the place of every emotion heard, so {emotions[0].heard} cannot be changed.",
            "Leave one of the two away.",
        )
    try:
        return Hearing(mood, emotions, places)
    except ValueError as problem:
        raise UserError(f"This cannot be put right: {problem}.", "Say each thing once.") from problem


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
            f'"{text}" is no place of the dial.', "Write it as --mood sadness:excitement:0.4, amount 0 to 1."
        ) from problem


def _replaced(text: str) -> Change:
    """Read "fear=awe" or "siren=street"."""
    heard, sign, by = (part.strip().lower() for part in text.partition("="))
    if not (heard and sign and by):
        raise UserError(f'"{text}" names no two sounds.', 'Write it as --replace "siren=street".')
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
    guess = f'Did you mean "{near[0]}"?' if near else "`python -m lvocal listen` prints what is heard."
    raise UserError(f'Nothing is ever heard as "{text}".', guess)


def _lane(name: str, flags: Flags) -> Lane:
    """One lane; half way when only B is said."""
    a, b, blend, gain_db, offset_sec = (
        getattr(flags, f"{name}{part}") for part in ("", "_b", "_blend", "_gain", "_offset")
    )
    if b is None and blend is not None:
        raise UserError(f"--{name}-blend has nothing to fade to.", f"Add --{name}-b with a second sound.")
    one, gain_db, offset_sec = _source(name, a or "original"), gain_db or 0.0, offset_sec or 0.0
    if b is None:
        return Lane(one, gain_db=gain_db, offset_sec=offset_sec)
    return Lane(one, _source(name, b), 0.5 if blend is None else blend, gain_db, offset_sec)


def _source(name: str, text: str) -> str:
    """A sound as a Lane spells it."""
    if text in ("original", "silence"):
        return text
    if text.startswith("preset:"):
        describe(text.removeprefix("preset:"))
        return text
    if not Path(text).is_file():
        raise UserError(
            f'There is no sound file "{text}".',
            f"Give --{name} a file, or preset:NAME; `python -m lvocal presets` lists the names.",
        )
    return str(Path(text).resolve())
