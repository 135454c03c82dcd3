"""From flags to a trim and a palette."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from lvocal.cli.flags import Flags
from lvocal.color.looks import Look, band_from
from lvocal.color.naming import parse_color
from lvocal.color.palette import palette_of_picture, parse_palette
from lvocal.color.palette_source import palette_of_words, random_palette
from lvocal.media.picture_file import read_picture
from lvocal.values import HueBand, Palette, Trim, UserError


def trim_of(flags: Flags, look: Look | None, base: Trim = Trim()) -> Trim:  # noqa: B008 - frozen
    """The trim of the look, else `base`, with the flags laid over; bands are added to its own."""
    trim = look.trim if look else base
    said: dict[str, Any] = {
        name: value for name in ("warmth", "tint", "two_color") if (value := getattr(flags, name)) is not None
    }
    if flags.zones:
        said["saturation"] = _numbers(flags.zones, 3, "--zones", "0.8,1,1.2")
    for name in ("shadow_tint", "highlight_tint"):
        if text := getattr(flags, name):
            said[name] = _shift(text, f"--{name.replace('_', '-')}")
    try:
        bands = tuple(_band(text) for text in flags.band)
        return replace(trim, **said, bands=(*trim.bands, *bands))
    except ValueError as problem:
        raise UserError(f"This look cannot be used: {problem}.", "Correct the flag.") from problem


def palette_of(flags: Flags, look: Look | None) -> Palette | None:
    """As said, else as the look has it."""
    locked = parse_palette(flags.lock).colors if flags.lock else ()
    if flags.palette:
        return palette_from(flags.palette, locked)
    if locked:
        raise UserError("--lock has no palette to go with.", "Add --palette, such as --palette random:7.")
    return look.palette if look else None


def palette_from(text: str, locked: tuple[str, ...] = ()) -> Palette:
    """Colours written out, taken from a picture, called up by words ("words:a beach at sunset"), or drawn
    ("random:7"); locked ones stay."""
    kind, _, rest = text.partition(":")
    if kind == "random":
        return random_palette(_seed_of(rest), locked)
    if kind == "words":
        return palette_of_words(rest, locked)
    if Path(text).is_file():
        return palette_of_picture(read_picture(Path(text)), locked=locked)
    if locked:
        raise UserError("A palette that is written out has nothing to find.", "Leave --lock away.")
    return parse_palette(text)


def _seed_of(text: str) -> int:
    if not text.isdecimal():
        raise UserError(f'"random:{text}" is no palette.', "Give a number: --palette random:7.")
    return int(text)


def _shift(text: str, flag: str) -> tuple[float, ...]:
    """ "-8,-12", or a colour: its a* and b*."""
    if text.replace(",", "").replace(".", "").replace("-", "").replace(" ", "").isdigit():
        return _numbers(text, 2, flag, "-8,-12")
    return parse_color(text)[1:]


def _numbers(text: str, count: int, flag: str, example: str) -> tuple[float, ...]:
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        values = ()
    if len(values) != count:
        raise UserError(f'{flag} takes {count} numbers, not "{text}".', f"Write them as {flag} {example}.")
    return values


def _band(text: str) -> HueBand:
    """Read "blue=1.2,-20,50"."""
    hue, sign, rest = (part.strip() for part in text.partition("="))
    names = ("saturation", "rotation", "width")
    parts = [part for part in rest.split(",") if part.strip()]
    if not (hue and sign and 1 <= len(parts) <= len(names)):
        raise UserError(f'"{text}" is no band.', 'Write it as --band "violet=0" or --band "blue=1.2,-20".')
    return band_from({"hue": hue, **dict(zip(names, parts, strict=False))}, "--band")
