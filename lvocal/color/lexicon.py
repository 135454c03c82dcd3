"""The names of colours and what they stand for; `naming.py` reads people's words with them.

The names are those of the XKCD colour survey (2010, CC0), the CSS colours and a few of film and fashion;
where two lists disagree, the survey wins, because it says what people call a colour that they are shown.
names.json holds the hex codes.

A colour that is asked for is another thing: people called the strongest green of a screen green, and nobody
means that by green trees. So red, green and the other basic terms stand for what is called so on real
things, and shades of them ("light green") are no stronger than such things would be; terms.json holds the
terms, and `train/fit_terms.py` makes it.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from lvocal.color.constancy import oklab_to_linear, srgb_to_oklab
from lvocal.color.spaces import hex_to_srgb, lab_to_srgb, linear_to_srgb, srgb_to_lab

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

STRONG = ("bright", "vivid")
"""Who says so means the strongest, which is what the survey has."""


def spelling(word: str) -> str:
    """American "gray" inside any word, as "grey"."""
    return word.replace("gray", "grey")


def shaded(word: str, base: Lab) -> Lab:
    """A colour with one of SHADES before it."""
    slope, offset, chroma = SHADES[word]
    return min(max(slope * base[0] + offset, 0.0), 100.0), chroma * base[1], chroma * base[2]


def _read_names() -> dict[str, Lab]:
    lists = json.loads(Path(__file__).with_name("names.json").read_text())
    codes: dict[str, str] = {}
    for names in lists.values():
        for name, code in names.items():
            if len(name.split()) <= LONGEST_NAME:
                codes.setdefault(spelling(name.replace("/", " ")), code)
    return _labs_of(codes)


def _of_things(surveyed: dict[str, Lab]) -> dict[str, Lab]:
    """The basic terms and their shades as they are on things."""
    terms = _labs_of(json.loads(Path(__file__).with_name("terms.json").read_text()))
    pairs = (name.split() for name in surveyed if name.count(" ") == 1)
    shades = {
        f"{word} {base}": _no_stronger(surveyed[f"{word} {base}"], shaded(word, terms[base]))
        for word, base in pairs
        if word in SHADES and word not in STRONG and base in terms
    }
    return terms | shades


def _no_stronger(lab: Lab, than: Lab) -> Lab:
    """A colour with no more Oklab chroma than another has; its hue and lightness stay."""
    both = srgb_to_oklab(np.clip(lab_to_srgb(np.array([lab, than])), 0, 1))
    own, most = np.hypot(both[:, 1], both[:, 2])
    if own <= most:
        return lab
    paler = both[0] * (1.0, most / own, most / own)
    _, a, b = srgb_to_lab(linear_to_srgb(np.clip(oklab_to_linear(paler), 0, 1))).tolist()
    return lab[0], a, b


def _labs_of(codes: dict[str, str]) -> dict[str, Lab]:
    lab = srgb_to_lab(np.array([hex_to_srgb(code) for code in codes.values()]))
    return {name: (light, a, b) for name, (light, a, b) in zip(codes, lab.tolist(), strict=True)}


SURVEYED = _read_names()
"""What people called colours that they were shown."""

OF_THINGS = _of_things(SURVEYED)
"""What the basic terms and their shades stand for."""

COLOR_NAMES: dict[str, Lab] = SURVEYED | OF_THINGS
"""Every name of up to three words, "grey" spelt so -> CIE Lab of what is asked for by it."""
