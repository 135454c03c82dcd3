"""A picture in the colours of a palette that is not its own, so that a palette is learned as a wish.

Told only the palette of what it shall paint, a network may take it for a description; told another one, it
must put those colours somewhere. The k-th main colour of the picture, from dark to light, takes the k-th
swatch, as it is when the palette is the picture's own.

Shapes: F latent frames, H, W pixels.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lvocal.color.constancy import at_lightness
from lvocal.color.gamut import into_gamut
from lvocal.color.palette import palette_of_pixels
from lvocal.train.regions import CELL_PX, FIRST_SWATCH, NOBODY_ASKS, UNSURE

TEXTURE = 0.5
"""Share of a place's own deviation from its main colour that stays, as in recolouring by words."""


class Repainted(NamedTuple):
    """A picture and which swatch its cells take."""

    lab: np.ndarray
    """(F, H, W, 3) uint8"""
    regions: np.ndarray
    """(F, H/4, W/4) uint8, as regions.py numbers them"""


def repaint(lab: np.ndarray, regions: np.ndarray, swatches: np.ndarray) -> Repainted:
    """lab (F, H, W, 3) uint8 as in Picture, regions (F, H/4, W/4), swatches (5, 3) Lab from dark to light.
    Places that words or a pin speak of keep their colour."""
    pixels = (lab.astype(np.float32) - (0, 128, 128)) / (2.55, 1, 1)
    centers = main_colors(lab)
    nearest = ((pixels[..., None, :] - centers) ** 2).sum(axis=-1).argmin(axis=-1)
    tables = np.stack([at_lightness(tuple(map(float, swatch))) for swatch in swatches])
    light, ab = pixels[..., 0], pixels[..., 1:]
    wanted = tables[nearest, np.rint(light).astype(int)] + TEXTURE * (ab - centers[nearest, 1:])
    free = np.isin(regions, (NOBODY_ASKS, UNSURE))
    large = free.repeat(CELL_PX, axis=1).repeat(CELL_PX, axis=2)[..., None]
    painted = np.where(large, into_gamut(light, wanted), ab)
    middles = nearest[:, CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX]
    return Repainted(
        np.concatenate([lab[..., :1], np.clip(np.rint(painted + 128), 0, 255).astype(np.uint8)], axis=-1),
        np.where(free, FIRST_SWATCH + middles, regions).astype(np.uint8),
    )


def main_colors(lab: np.ndarray) -> np.ndarray:
    """The five main colours (5, 3) Lab of the first frame of a picture (F, H, W, 3) uint8, dark to light."""
    pixels = lab[0, ::8, ::8].reshape(-1, 3).astype(np.float32)
    return palette_of_pixels((pixels - (0, 128, 128)) / (2.55, 1, 1))
