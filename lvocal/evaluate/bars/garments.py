"""Masked garments of the fashion pictures, and how near their paint comes to an asked colour.

Shapes: H, W pixels of the painted picture, h, w = H/2, W/2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lvocal.color.gamut import into_gamut
from lvocal.color.lexicon import Lab
from lvocal.evaluate.painting import Still, still_of
from lvocal.media.shards import Picture, Region

SHARE = 0.02
"""Of the picture; smaller garments are skipped."""

LIGHTNESS = (15, 92)
"""Median L*: outside it sRGB has no chroma of 20 for most hues, whatever the network says."""

NOT_GARMENTS = frozenset(
    {"null", "skin", "hair", "accessories", "belt", "glasses", "sunglasses", "necklace", "ring"}
)


@dataclass(frozen=True)
class Garment:
    """One masked garment of a picture made ready."""

    still: Still
    label: str
    inside: np.ndarray
    """(h, w) bool"""

    @property
    def lightness(self) -> float:
        """Median L* of the garment."""
        return float(np.median(self.still.half[self.inside]))

    def painted(self, ab: np.ndarray) -> np.ndarray:
        """Median a*b* (2,) of the garment in a painting (2, h, w)."""
        return np.median(ab[:, self.inside], axis=1)

    def asked(self, lab: Lab) -> np.ndarray:
        """a*b* (2,) of a colour, as far as sRGB can show it at the garment's own lightness.

        Lightness belongs to the film and cannot be painted, so a colour is asked for in the chroma plane.
        """
        return into_gamut(np.array(self.lightness), np.array(lab[1:]))


def worn(pictures: Sequence[Picture]) -> list[tuple[Picture, Region]]:
    """Every garment that is large enough, and neither black nor white."""
    low, high = LIGHTNESS
    return [
        (picture, region)
        for picture in pictures
        if picture.source == "ccp" and picture.mask is not None
        for region in picture.regions
        if region.label not in NOT_GARMENTS and region.area >= SHARE and low <= region.lab[0] <= high
    ]


def largest_worn(pictures: Sequence[Picture], count: int) -> list[tuple[Picture, list[Region]]]:
    """The `count` largest garments of every picture that has so many of different names, largest first."""
    by_picture: dict[str, tuple[Picture, list[Region]]] = {}
    for picture, region in worn(pictures):
        by_picture.setdefault(picture.key, (picture, []))[1].append(region)
    largest = [(p, sorted(found, key=lambda r: -r.area)[:count]) for p, found in by_picture.values()]
    return [(picture, found) for picture, found in largest if len({r.label for r in found}) == count]


def garment_of(picture: Picture, region: Region, paint_px: int) -> Garment:
    """A garment with its picture at painting size."""
    still = still_of(picture, paint_px)
    assert still.mask is not None
    return Garment(still, region.label, still.mask == region.id)


def distance(one: np.ndarray, two: np.ndarray) -> float:
    """Between two a*b* (2,): dE76 of colours of one lightness."""
    return float(np.hypot(*(np.asarray(one) - two)))
