"""From what a person typed to a ColorizeRequest. Whatever cannot be used is said in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lvocal.color.naming import parse_color
from lvocal.color.palette import parse_palette
from lvocal.settings import ColorizeSettings, read_keyframe, standard
from lvocal.ui.sound_form import SOUND_DEFAULTS, read_hearing, read_mix
from lvocal.values import ColorizeRequest, ColorRow, Palette, UserError, Weights

STANDARD = Weights()
BASE = standard(STANDARD.engine)

MAX_ROWS = 12
MAX_PROMPT = 500

DEFAULTS: dict[str, Any] = {
    "rows": [],
    "prompt": "",
    **SOUND_DEFAULTS,
    "palette": "",
    "saturation": ColorizeSettings.saturation,
    "seed": ColorizeSettings.seed,
    "guidance": ColorizeSettings.guidance,
    "steps": ColorizeSettings.steps,
    "paint_px": ColorizeSettings.paint_px,
    "keyframe": ColorizeSettings.keyframe,
}
"""Every control of the form by name, as the page of the embedded size starts."""

LOOKS = Path(__file__).parents[2] / "presets" / "looks"

SETTINGS = ("steps", "seed", "guidance", "music_strength", "ambience_strength", "saturation", "paint_px")
"""Controls that are settings of the same name, and numbers."""


def defaults(weights: Weights) -> dict[str, Any]:
    """DEFAULTS, with the settings from which these networks begin."""
    base = standard(weights.engine)
    return DEFAULTS | {name: getattr(base, name) for name in SETTINGS}


def look_names() -> list[str]:
    """The looks of presets/looks, by file name."""
    return sorted(path.stem for path in LOOKS.glob("*.json"))


def for_another_film(form: dict[str, Any], examples: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What stays when a film of one's own comes: all but the words of an example that nobody touched, and the
    number of a keyframe."""
    if form["keyframe"] not in ("none", "best"):
        form = {**form, "keyframe": DEFAULTS["keyframe"]}
    for words in examples:
        if all(form[name] == value for name, value in words.items()):
            return {**form, **{name: DEFAULTS[name] for name in words}}
    return form


def read_request(
    form: Mapping[str, Any], source: Path | None, sounds: Mapping[str, Path], weights: Weights = STANDARD
) -> ColorizeRequest:
    """The request a form stands for. Raises UserError for what cannot be used."""
    if source is None:
        raise UserError("There is no film yet.", "Open one, or take an example.")
    return ColorizeRequest(
        source=source,
        prompt=_prompt(form["prompt"]),
        rows=read_rows(form["rows"]),
        mix=read_mix(form, sounds),
        hearing=read_hearing(form),
        palette=_palette(form["palette"]),
        settings=read_settings(
            {name: form[name] for name in SETTINGS}, form["keyframe"], standard(weights.engine)
        ),
        weights=weights,
    )


def read_rows(rows: Any) -> tuple[ColorRow, ...]:
    """[{object, color}, ...] -> colour rows; empty ones are left out, half-filled ones are named."""
    if not isinstance(rows, Sequence) or isinstance(rows, str) or len(rows) > MAX_ROWS:
        raise UserError(f"There are more than {MAX_ROWS} colour rows.", "Put the rest into the caption.")
    read = []
    for row in rows:
        thing, color = (str(row.get(key, "")).strip()[:60] for key in ("object", "color"))
        if thing and color:
            parse_color(color)
            read.append(ColorRow(thing, color))
        elif color:
            raise UserError(
                f'The colour "{color}" has no object.', "Write what shall have it, or remove the row."
            )
    return tuple(read)


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


def _prompt(text: str | None) -> str:
    text = " ".join((text or "").split())
    if len(text) > MAX_PROMPT:
        raise UserError(f"The caption has {len(text)} characters; {MAX_PROMPT} is the limit.", "Shorten it.")
    return text


def _palette(text: str | None) -> Palette | None:
    return parse_palette(text) if text and text.strip() else None


def _label(name: str) -> str:
    return name.replace("_px", " size").replace("_", " ").capitalize()
