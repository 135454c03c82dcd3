"""Pictures to learn from and to measure on: read from WebDataset shards once, held in memory as 8-bit Lab.

Shapes: H, W pixels.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import webdataset

SOURCES = ("ccp", "camvid", "flickr8k", "scenes")
"""Prefixes of the shards, and the names by which a recipe weighs them."""

MAX_SIDE = {"ccp": 192, "camvid": 192, "flickr8k": 160, "scenes": 150}
"""Shorter side kept in memory."""


SCENES = {
    "sea": ("the sea", "waves on a beach", "the ocean under the sky"),
    "forest": ("a forest", "trees in the woods", "leaves and trees"),
    "mountain": ("a mountain landscape", "mountains under the sky"),
    "glacier": ("snow and ice on a glacier", "a frozen mountain"),
    "street": ("a street in a town", "a city street"),
    "buildings": ("buildings", "a tall building in the city"),
}
"""What a picture of each scene may be called."""


@dataclass(frozen=True)
class Region:
    """One masked thing in a picture."""

    id: int
    label: str
    area: float
    """Share of the picture."""
    lab: tuple[float, float, float]


@dataclass(frozen=True)
class Picture:
    """One training picture."""

    key: str
    source: str
    """The shard it comes from; "ccp-tags" for fashion pictures that have tags but no mask."""
    lab: np.ndarray
    """(H, W, 3) uint8: L * 2.55, a + 128, b + 128."""
    mask: np.ndarray | None = None
    """(H, W) uint8 region ids."""
    regions: tuple[Region, ...] = ()
    captions: tuple[str, ...] = ()
    scene: str | None = None
    tags: tuple[str, ...] = field(default=())


def read_pictures(folder: Path, split: str, sources: Sequence[str] = SOURCES) -> list[Picture]:
    """All pictures of one split ("train" or "val") from the shards `<source>-NNN.tar` of a folder."""
    return [picture for source in sources for picture in _read_source(folder, source, split)]


def _read_source(folder: Path, source: str, split: str) -> Iterator[Picture]:
    shards = [str(path) for path in sorted(folder.glob(f"{source}-*.tar"))]
    if not shards:
        raise FileNotFoundError(f"no shards named {source}-NNN.tar in {folder}")
    # Every process of a run that has several reads all pictures, and draws its own batches from them.
    for sample in webdataset.WebDataset(shards, shardshuffle=False, empty_check=False, nodesplitter=None):
        facts = json.loads(sample["json"])
        if facts["split"] == split:
            yield _picture(sample, facts, source)


def _decode(data: bytes, kind: int) -> np.ndarray:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), kind)
    if picture is None:
        raise ValueError("a shard holds a picture that cannot be read")
    return picture


def _picture(sample: dict[str, Any], facts: dict, source: str) -> Picture:
    bgr = _decode(sample["webp"], cv2.IMREAD_COLOR)
    scale = min(1.0, MAX_SIDE[source] / min(bgr.shape[:2]))
    size = (round(bgr.shape[1] * scale), round(bgr.shape[0] * scale))
    mask = None
    if "mask.png" in sample:
        mask = _decode(sample["mask.png"], cv2.IMREAD_GRAYSCALE)
        mask = cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST)
    regions = (Region(r["id"], r["label"], r["area"], tuple(r["lab"])) for r in facts.get("regions", ()))
    return Picture(
        key=sample["__key__"],
        source=source if mask is not None or source != "ccp" else "ccp-tags",
        lab=cv2.cvtColor(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2LAB),
        mask=mask,
        regions=tuple(regions) if mask is not None else (),
        captions=tuple(facts.get("captions", ())),
        scene=facts.get("scene"),
        tags=tuple(facts.get("tags", ())),
    )
