"""From the flags of sound to a SoundMix and a Hearing; whatever cannot be meant is said at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lvocal.cli.flags import Flags
from lvocal.media.synth import describe
from lvocal.sample.hearing_words import mood_of, replacement_of, veto_of
from lvocal.values import EMOTIONS, Hearing, Lane, SoundMix, UserError


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
    changes = [veto_of(text) for text in flags.veto] + [replacement_of(text) for text in flags.replace]
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
