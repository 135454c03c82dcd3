"""People cut out of fashion pictures and put before landscapes: each thing beside many that it is not.

Masked people stand before plain walls, and masked lawns have nobody on them, so what the one never saw beside
the other may be taken for it: "green lawn" fell on trousers, "green hills" on a flock. Copying and pasting
masks is known to help (Ghiasi et al. 2021, https://arxiv.org/abs/2012.07177).

Shapes: H, W pixels.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np

from lvocal.media.shards import Picture, Region

COMPOSITE = "composite"
"""The source of such a picture."""

SIDE_PX = 192
"""Shorter side."""

TALL = (0.4, 5.0)
"""Least and greatest height of a person, as a share of the picture's; of the tall ones little more than the
head is seen."""

HEAD = 0.14
"""Of a person, from above."""

PASTED = 100
"""Regions of the person are numbered from here, those behind from 1."""

LEAST_PX = 12
"""Of a region that is still told of."""


class Cutout(NamedTuple):
    """Part of a picture as it lies on another: lab (H, W, 3) uint8, mask (H, W) uint8, 0 where it shows
    nothing."""

    lab: np.ndarray
    mask: np.ndarray


def composite(person: Picture, behind: Picture, rng: np.random.Generator) -> Picture:
    """A masked person before another picture, whose regions stay where the person does not hide them."""
    back = _background(behind)
    front = _placed(_cut_out(person), back.mask.shape, rng)
    alpha = cv2.blur((front.mask > 0).astype(np.float32), (3, 3))[..., None] * (front.mask > 0)[..., None]
    lab = np.rint(back.lab + alpha * (front.lab.astype(np.float32) - back.lab)).astype(np.uint8)
    mask = np.where(front.mask > 0, front.mask, back.mask)
    known = [*behind.regions, *(replace(r, id=PASTED + r.id) for r in person.regions)]
    seen = [replace(r, area=float((mask == r.id).mean())) for r in known]
    regions = tuple(r for r in seen if r.area * mask.size >= LEAST_PX)
    key = f"{person.key} before {behind.key}"
    return Picture(key, COMPOSITE, lab, mask, regions, scene=behind.scene)


def is_pasted(region: Region) -> bool:
    """Whether a region of a composite belongs to the person."""
    return region.id >= PASTED


def _cut_out(person: Picture) -> Cutout:
    assert person.mask is not None
    worn = np.isin(person.mask, [region.id for region in person.regions])
    x, y, w, h = cv2.boundingRect(worn.astype(np.uint8))
    box = np.s_[y : y + h, x : x + w]
    return Cutout(person.lab[box], np.where(worn, PASTED + person.mask, 0)[box].astype(np.uint8))


def _background(behind: Picture) -> Cutout:
    height, width = behind.lab.shape[:2]
    scale = max(1.0, SIDE_PX / min(height, width))
    size = (round(width * scale), round(height * scale))
    mask = np.zeros((height, width), np.uint8) if behind.mask is None else behind.mask
    ids = [region.id for region in behind.regions]
    return Cutout(
        cv2.resize(behind.lab, size, interpolation=cv2.INTER_LINEAR),
        cv2.resize(np.where(np.isin(mask, ids), mask, 0), size, interpolation=cv2.INTER_NEAREST),
    )


def _placed(part: Cutout, shape: tuple[int, int], rng: np.random.Generator) -> Cutout:
    """The part at some height and place on an empty sheet (H, W): small ones stand on the ground, of tall
    ones the head is in the picture."""
    height, width = shape
    tall = float(np.exp(rng.uniform(*np.log(TALL)))) * height
    scale = tall / part.mask.shape[0]
    middle = scale * _head_at(part.mask)
    x = rng.uniform(*((0.1, 0.9) if tall < 2 * height else (0.3, 0.7))) * width - middle
    y = rng.uniform(0.75, 1.05) * height - tall if tall < 0.8 * height else rng.uniform(-0.05, 0.25) * height
    flip = rng.random() < 0.5
    matrix = np.array([[-scale if flip else scale, 0, x + flip * 2 * middle], [0, scale, y]])
    coarse = cv2.GaussianBlur(part.lab, (0, 0), 0.4 / scale) if scale < 0.8 else part.lab
    return Cutout(
        cv2.warpAffine(coarse, matrix, (width, height), flags=cv2.INTER_LINEAR),
        cv2.warpAffine(part.mask, matrix, (width, height), flags=cv2.INTER_NEAREST),
    )


def _head_at(mask: np.ndarray) -> float:
    """Column of the middle of the head in a mask (H, W)."""
    return float(np.nonzero(mask[: max(1, round(HEAD * len(mask)))])[1].mean())
