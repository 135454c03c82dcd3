"""Words for colours: from a name or hex code to CIE Lab, and back.

The names are those of the XKCD colour survey (2010, CC0), the CSS colours and a few of film and fashion;
where two lists disagree, the survey wins, because it says what people mean. names.json holds the hex codes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Literal
from zlib import crc32

import numpy as np

from lvocal.color.spaces import hex_to_srgb, srgb_to_lab
from lvocal.values import UserError

Lab = tuple[float, float, float]

BASIC_COLORS = (
    "black",
    "white",
    "red",
    "green",
    "yellow",
    "blue",
    "brown",
    "purple",
    "pink",
    "orange",
    "grey",
)
"""The eleven basic colour terms (Berlin and Kay 1969)."""

LONGEST_NAME = 3
"""Words; the lists hold two longer names, which are left out."""

HELD_OUT = 6
"""Of the ten shares of the names, the one with the fewest that people write often ("turquoise")."""

THINGS = frozenset(
    "adobe algae apple asparagus avocado banana barney berry bile blood blueberry booger bruise bubblegum "
    "butter butterscotch camel carnation celery cement cherry cinnamon clay cocoa coffee copper cornflower "
    "custard dandelion denim desert diarrhea dirt dusk dust earth eggplant eggshell evergreen fern forest "
    "grape grapefruit grass heather ice iris kiwi leaf leather lichen linen lipstick maize mango marine "
    "melon merlot midnight mocha moss mud mushroom ocean orchid parchment pea pear peru petrol pine poo "
    "poop puke pumpkin putty raspberry sand sandstone sea seashell seaweed shamrock shit sky snot snow "
    "spearmint spruce squash steel stone straw strawberry sunflower swamp tea thistle tomato twilight "
    "velvet vomit watermelon wheat wine wisteria".split()
)
"""Things first: "sand" in a sentence is a beach; "sand brown", and "sand" in a row, is a colour."""

THING_PHRASES = frozenset({"dried blood", "robin's egg", "pea soup", "old lace", "macaroni and cheese"})

BARE_ADJECTIVES = frozenset({"bland", "dark", "drab", "pale", "royal"})
"""Names of the survey that only shade another colour: "a dark street" is not a colour of the street."""

RUDE = frozenset("barf bile booger diarrhea piss poo poop puke shit snot vomit barney".split())
"""Understood when written, never suggested."""

SHADES: dict[str, tuple[float, float, float]] = {
    "dark": (0.81, -8.8, 0.81),
    "deep": (0.80, -9.7, 0.80),
    "light": (0.65, 39.7, 0.84),
    "pale": (0.44, 56.3, 0.63),
    "pastel": (0.42, 53.7, 0.67),
    "bright": (0.68, 27.4, 1.11),
    "vivid": (0.68, 27.4, 1.11),
    "dull": (0.61, 24.5, 0.59),
    "muted": (0.48, 28.5, 0.49),
    "dusty": (0.47, 31.3, 0.52),
    "faded": (0.70, 25.1, 0.47),
    "dirty": (0.53, 23.3, 0.56),
}
"""Shade word -> slope and offset of L, factor of chroma, fitted to the pairs of the survey that differ by
that word ("dark red" against "red"). It carries the shade to names never paired there: "dark mustard"."""


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

    A basic term is judged by every name that ends in it, so dark and pale kinds are known too; "plain" gives
    that name itself ("brownish red"), which anybody understands.
    """
    prototypes = _POLITE_LAB if names == "all" else _BASIC_LAB
    labels = {"basic": _BASIC_LABELS, "plain": _BASIC_NAMES, "all": POLITE}[names]
    distance = ((prototypes - np.asarray(lab, dtype=np.float64)) ** 2).sum(axis=1)
    return labels[int(distance.argmin())]


def _longest(words: list[str], at: int) -> tuple[int, Lab | None]:
    for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        if words[at].startswith("#"):
            return at + 1, _hex_lab(words[at])
        if (lab := _words_lab(tuple(map(_spelling, words[at : at + length])))) is not None:
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
        slope, offset, chroma = SHADES[words[0]]
        return min(max(slope * base[0] + offset, 0.0), 100.0), chroma * base[1], chroma * base[2]
    return None


def _hex_lab(code: str) -> Lab | None:
    try:
        rgb = hex_to_srgb(code)
    except ValueError:
        return None
    light, a, b = srgb_to_lab(np.array(rgb)).tolist()
    return light, a, b


def _split(text: str) -> tuple[str, ...]:
    return tuple(_spelling(word) for word in re.findall(r"[a-z']+", text))


def _spelling(word: str) -> str:
    """American "gray" inside any word, as "grey"."""
    return word.replace("gray", "grey")


def _either(names: list[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _read_names() -> dict[str, Lab]:
    lists = json.loads(Path(__file__).with_name("names.json").read_text())
    codes: dict[str, str] = {}
    for names in lists.values():
        for name, code in names.items():
            if len(name.split()) <= LONGEST_NAME:
                codes.setdefault(_spelling(name.replace("/", " ")), code)
    lab = srgb_to_lab(np.array([hex_to_srgb(code) for code in codes.values()]))
    return {name: (light, a, b) for name, (light, a, b) in zip(codes, lab.tolist(), strict=True)}


def _deserves(name: str) -> bool:
    """Greenish greys that are rather green do not stand for "grey"; nor do tinted whites and blacks."""
    _, a, b = COLOR_NAMES[name]
    return _split(name)[-1] not in {"black", "white", "grey"} or a * a + b * b < 12**2


COLOR_NAMES: dict[str, Lab] = _read_names()
"""Every name of up to three words, "grey" spelt so -> CIE Lab."""

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
_BASIC_LAB = np.array([COLOR_NAMES[name] for name in _BASIC_NAMES])
