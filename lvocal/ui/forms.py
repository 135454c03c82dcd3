"""From what a person typed to a ColorizeRequest. Whatever cannot be used is said in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lvocal.color.looks import looks
from lvocal.media.synth import is_mood, preset_names
from lvocal.settings import ColorizeSettings, read_keyframe, standard
from lvocal.ui.looks_form import LOOKS_DEFAULTS, read_palette, read_trim
from lvocal.ui.points_form import POINTS_DEFAULTS, Handed, read_marks
from lvocal.ui.words_form import WORDS_DEFAULTS, read_prompt, read_rows, read_shot_words
from lvocal.values import ColorizeRequest, Lane, SoundMix, UserError, Weights

STANDARD = Weights()
BASE = standard(STANDARD.engine)

NOTHING_HANDED = Handed()

DEFAULTS: dict[str, Any] = {
    **WORDS_DEFAULTS,
    "music_a": "original",
    "music_b": "",
    "music_blend": 0.0,
    "music_db": 0.0,
    "music_strength": ColorizeSettings.music_strength,
    "ambience_a": "original",
    "ambience_b": "",
    "ambience_blend": 0.0,
    "ambience_db": 0.0,
    "ambience_strength": ColorizeSettings.ambience_strength,
    "speech_db": 0.0,
    "separator": SoundMix.separator,
    **POINTS_DEFAULTS,
    **LOOKS_DEFAULTS,
    "seed": ColorizeSettings.seed,
    "guidance": ColorizeSettings.guidance,
    "steps": ColorizeSettings.steps,
    "paint_px": ColorizeSettings.paint_px,
    "keyframe": ColorizeSettings.keyframe,
}
"""Every control of the form by name, as the page of the embedded size starts."""


SEPARATORS = [
    ("speech, music and effects, by mini", "mini"),
    ("speech by Demucs, the rest by mini", "demucs"),
    ("not at all: all of it is music and ambience", "none"),
]
"""Who may take the film's own sound apart, as it is read and as a SoundMix names it."""

LOWEST_DB, HIGHEST_DB = -40.0, 12.0
"""Ends of the faders."""

SETTINGS = ("steps", "seed", "guidance", "music_strength", "ambience_strength", "saturation", "paint_px")
"""Controls that are settings of the same name, and numbers."""


def defaults(weights: Weights) -> dict[str, Any]:
    """DEFAULTS, with the settings from which these networks begin."""
    base = standard(weights.engine)
    return DEFAULTS | {name: getattr(base, name) for name in SETTINGS}


def look_names() -> list[str]:
    """The looks of presets/looks, by file name."""
    return list(looks())


def for_another_film(form: dict[str, Any], examples: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What stays when a film of one's own comes: all but the marks on the last one, the words of its single
    shots, those of an example that nobody touched, and the number of a keyframe."""
    form = {**form, **POINTS_DEFAULTS, "shot_words": []}
    if form["keyframe"] not in ("none", "best"):
        form = {**form, "keyframe": DEFAULTS["keyframe"]}
    for words in examples:
        if all(form[name] == value for name, value in words.items()):
            return {**form, **{name: DEFAULTS[name] for name in words}}
    return form


Choice = tuple[str, str]
"""What is read, and what it stands for."""


def sound_choices(lane: str, sounds: Mapping[str, Path], with_none: bool = False) -> list[Choice]:
    """Sources of "music" or "ambience": the film, silence, own files, then presets, fitting ones first."""
    names = sorted(preset_names(), key=lambda name: is_mood(name) != (lane == "music"))
    head = [("none", "")] if with_none else [("film's own sound", "original"), ("silence", "silence")]
    own = [(name, f"file:{name}") for name in sounds]
    return head + own + [(_spoken(name), f"preset:{name}") for name in names]


def read_request(
    form: Mapping[str, Any],
    source: Path | None,
    sounds: Mapping[str, Path],
    weights: Weights = STANDARD,
    handed: Handed = NOTHING_HANDED,
) -> ColorizeRequest:
    """The request a form stands for; `handed` is what its marks may speak of. Raises UserError for what
    cannot be used."""
    if source is None:
        raise UserError("There is no film yet.", "Open one, or take an example.")
    return ColorizeRequest(
        source=source,
        prompt=read_prompt(form["prompt"]),
        rows=read_rows(form["rows"]),
        shot_words=read_shot_words(form.get("shot_words", [])),
        mix=read_mix(form, sounds),
        palette=read_palette(form["palette"]),
        trim=read_trim(form.get("trim")),
        settings=read_settings(
            {name: form[name] for name in SETTINGS}, form["keyframe"], standard(weights.engine)
        ),
        weights=weights,
        **read_marks(form.get("marks"), handed),
    )


def read_mix(form: Mapping[str, Any], sounds: Mapping[str, Path]) -> SoundMix:
    """Both lanes and the speech; a source is only ever one of those offered, so no page can ask for a file of
    the server. Speech has no fader of its own where nothing takes the sound apart."""
    separator = form.get("separator", DEFAULTS["separator"])
    if separator not in dict(SEPARATORS).values():
        raise UserError(f'There is no separator called "{separator}".', "Choose one of the list.")
    speech_db = 0.0 if separator == "none" else _fader("speech", form)
    return SoundMix(_lane("music", form, sounds), _lane("ambience", form, sounds), speech_db, separator)


def read_settings(
    values: Mapping[str, Any], keyframe: str | None = None, base: ColorizeSettings = BASE
) -> ColorizeSettings:
    """Numbers of the form, and its keyframe, over `base`; an empty field and one out of bounds are said by
    name."""
    if missing := [name for name in values if values[name] is None]:
        raise UserError(f"{_label(missing[0])} is empty.", "Write a number.")
    whole = ("steps", "seed", "paint_px")
    numbers: dict[str, Any] = {name: int(n) if name in whole else float(n) for name, n in values.items()}
    try:
        return replace(base, **numbers, keyframe=read_keyframe(keyframe or "none"))
    except ValueError as problem:
        raise UserError(
            f"{_label(str(problem).split(' ')[0])}: {problem}.", "Choose one of these."
        ) from problem


def _lane(lane: str, form: Mapping[str, Any], sounds: Mapping[str, Path]) -> Lane:
    b = form[f"{lane}_b"]
    blend = min(max(float(form[f"{lane}_blend"] or 0), 0.0), 1.0)
    a = _source(form[f"{lane}_a"], sounds)
    gain_db = _fader(lane, form)
    return Lane(a, _source(b, sounds), blend, gain_db) if b and blend else Lane(a, gain_db=gain_db)


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


def _label(name: str) -> str:
    return name.replace("_px", " size").replace("_", " ").capitalize()


def _spoken(name: str) -> str:
    return name.replace("-", " ")
