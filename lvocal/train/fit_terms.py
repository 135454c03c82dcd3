"""Part of stage `palettes`: what the basic colour terms mean on things, which `color/naming.py` reads.

Asked which colour of a screen is called red, people choose its strongest red; what they call a red coat is
redder than most red coats, and far from that. Measured on the regions of masked pictures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from lvocal.color.constancy import oklab_to_linear, srgb_to_oklab
from lvocal.color.lexicon import BASIC_COLORS
from lvocal.color.naming import nearest_name
from lvocal.color.spaces import lab_to_srgb, linear_to_srgb, srgb_to_hex
from lvocal.media.shards import Picture

OF_FASHION = "ccp"
"""The pictures whose regions have colours by design; of streets nearly all is grey."""

NO_GARMENTS = frozenset({"hair", "skin"})

LEAST_CHROMA = 12.0
"""Below it a term says nothing of a hue."""

LEAST_REGIONS = 10
"""A term that fits fewer keeps what the survey says."""

REDDER_THAN = 75
"""Percentile of the chroma: a thing that is called red is redder than most red things."""


def fit_terms(pictures: Sequence[Picture], path: Path) -> None:
    """Write the terms of the garments in the pictures as JSON: {"red": "#..."}."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for lab in _garments(pictures):
        found.setdefault(nearest_name(lab), []).append(lab)
    terms = {
        term: _typical(np.array(found[term]))
        for term in BASIC_COLORS
        if term not in ("black", "white", "grey") and len(found.get(term, ())) >= LEAST_REGIONS
    }
    path.write_text(json.dumps(terms, indent=1) + "\n")


def _garments(pictures: Sequence[Picture]) -> Iterator[tuple[float, float, float]]:
    for picture in pictures:
        for region in picture.regions if picture.source == OF_FASHION else ():
            if region.label not in NO_GARMENTS and np.hypot(*region.lab[1:]) >= LEAST_CHROMA:
                yield region.lab


def _typical(lab: np.ndarray) -> str:
    """Lab (N, 3) of one term -> the code of what it stands for: mean hue, median lightness and a chroma above
    most, in Oklab."""
    oklab = srgb_to_oklab(np.clip(lab_to_srgb(lab), 0, 1))
    hue = np.arctan2(oklab[:, 2].mean(), oklab[:, 1].mean())
    chroma = np.percentile(np.hypot(oklab[:, 1], oklab[:, 2]), REDDER_THAN)
    typical = np.array([np.median(oklab[:, 0]), chroma * np.cos(hue), chroma * np.sin(hue)])
    return srgb_to_hex(linear_to_srgb(np.clip(oklab_to_linear(typical), 0, 1)))
