"""From the controls of sound to a SoundMix and a Hearing; nothing of gradio here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lvocal.media.synth import is_mood, preset_names
from lvocal.model.listen import LABELS
from lvocal.settings import ColorizeSettings
from lvocal.values import EMOTIONS, LANES, Change, Hearing, Lane, Mood, SoundMix, UserError

SEPARATORS = [
    ("speech, music and effects, by mini", "mini"),
    ("speech by Demucs, the rest by mini", "demucs"),
    ("not at all: all of it is music and ambience", "none"),
]
"""Who may take the film's own sound apart, as it is read and as a SoundMix names it."""

LOWEST_DB, HIGHEST_DB = -40.0, 12.0
"""Ends of the faders."""

MOST_OFFSET_SEC = 3600.0


def track(lane: str) -> list[dict[str, Any]]:
    """A lane that stands where it is and plays; the value of its track control."""
    return [{"lane": lane, "offset": 0.0, "muted": False, "solo": False}]


SOUND_DEFAULTS: dict[str, Any] = {
    "music_track": track("music"),
    "music_a": "original",
    "music_b": "",
    "music_blend": 0.0,
    "music_strength": ColorizeSettings.music_strength,
    "music_db": 0.0,
    "ambience_track": track("ambience"),
    "ambience_a": "original",
    "ambience_b": "",
    "ambience_blend": 0.0,
    "ambience_strength": ColorizeSettings.ambience_strength,
    "ambience_db": 0.0,
    "speech_track": track("speech"),
    "speech_db": 0.0,
    "mood": [],
    "changes": [],
    "separator": SoundMix.separator,
}
"""Every control of sound, as the page starts. `mood` is empty ("as heard") or [{start, end, amount}];
`changes` holds {heard, by}, by "" for a veto."""

Choice = tuple[str, str]
"""What is read, and what it stands for."""


def sound_choices(lane: str, sounds: Mapping[str, Path], with_none: bool = False) -> list[Choice]:
    """Sources of "music" or "ambience": the film, silence, own files, then presets, fitting ones first."""
    names = sorted(preset_names(), key=lambda name: is_mood(name) != (lane == "music"))
    head = [("none", "")] if with_none else [("film's own sound", "original"), ("silence", "silence")]
    own = [(name, f"file:{name}") for name in sounds]
    return head + own + [(_spoken(name), f"preset:{name}") for name in names]


def place_presets() -> list[Choice]:
    """What may be told in the place of a label."""
    return [(_spoken(name), name) for name in preset_names() if not is_mood(name)]


def read_mix(form: Mapping[str, Any], sounds: Mapping[str, Path]) -> SoundMix:
    """Both lanes and the speech; a source is only ever one of those offered, so no page can ask for a file of
    the server. Speech is no lane of its own where nothing takes the sound apart."""
    separator = form.get("separator", SOUND_DEFAULTS["separator"])
    if separator not in dict(SEPARATORS).values():
        raise UserError(f'There is no separator called "{separator}".', "Choose one of the list.")
    lanes = [lane for lane in LANES if lane != "speech" or separator != "none"]
    muted, soloed = (
        tuple(lane for lane in lanes if _track(lane, form).get(button)) for button in ("muted", "solo")
    )
    speech_db = _fader("speech", form) if "speech" in lanes else 0.0
    return SoundMix(
        _lane("music", form, sounds), _lane("ambience", form, sounds), speech_db, separator, muted, soloed
    )


def read_hearing(form: Mapping[str, Any]) -> Hearing:
    """The dial, and what is put right. While the dial speaks for the music, no emotion is heard to change."""
    told = form.get("mood") or []
    changes = [Change(str(one["heard"]), str(one["by"]) or None) for one in form.get("changes") or []]
    emotions = tuple(change for change in changes if change.heard in EMOTIONS)
    places = tuple(change for change in changes if change.heard not in EMOTIONS)
    for change in places:
        if change.heard not in LABELS or change.by not in (None, *dict(place_presets()).values()):
            raise UserError(f'"{change.heard}" cannot be told as "{change.by}".', "Choose one of the list.")
    try:
        mood = None
        if told:
            mood = Mood(str(told[0]["start"]), str(told[0]["end"]), float(told[0]["amount"]))
        return Hearing(mood, () if mood else emotions, places)
    except (KeyError, TypeError, ValueError) as problem:
        raise UserError(
            f"What was heard cannot be changed like this: {problem}.", "Undo one of the changes."
        ) from problem


def _lane(lane: str, form: Mapping[str, Any], sounds: Mapping[str, Path]) -> Lane:
    b = form[f"{lane}_b"]
    blend = min(max(float(form[f"{lane}_blend"] or 0), 0.0), 1.0)
    a = _source(form[f"{lane}_a"], sounds)
    gain_db, offset_sec = _fader(lane, form), _offset(lane, form)
    if b and blend:
        return Lane(a, _source(b, sounds), blend, gain_db, offset_sec)
    return Lane(a, gain_db=gain_db, offset_sec=offset_sec)


def _track(lane: str, form: Mapping[str, Any]) -> Mapping[str, Any]:
    """Forms of older takes have none."""
    return (form.get(f"{lane}_track") or track(lane))[0]


def _offset(lane: str, form: Mapping[str, Any]) -> float:
    try:
        offset_sec = float(_track(lane, form).get("offset") or 0)
    except (TypeError, ValueError) as problem:
        raise UserError(f"The offset of {lane} is no number.", "Write seconds, such as -1.5.") from problem
    return min(max(offset_sec, -MOST_OFFSET_SEC), MOST_OFFSET_SEC)


def _fader(name: str, form: Mapping[str, Any]) -> float:
    """Decibels of a fader; forms of older takes have none."""
    return min(max(float(form.get(f"{name}_db") or 0), LOWEST_DB), HIGHEST_DB)


def _source(choice: str, sounds: Mapping[str, Path]) -> str:
    kind, _, name = str(choice).partition(":")
    if choice in ("original", "silence") or (kind == "preset" and name in preset_names()):
        return choice
    if kind == "file" and name in sounds:
        return str(sounds[name])
    raise UserError(
        f'There is no sound "{name or choice}".', "Choose one of the list, or add the file again."
    )


def _spoken(name: str) -> str:
    return name.replace("-", " ")
