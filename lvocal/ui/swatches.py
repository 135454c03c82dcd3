"""Colours as the page shows them: of a palette, and of a word."""

from __future__ import annotations

import numpy as np

from lvocal.color.lexicon import BASIC_COLORS, COLOR_NAMES
from lvocal.color.naming import POLITE, color_lab, suggest
from lvocal.color.spaces import lab_to_srgb, srgb_to_hex


def look_up_color(word: str) -> dict[str, str]:
    """The colour a word stands for as a code, or a hint at what may have been meant."""
    word = str(word)[:60]
    lab = color_lab(word)
    if lab is not None:
        return {"hex": srgb_to_hex(lab_to_srgb(np.array(lab))), "hint": ""}
    near = suggest(word)
    return {"hex": "", "hint": f"{near[0]}?" if near else "unknown colour"}


def color_choices(_: object = None) -> list[list[str]]:
    """Every name that may be suggested, with its code: the eleven basic ones first, then the shortest. Gradio
    hands something to every function that the page may call."""
    names = sorted(POLITE, key=lambda name: (name not in BASIC_COLORS, len(name), name))
    codes = lab_to_srgb(np.array([COLOR_NAMES[name] for name in names]))
    return [[name, srgb_to_hex(code)] for name, code in zip(names, codes, strict=True)]
