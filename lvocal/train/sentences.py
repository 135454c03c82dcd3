"""Captions for training pictures, with exactly known colours where a region was recoloured."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from lvocal.color.lexicon import BASIC_COLORS, COLOR_NAMES
from lvocal.color.naming import color_lab, find_colors, is_held_out, nearest_name
from lvocal.media.shards import SCENES, Picture, Region
from lvocal.train.augment import Lab
from lvocal.train.wordings import MENTIONED, OTHER_WORDS, around, call, names

BODY = frozenset({"skin", "null"})
"""Regions whose colour is left alone, mostly."""

SELDOM = frozenset(
    {"hair", "sky", "sea", "water", "ocean", "sand", "snow", "grass", "forest", "street", "mountain", "tree"}
)
"""Regions that are wanted in another colour less often than a coat is."""


DECOYS = 0.18
"""How often a sentence speaks of what is not there."""


@dataclass(frozen=True)
class NamedColor:
    """A region and the colour its words say."""

    region: Region
    name: str
    lab: Lab
    recolored: bool


def random_color(rng: np.random.Generator) -> tuple[str, Lab]:
    """A colour name with its Lab value: basic terms half of the time, else any of the large list that
    is not held out, or bare hex."""
    draw = rng.random()
    if draw < 0.08:
        name = "#" + "".join(f"{part:02x}" for part in rng.integers(0, 256, 3))
    else:
        name = str(rng.choice(BASIC_COLORS if draw < 0.45 else _plain_names()))
    lab = color_lab(name)
    assert lab is not None
    return name, lab


def name_regions(picture: Picture, rng: np.random.Generator) -> list[NamedColor]:
    """Choose up to five regions and a colour for each: most get a new one, the rest are called what they
    are. A picture that people have described is described by them in a third of the cases."""
    if (picture.captions or picture.scene) and rng.random() < 0.35:
        return []
    candidates = [region for region in picture.regions if region.area > 0.004]
    order = rng.permutation(len(candidates))[: int(rng.integers(1, 6))]
    named = []
    for at in order:
        region = candidates[at]
        if rng.random() < (0.15 if region.label in BODY else 0.5 if region.label in SELDOM else 0.8):
            name, lab = random_color(rng)
            named.append(NamedColor(region, name, lab, recolored=True))
        elif region.label not in BODY or rng.random() < 0.5:
            named.append(NamedColor(region, nearest_name(region.lab), region.lab, recolored=False))
    return named


def caption(picture: Picture, named: Sequence[NamedColor], rng: np.random.Generator) -> str:
    """One sentence: the named regions, else a caption or the scene, else nothing."""
    if named:
        joint = str(rng.choice([", ", " and ", ", a "]))
        there = {region.label for region in picture.regions}
        phrases = [_phrase(item, there, rng) for item in named]
        silent = sorted(there - {item.region.label for item in named} - BODY)
        if silent and rng.random() < MENTIONED:
            phrases.insert(int(rng.integers(len(phrases) + 1)), call(str(rng.choice(silent)), there, rng))
        lead = (
            str(rng.choice(["a ", "", "a woman in ", "a person wearing a "]))
            if picture.source == "ccp"
            else ""
        )
        return lead + joint.join(phrases) + _decoy(there, rng) + around(rng)
    if picture.captions:
        return str(rng.choice(picture.captions))
    if picture.scene and picture.source == "scenes":
        return str(rng.choice(SCENES[picture.scene]))
    return ", ".join(picture.tags) if rng.random() < 0.5 else ""


def _phrase(item: NamedColor, there: Collection[str], rng: np.random.Generator) -> str:
    """A thing and its colour, in one of the orders that people write; `there` are all labels."""
    thing = call(item.region.label, there, rng)
    if rng.random() < 0.75:
        return f"{item.name} {thing}"
    form = str(rng.choice(["{thing} in {color}", "the {thing} {color}", "{thing} is {color}"]))
    return form.format(thing=thing, color=item.name)


def _decoy(there: Collection[str], rng: np.random.Generator) -> str:
    """Now and then, words about a thing that is not in the picture: nothing may turn that colour. Only of
    what other pictures show, else its name would be learned as that of nothing at all."""
    if rng.random() > DECOYS:
        return ""
    taken = set().union(*(names(label) for label in there))
    absent = [thing for thing in OTHER_WORDS if not names(thing) & taken]
    return f", a {random_color(rng)[0]} {rng.choice(absent)}" if absent else ""


@cache
def _plain_names() -> list[str]:
    """Names that a sentence cannot mistake for a thing ("a sand skirt" is heard as sand, not as a colour),
    without those that are held out."""
    return [name for name in COLOR_NAMES if _is_heard(name.split()) and not is_held_out(name)]


def _is_heard(words: list[str]) -> bool:
    return [(start, stop) for start, stop, _ in find_colors([*words, "coat"])] == [(0, len(words))]
