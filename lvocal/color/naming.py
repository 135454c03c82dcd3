"""Words for colours: from a name or hex code to CIE Lab, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Literal
from zlib import crc32

import numpy as np

from lvocal.color.lexicon import (
    BARE_ADJECTIVES,
    BASIC_COLORS,
    COLOR_NAMES,
    HELD_OUT,
    LONGEST_NAME,
    RUDE,
    SHADES,
    SURVEYED,
    THING_PHRASES,
    THINGS,
    Lab,
    shaded,
    spelling,
)
from lvocal.color.spaces import hex_to_srgb, srgb_to_lab
from lvocal.values import UserError


def color_lab(text: str) -> Lab | None:
    """The Lab value of a colour name of up to three words, or of "#b3261e"; None when it is neither."""
    text = text.strip().lower()
    if text.startswith("#"):
        return _hex_lab(text)
    return _words_lab(_split(text))


def parse_color(text: str) -> Lab:
    """The Lab value of a colour a person wrote. A misspelt one raises UserError naming the nearest."""
    if (lab := color_lab(text)) is not None:
        return lab
    if not text.strip():
        raise UserError(
            "The colour is empty.", 'Write a colour such as "mustard", or a code such as #b3261e.'
        )
    if text.strip().startswith("#"):
        raise UserError(
            f'"{text}" is not a colour code.', "A code is # and six digits or letters a to f: #b3261e."
        )
    near = suggest(text)
    hint = f"Did you mean {_either(near)}?" if near else "Write another word, or a code such as #b3261e."
    raise UserError(f'"{text}" is not a colour this program knows.', hint)


def suggest(text: str, count: int = 3) -> list[str]:
    """Known names spelt like `text`, nearest first; empty when nothing is near."""
    return get_close_matches(" ".join(_split(text.lower())), POLITE, n=count, cutoff=0.7)


def find_colors(words: Sequence[str]) -> list[tuple[int, int, Lab]]:
    """Colours of a sentence already split into words: (start, stop, Lab) in order, longest name first.

    Words that are things first (sand, wine, sky) count only right before another colour.
    """
    lowered = [word.lower() for word in words]
    found: list[tuple[int, int, Lab]] = []
    at = 0
    while at < len(lowered):
        stop, lab = _longest(lowered, at)
        if lab is not None and (_is_color(lowered[at:stop]) or _color_follows(lowered, stop)):
            found.append((at, stop, lab))
            at = stop
        else:
            at += 1
    return found


def is_held_out(name: str) -> bool:
    """Whether training leaves this name out, so that a colour can be asked for by a name never learned.

    A tenth of the names with a chroma of 20 or more, drawn by their letters, so that "light green" and
    "lightgreen" share one fate. Basic terms and codes are always learned. Captions are left as people wrote
    them: about one colour word of theirs in 650 is such a name.
    """
    words = _split(name.lower())
    _, a, b = _BY_WORDS.get(words, (0.0, 0.0, 0.0))
    if " ".join(words) in BASIC_COLORS or a * a + b * b < 20**2:
        return False
    return crc32("".join(words).encode()) % 10 == HELD_OUT


def nearest_name(lab: Sequence[float], names: Literal["basic", "plain", "all"] = "basic") -> str:
    """The name of a Lab colour: one of the eleven basic terms, or the nearest of all (smallest dE76).

    A basic term is judged by what people called colours they were shown, with every name that ends in it, so
    dark and pale kinds are known too; "plain" gives that name itself ("brownish red"), which anybody
    understands. "all" is judged by what is painted when a name is asked for.
    """
    prototypes = _POLITE_LAB if names == "all" else _BASIC_LAB
    labels = {"basic": _BASIC_LABELS, "plain": _BASIC_NAMES, "all": POLITE}[names]
    distance = ((prototypes - np.asarray(lab, dtype=np.float64)) ** 2).sum(axis=1)
    return labels[int(distance.argmin())]


def _longest(words: list[str], at: int) -> tuple[int, Lab | None]:
    for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        if words[at].startswith("#"):
            return at + 1, _hex_lab(words[at])
        if (lab := _words_lab(tuple(map(spelling, words[at : at + length])))) is not None:
            return at + length, lab
    return at + 1, None


def _is_color(words: list[str]) -> bool:
    name = " ".join(words)
    return name not in THINGS and name not in THING_PHRASES and name not in BARE_ADJECTIVES


def _color_follows(words: list[str], at: int) -> bool:
    if at >= len(words):
        return False
    stop, lab = _longest(words, at)
    return lab is not None and _is_color(words[at:stop])


def _words_lab(words: tuple[str, ...]) -> Lab | None:
    if (lab := _BY_WORDS.get(words)) is not None:
        return lab
    if (
        2 <= len(words) <= LONGEST_NAME
        and words[0] in SHADES
        and (base := _BY_WORDS.get(words[1:])) is not None
    ):
        return shaded(words[0], base)
    return None


def _hex_lab(code: str) -> Lab | None:
    try:
        rgb = hex_to_srgb(code)
    except ValueError:
        return None
    light, a, b = srgb_to_lab(np.array(rgb)).tolist()
    return light, a, b


def _split(text: str) -> tuple[str, ...]:
    return tuple(spelling(word) for word in re.findall(r"[a-z']+", text))


def _either(names: list[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _deserves(name: str) -> bool:
    """Greenish greys that are rather green do not stand for "grey"; nor do tinted whites and blacks."""
    _, a, b = SURVEYED[name]
    return _split(name)[-1] not in {"black", "white", "grey"} or a * a + b * b < 12**2


SENTENCE_COLORS: tuple[str, ...] = tuple(
    name for name in COLOR_NAMES if _is_color(name.split()) and not RUDE & set(name.split())
)
"""The names that are understood as a colour anywhere in a sentence, without the rude ones."""

_BY_WORDS: dict[tuple[str, ...], Lab] = {}
for _name, _lab in COLOR_NAMES.items():
    _BY_WORDS.setdefault(_split(_name), _lab)
for _name, _lab in COLOR_NAMES.items():  # CSS writes its names in one word: "darkslategray"
    _BY_WORDS.setdefault(("".join(_split(_name)),), _lab)

POLITE = [name for name in COLOR_NAMES if not RUDE & set(name.split())]
"""The names that may be suggested."""
_POLITE_LAB = np.array([COLOR_NAMES[name] for name in POLITE])
_BASIC_NAMES = [name for name in POLITE if _split(name)[-1] in BASIC_COLORS and _deserves(name)]
_BASIC_LABELS = [_split(name)[-1] for name in _BASIC_NAMES]
_BASIC_LAB = np.array([SURVEYED[name] for name in _BASIC_NAMES])
