"""Which cells of a picture take an asked colour, and which words ask for it: what copying is taught with.

Shapes: F latent frames, H, W pixels, B batch, P cells of 4x4 pixels, L words, C latent channels.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from torch import Tensor

from lvocal.media.shards import Picture
from lvocal.model.codec import known_as
from lvocal.model.color_shares import Shares
from lvocal.model.text import Token
from lvocal.train.composites import COMPOSITE, is_pasted
from lvocal.train.namer import WHOLLY_MASKED
from lvocal.train.sentences import NamedColor

CELL_PX = 4
NOBODY_ASKS = 0
PINNED = 100
"""The region that a pin belongs to; those that words name are numbered from 1."""
FIRST_SWATCH = 101
"""Regions that take a swatch of a palette are numbered from here, from the darkest on."""
UNSURE = 255


def numbered(picture: Picture, named: Sequence[NamedColor], sentence: Sequence[Token]) -> np.ndarray:
    """Region numbers (H, W) uint8: those of recoloured regions whose colour is said, from 1 in the order of
    `named`; UNSURE where a thing has about the colour that is said, and outside of masks that are not
    whole. A masked thing is no other thing."""
    numbers = np.full(picture.lab.shape[:2], NOBODY_ASKS if _is_told(picture, named) else UNSURE, np.uint8)
    if named and picture.mask is not None:
        numbers[np.isin(picture.mask, [region.id for region in picture.regions])] = NOBODY_ASKS
    said = set(word_regions(named, sentence))
    for number, item in enumerate(named, 1):
        assert picture.mask is not None
        sure = item.recolored and number in said
        numbers[picture.mask == item.region.id] = number if sure else UNSURE
    return numbers


def _is_told(picture: Picture, named: Sequence[NamedColor]) -> bool:
    """Whether what has no mask is surely nothing that is named: nobody in a landscape wears what the person
    before it wears."""
    if picture.source != COMPOSITE:
        return picture.source in WHOLLY_MASKED
    return bool(named) and picture.scene is not None and all(is_pasted(item.region) for item in named)


def word_regions(named: Sequence[NamedColor], sentence: Sequence[Token]) -> list[int]:
    """The number of the region whose colour each word says or carries, 0 for none."""
    numbers = {item.lab: number for number, item in enumerate(named, 1) if item.recolored}
    return [NOBODY_ASKS if t.carried is None else numbers.get(t.carried, NOBODY_ASKS) for t in sentence]


def cells_of(mask: np.ndarray) -> np.ndarray:
    """A mask (F, H, W) at the middles of its cells (F, H/4, W/4)."""
    return mask[:, CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX]


def pin(latent: Tensor, regions: np.ndarray, rng: np.random.Generator) -> Tensor | None:
    """Reveal one colour somewhere within the pinned region of one frame: latent (C, F, h, w), regions
    (F, 2h, 2w) -> reference (C + 1, F, h, w), or None where no frame shows the region.

    What is known is the mean colour of a disc, as a person would pin it, anywhere from one latent pixel to
    all that fits."""
    seen = [at for at, frame in enumerate(regions) if (frame == PINNED).any()]
    if not seen:
        return None
    at = int(rng.choice(seen))
    inside = np.pad((regions[at] == PINNED).astype(np.uint8), 1)
    away = cv2.distanceTransform(inside, cv2.DIST_L2, 5)[1:-1, 1:-1]
    places = np.flatnonzero(away >= rng.uniform(0.3, 1) * away.max())
    y, x = np.unravel_index(int(rng.choice(places)), away.shape)
    rows, columns = np.indices(latent.shape[2:])
    far = np.hypot(rows + 0.5 - (y + 0.5) / 2, columns + 0.5 - (x + 0.5) / 2)
    disc = torch.from_numpy(far <= max(rng.uniform(0, 0.6) * away[y, x] / 2, far.min()))
    ab = latent[:, at, disc].unflatten(0, (2, -1)).mean(dim=(1, 2))
    reference = torch.zeros(len(latent) + 1, *latent.shape[1:])
    reference[:, at, disc] = known_as(ab)[:, None]
    return reference


def copying_loss(shares: Shares, regions: Tensor, words: Tensor, pinned: Tensor) -> Tensor:
    """-log of the share that comes from where it should, over the cells of which that is known.

    regions (B, P) of the cells, words (B, L) the regions that words speak of, pinned (B,) True where what is
    known is a pin, whose colour belongs into its region alone; other known colours may be taken anywhere."""
    asked = regions != NOBODY_ASKS
    from_words = (shares.words * (words[:, None] == regions[..., None])).sum(dim=-1)
    numbers = FIRST_SWATCH + torch.arange(shares.swatches.shape[-1], device=regions.device)
    from_swatches = (shares.swatches * (numbers == regions[..., None])).sum(dim=-1)
    known = (~pinned[:, None] | (regions == PINNED)) * shares.known.sum(dim=-1)
    right = torch.where(asked, from_words + from_swatches, shares.own + shares.swatches.sum(dim=-1)) + known
    sure = regions != UNSURE
    return -(right.clamp_min(1e-6).log() * sure).sum() / sure.sum().clamp_min(1)
