"""Which line of a paper's table is which way of ours, and what is not the same work.

Every table has one line that the others are held against, its full method: what the paper claims is that the
others are worse. An ablation of ours switches a part of one checkpoint off; the papers trained without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lvocal.evaluate.clips.methods import UNHEARD, Method, Ours
from lvocal.evaluate.switches import nothing_to_switch
from lvocal.model.bundle import Networks


@dataclass(frozen=True)
class Twin:
    """A table of a paper and our way to do its lines."""

    key: str
    """Of `published`."""
    full: str
    """The line that the others are held against."""
    lines: Mapping[str, Method]
    """By the paper's name; lines that are not there are other people's methods, or `cannot`."""
    differs: str
    """What is not the same work, beside the size of the network and its data."""
    is_colored: bool = True
    """On colour clips; else on black-and-white films."""
    cannot: Mapping[str, str] = field(default_factory=dict)
    """Lines that no switch of ours makes, with the reason."""


FULL = Ours()
WORDLESS = Ours("no words", is_wordless=True)
SWITCHED = {name: Ours(name, switch=name) for name in ("RTD", "AC", "ETG", "EAG", "ETA", "EAA")}

L_VOCAL = {
    "W/ RTD": SWITCHED["RTD"],
    **{f"W/o {name}": SWITCHED[name] for name in ("AC", "ETG", "EAG", "ETA", "EAA")},
    "Ours (L-VOCAL)": FULL,
}

SHORT = (("window_frames", 9), ("overlap_frames", 0))
"""Clips of nine frames, so that a film has many: L-C4 joins clips, and a single one has nothing to join."""

JOINED = (*SHORT, ("fusion", "skip"))

L_C4: Mapping[str, Method] = {
    "W/o CMPF": Ours("no CMPF", switch="CMPF", settings=JOINED),
    "W/o CCF": Ours("clips alone", settings=SHORT),
    "Ours (L-C4)": Ours("skip windows", settings=JOINED),
}
NO_TDA = {"W/o TDA": "temporal deformable attention is in the code, and not in these weights"}

L_C4_DIFFERS = (
    "Ours joins clips of 9 frames; L-C4 has another network in every part, 100,000 films to learn from, and "
    "captions written by volunteers."
)

AIAIC: Mapping[str, Method] = {
    "full": WORDLESS,
    "w/o r": Ours("no words, every sound trusted", switch="R", is_wordless=True),
    "w/o r (missing audio)": Ours("no words, silence trusted", switch="R-AC", is_wordless=True),
    "full (missing audio)": Ours("no words, no sound", is_wordless=True, settings=UNHEARD),
}
BACKBONES = ("DisColor", "DDC", "ChromaGAN")

TWINS = (
    Twin(
        "l-vocal-1", "Ours (L-VOCAL)", L_VOCAL,
        "Parts are switched off in one checkpoint; the paper trained without them. Temp-S is not defined by "
        "the paper, and its CAM-S is on another scale, of a prompt that it does not print.",
    ),
    Twin(
        "l-vocal-1-bw", "Ours (L-VOCAL)", L_VOCAL,
        "The same, on the black-and-white films at hand; one without sound is painted alike by most lines.",
        is_colored=False,
    ),
    Twin("l-c4-1-davis", "Ours (L-C4)", L_C4, L_C4_DIFFERS, cannot=NO_TDA),
    Twin("l-c4-1-videvo", "Ours (L-C4)", L_C4, L_C4_DIFFERS, cannot=NO_TDA),
    Twin(
        "palette-1", "Ours", {"Ours": Ours("palette drawn", palette="drawn", is_wordless=True)},
        "Palettes are drawn from the mixture fitted to our training pictures.",
    ),
    Twin(
        "palette-2", "NULL",
        {
            "NULL": WORDLESS,
            "GMM": Ours("palette drawn", palette="drawn", is_wordless=True),
            "GPT": Ours("palette of words", palette="words", is_wordless=True),
            "GT+K-means": Ours("palette of truth", palette="truth", is_wordless=True),
        },
        "Without a palette is a switch of ours and another training of theirs; for GPT stands the table of "
        "colours that words bring along. Held against NULL: the paper claims that palettes are better.",
    ),
    *(
        Twin(
            key, f"{backbone}: full", {f"{backbone}: {name}": method for name, method in AIAIC.items()},
            "Films with their own sound, no words; AIAIC paints single pictures. Missing audio without r is "
            "digital silence that is trusted.",
            cannot={f"{backbone}: w/o multi-step": "the steps are part of the training"},
        )
        for key in ("aiaic-2", "aiaic-2-ave") for backbone in BACKBONES
    ),
    Twin(
        "coolcolor-1", "Ours",
        {
            "Ours": FULL,
            "Ours, keyframe chosen for colourfulness": Ours("keyframe", settings=(("keyframe", "best"),)),
        },
        "The paper's keyframe was chosen by people; ours has none there. Our own choice weighs colourfulness "
        "with the colours that words ask for.",
        cannot={"Ours, keyframe chosen for CLIP score": "no keyframe is chosen by a network that judges"},
    ),
)  # fmt: skip


def methods_of(is_colored: bool) -> list[Method]:
    """All ways that some table asks for, the full one first."""
    ways = [method for twin in TWINS if twin.is_colored == is_colored for method in twin.lines.values()]
    return list(dict.fromkeys([FULL, *ways]))


def cannot_here(methods: Iterable[Method], networks: Networks) -> dict[str, str]:
    """Names of those that would colour as the full one does, with the reason: these weights lack the part."""
    switched = {one.name: one.switch for one in methods if isinstance(one, Ours) and one.switch}
    reasons = {name: nothing_to_switch(switch, networks) for name, switch in switched.items()}
    return {name: why for name, why in reasons.items() if why}
