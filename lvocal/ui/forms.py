"""From what a person typed to a ColorizeRequest. Whatever cannot be used is said in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lvocal.color.looks import looks
from lvocal.settings import ColorizeSettings, read_keyframe, standard
from lvocal.ui.looks_form import LOOKS_DEFAULTS, read_palette, read_trim
from lvocal.ui.points_form import POINTS_DEFAULTS, Handed, read_marks
from lvocal.ui.sound_form import SOUND_DEFAULTS, read_hearing, read_mix
from lvocal.ui.words_form import WORDS_DEFAULTS, read_prompt, read_rows, read_shot_words
from lvocal.values import ColorizeRequest, UserError, Weights

STANDARD = Weights()
BASE = standard(STANDARD.engine)

NOTHING_HANDED = Handed()

DEFAULTS: dict[str, Any] = {
    **WORDS_DEFAULTS,
    **SOUND_DEFAULTS,
    **POINTS_DEFAULTS,
    **LOOKS_DEFAULTS,
    "seed": ColorizeSettings.seed,
    "guidance": ColorizeSettings.guidance,
    "steps": ColorizeSettings.steps,
    "paint_px": ColorizeSettings.paint_px,
    "keyframe": ColorizeSettings.keyframe,
}
"""Every control of the form by name, as the page of the embedded size starts."""


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
        hearing=read_hearing(form),
        palette=read_palette(form["palette"]),
        trim=read_trim(form.get("trim")),
        settings=read_settings(
            {name: form[name] for name in SETTINGS}, form["keyframe"], standard(weights.engine)
        ),
        weights=weights,
        **read_marks(form.get("marks"), handed),
    )


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


def _label(name: str) -> str:
    return name.replace("_px", " size").replace("_", " ").capitalize()
