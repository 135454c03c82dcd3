"""Looks: one file of presets/looks is one complete setting, with a title and a sentence.

A file holds "title", "sentence", and whichever it needs of "settings" (as in settings.py), "trim" (as
values.Trim; a hue may be a word of HUES) and "palette" (as a person writes one). Any other key is an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from lvocal.color.palette import parse_palette
from lvocal.settings import ColorizeSettings, settings_from
from lvocal.values import ColorizeRequest, HueBand, Palette, Trim, UserError

LOOKS = Path(__file__).parents[2] / "presets" / "looks"

HUES = {
    "red": 35, "orange": 62, "yellow": 95, "green": 140, "teal": 195, "blue": 275, "violet": 315, "pink": 355,
}  # fmt: skip
"""Degrees of a*b* by the word a person has for them."""

OWN_SETTINGS = ("saturation", "music_strength", "ambience_strength")
"""What the looks that come with the program set: these mean the same in every engine."""


@dataclass(frozen=True)
class Look:
    """A complete setting that has a name."""

    name: str
    """Of its file, as `--look` takes it."""
    title: str
    sentence: str
    """What it is, in one sentence."""
    values: tuple[tuple[str, Any], ...] = ()
    """Settings it names; all others stay as they are."""
    trim: Trim = Trim()
    palette: Palette | None = None

    def settings(self, base: ColorizeSettings) -> ColorizeSettings:
        """Its settings over `base`."""
        return settings_from(dict(self.values), self.name, base)


def read_look(path: Path) -> Look:
    """Read one file. UserError for one that is not there or holds what no look has."""
    try:
        return look_from(json.loads(path.read_text()), path.stem)
    except FileNotFoundError as problem:
        raise UserError(f"There is no file {path}.", "Check the name and the folder.") from problem
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise UserError(f"{path.name} is no look: {problem}.", "Correct the file.") from problem


def look_from(values: Mapping[str, Any], name: str) -> Look:
    """Plain values as a file has them -> the look. ValueError names what is misspelt or out of bounds."""
    known = {"title", "sentence", "settings", "trim", "palette"}
    _refuse_unknown(values, known, name)
    settings, palette = values.get("settings", {}), values.get("palette", "")
    settings_from(settings, name)
    return Look(
        name,
        values.get("title", name),
        values.get("sentence", ""),
        tuple(sorted(settings.items())),
        trim_from(values.get("trim", {}), name),
        parse_palette(palette) if palette else None,
    )


def trim_from(values: Mapping[str, Any], where: str = "trim") -> Trim:
    """Plain values, as a file, a sidecar or a form has them -> the trim. ValueError names what is wrong."""
    _refuse_unknown(values, {item.name for item in fields(Trim)}, where)
    plain = dict(values)
    for name, count in (("saturation", 3), ("shadow_tint", 2), ("highlight_tint", 2)):
        if name in plain:
            plain[name] = tuple(map(float, plain[name]))
            if len(plain[name]) != count:
                raise ValueError(f"{where}: {name} takes {count} numbers, got {len(plain[name])}")
    for name in ("warmth", "tint", "two_color", "axis"):
        if name in plain:
            plain[name] = float(plain[name])
    plain["bands"] = tuple(band_from(band, where) for band in plain.get("bands", ()))
    return Trim(**plain)


def band_from(values: Mapping[str, Any], where: str = "band") -> HueBand:
    """Plain values -> one hue band."""
    _refuse_unknown(values, {item.name for item in fields(HueBand)}, where)
    if "hue" not in values:
        raise ValueError(f"{where}: a band needs its hue")
    numbers = {name: float(value) for name, value in values.items() if name != "hue"}
    return HueBand(hue_of(values["hue"]), **numbers)


def hue_of(hue: str | float) -> float:
    """Degrees, or a word of HUES, -> degrees."""
    if isinstance(hue, str) and hue.strip().lower() in HUES:
        return float(HUES[hue.strip().lower()])
    try:
        return float(hue)
    except ValueError:
        raise ValueError(f'"{hue}" is no hue; known ones are {", ".join(HUES)} and 0 to 360') from None


@cache
def looks() -> dict[str, Look]:
    """The looks that come with the program, by name: natural, others without a trim, then by title."""
    read = [read_look(path) for path in LOOKS.glob("*.json")]
    read.sort(key=lambda look: (look.trim != Trim(), look.name != "natural", look.title))
    return {look.name: look for look in read}


def find_look(text: str) -> Look:
    """A look by its name, or from a file of one's own. UserError names what may have been meant."""
    if (name := text.strip().lower().replace(" ", "-")) in looks():
        return looks()[name]
    if text.endswith(".json"):
        return read_look(Path(text))
    near = [known for known in looks() if name in known] or get_close_matches(name, looks(), n=1)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    raise UserError(f'There is no look "{text}".', f"{hint}`python -m lvocal looks` lists them.")


def dressed(request: ColorizeRequest, look: Look) -> ColorizeRequest:
    """The request in another look. What is not part of a look stays: film, words, sounds, pins, seed."""
    return replace(
        request,
        settings=look.settings(request.settings),
        trim=look.trim,
        palette=palette_after(look, request.palette),
    )


def palette_after(look: Look, palette: Palette | None) -> Palette | None:
    """The palette once a look is chosen: the look's own, unless there is one that no look brought along."""
    brought = {other.palette for other in looks().values()} | {None}
    return look.palette if palette in brought else palette


def look_of(request: ColorizeRequest) -> Look | None:
    """The look whose every value the request has; None when it was moved away from all of them."""
    fitting = (look for look in looks().values() if dressed(request, look) == request)
    return next(fitting, None)


def _refuse_unknown(values: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := values.keys() - known:
        raise ValueError(f"{where}: unknown keys {sorted(unknown)}; known ones are {sorted(known)}")
