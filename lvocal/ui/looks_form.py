"""Palette and look of the form: from controls to the request and back, and what the gallery shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from lvocal.color.looks import OWN_SETTINGS, Look, look_of, looks, palette_after, trim_from
from lvocal.color.naming import parse_color
from lvocal.color.palette import NUM_COLORS, parse_palette
from lvocal.color.spaces import hex_to_srgb, lab_to_srgb, srgb_to_hex
from lvocal.color.trim import global_part, trim_rgb
from lvocal.settings import ColorizeSettings, settings_from
from lvocal.values import ColorizeRequest, Palette, Trim, UserError

LOOKS_DEFAULTS: dict[str, Any] = {"palette": [], "saturation": ColorizeSettings.saturation, "trim": []}
"""A palette is [{color, locked}, ...] in up to five places; a trim is [] or
[what of values.Trim is not as it comes], since Gradio takes a bare record for news of the control itself."""

SAMPLES = ("#3f6fb5", "#5c8a45", "#c89072", "#d8c08a", "#b3362c")
"""Sky, leaves, skin, sand and a red: what the gallery shows every look on."""


def read_palette(said: Any) -> Palette | None:
    """The colours that are filled in, or a text of them. UserError for one that is none."""
    if isinstance(said, str):
        return parse_palette(said) if said.strip() else None
    colors = [slot["color"] for slot in _slots(said) if slot["color"]]
    return parse_palette(", ".join(colors)) if colors else None


def locked_codes(said: Any) -> tuple[str, ...]:
    """Codes of the places that are locked. UserError for a colour that is none."""
    return tuple(_code(slot["color"]) for slot in _slots(said) if slot["locked"] and slot["color"])


def slots_with(said: Any, palette: Palette) -> list[dict[str, Any]]:
    """All five places once colours were found beside the locked ones: those keep their places, the others
    are filled in turn. Locked codes come first in `palette`."""
    slots = _slots(said)
    slots += [{"color": "", "locked": False}] * (NUM_COLORS - len(slots))
    locked = [bool(slot["locked"] and slot["color"]) for slot in slots]
    found = iter(palette.colors[sum(locked) :])
    return [
        slot if stays else {"color": next(found, ""), "locked": False}
        for slot, stays in zip(slots, locked, strict=True)
    ]


def read_trim(said: Any) -> Trim:
    """The trim of the sliders. UserError for what it cannot be."""
    try:
        return trim_from(said[0] if said else {})
    except (ValueError, TypeError, AttributeError, LookupError) as problem:
        raise UserError(f"The trim cannot be used: {problem}.", "Choose a look again.") from problem


def trim_value(trim: Trim) -> list[dict[str, Any]]:
    """A trim as its sliders have it: what is not as it comes."""
    plain = asdict(Trim())
    changed = {name: value for name, value in asdict(trim).items() if value != plain[name]}
    return [changed] if changed else []


def controls_of(look: Look, form: Mapping[str, Any]) -> dict[str, Any]:
    """What a look puts into the form. A palette of one's own stays, as do words, sounds, pins and seed."""
    values = {name: getattr(look.settings(ColorizeSettings()), name) for name in dict(look.values)}
    palette = read_palette(form["palette"])
    after = palette_after(look, palette)
    if after != palette:
        values["palette"] = [{"color": code, "locked": False} for code in after.colors] if after else []
    return {**values, "trim": trim_value(look.trim)}


def chosen_look(form: Mapping[str, Any]) -> str | None:
    """The look that the form wears, to the last value; None when it was moved, or cannot be read."""
    try:
        settings = settings_from({name: float(form[name]) for name in OWN_SETTINGS})
        request = ColorizeRequest(
            Path(), settings=settings, palette=read_palette(form["palette"]), trim=read_trim(form["trim"])
        )
    except (UserError, ValueError, TypeError, KeyError):
        return None
    look = look_of(request)
    return look.name if look else None


def gallery_value(form: Mapping[str, Any]) -> dict[str, Any]:
    """Every look with its colours, and which one the form wears."""
    return {"looks": _gallery(), "chosen": chosen_look(form) if form else None}


@cache
def _gallery() -> list[dict[str, Any]]:
    samples = np.array([hex_to_srgb(code) for code in SAMPLES])
    shown = []
    for look in looks().values():
        trim = global_part(look.trim, look.settings(ColorizeSettings()).saturation)
        colors = [srgb_to_hex(color) for color in trim_rgb(trim, samples)]
        shown.append({"name": look.name, "title": look.title, "sentence": look.sentence, "colors": colors})
    return shown


def _slots(said: Any) -> list[dict[str, Any]]:
    if isinstance(said, str):
        said = [{"color": part} for part in said.split(",")]
    if not isinstance(said, Sequence) or len(said) > NUM_COLORS:
        raise UserError(f"A palette has up to {NUM_COLORS} colours.", "Remove the others.")
    return [
        {"color": str(slot.get("color", "")).strip()[:40], "locked": bool(slot.get("locked"))}
        for slot in said
        if isinstance(slot, Mapping)
    ]


def _code(color: str) -> str:
    return srgb_to_hex(lab_to_srgb(np.array(parse_color(color))))
