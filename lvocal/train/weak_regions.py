"""Regions for pictures without masks, from their true colours, their texture and their captions.

Used while training only. A region is given only where it is nearly surely right.
Shapes: H, W pixels; places and areas are shares of the picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np

from lvocal.media.shards import Picture, Region

HUES = {"red": (8, 48, 38), "orange": (48, 74, 48), "yellow": (76, 108, 42), "green": (112, 178, 26)}
HUES |= {"blue": (242, 308, 24), "purple": (308, 338, 22), "pink": (338, 372, 26)}
"""Colour word -> first and last hue in degrees of a*b*, least chroma."""
WORN = set("shirt jacket sweater jersey sweatshirt coat vest t-shirt hoodie uniform suit outfit top".split())
"""Words for one and the same garment; the commonest names it."""
THINGS = WORN | set(
    "dress hat cap helmet skirt shorts pants jeans scarf swimsuit robe snowsuit ball toy frisbee car truck "
    "slide kayak canoe boat raft surfboard umbrella bag bucket blanket tube parachute balloon sled".split()
)
ALONE = set(". , is are in on with at to by while near has".split())
MIXED = {*HUES, "and", "or", "white", "black", "striped", "plaid"}
"""After a colour word: what it may speak of; a sign that it stands alone; a sign of a second colour."""
WET = set("water ocean wave waves pool sea lake river surfer surfing snow snowy ice".split())
OUTSIDE = set(
    "outside outdoors sky field grass grassy mountain hill street road park beach cliff city tree trees rock "
    "rocky bike motorcycle dirt air track race car bridge building roof fence desert sand yard".split()
)
"""A sky needs one of these words, and of OUTSIDE alone when it is not clearly blue."""

Range = tuple[float, float]
Ground = tuple[Range, Range, Range, Range, tuple[float, float, float, float]]
"""Hue, chroma, L, roughness; least area, least width, least y of its top and of its bottom."""
SAND: Ground = ((48, 95), (8, 45), (42, 100), (0, 8), (0.1, 0.5, 0.3, 0.97))
SEEN: dict[str, dict[str, Ground]] = {
    "sea": {"sea": ((160, 300), (5, 99), (0, 100), (0, 99), (0.08, 0.6, 0.15, 0)), "sand": SAND},
    "glacier": {"snow": ((0, 360), (0, 13), (73, 100), (0, 99), (0.06, 0.3, 0.3, 0))},
    "forest": {"forest": ((98, 165), (11, 99), (0, 75), (5, 99), (0.2, 0.4, 0, 0))},
    "street": {"street": ((-140, 110), (0, 11), (18, 80), (0, 5), (0.08, 0.5, 0.5, 0.97))},
}
SPOKEN: dict[str, Ground] = {
    "grass grassy lawn field yard park": ((98, 165), (11, 99), (28, 100), (0, 9), (0.08, 0.5, 0, 0.95)),
    "water pool ocean sea lake river": ((170, 300), (9, 99), (0, 100), (0, 99), (0.12, 0.7, 0, 0.8)),
    "snow snowy": ((0, 360), (0, 11), (70, 100), (0, 10), (0.1, 0.7, 0.12, 0.97)),
    "sand sandy beach": SAND,
}
"""By scene and label; by what captions call it: the first word is its label, of waters the commonest."""


class Look(NamedTuple):
    """color (H, W, 3), softened, L in 0..100; (H, W) chroma, hue in degrees, deviation of L within 7 pixels,
    detail of L below two pixels, change of Lab per pixel."""

    color: np.ndarray
    chroma: np.ndarray
    hue: np.ndarray
    rough: np.ndarray
    fine: np.ndarray
    edge: np.ndarray

    def of_hue(self, first: float, last: float) -> np.ndarray:
        return (self.hue - first) % 360 <= last - first


def with_weak_regions(picture: Picture) -> Picture:
    """The picture with mask and regions as Picture says; unchanged if it has a mask or nothing is sure."""
    look = _look(picture.lab)
    if picture.mask is not None or np.percentile(look.chroma, 95) < 6:
        return picture
    found = _in_scene(look, picture.scene) if picture.scene else _in_photo(look, picture.captions)
    mask, regions = np.zeros(picture.lab.shape[:2], np.uint8), []
    for number, label in enumerate(found, 1):
        if (where := found[label] & (mask == 0)).any():
            mask[where] = number
            light, a, b = np.median(picture.lab[where], axis=0).tolist()
            regions.append(Region(number, label, float(where.mean()), (light / 2.55, a - 128, b - 128)))
    return replace(picture, mask=mask, regions=tuple(regions)) if regions else picture


def _look(lab: np.ndarray) -> Look:
    raw = lab * np.array([1 / 2.55, 1, 1], np.float32) - np.array([0, 128, 128], np.float32)
    color, light = cv2.GaussianBlur(raw, (0, 0), 0.8), raw[..., 0].copy()
    chroma, hue = cv2.cartToPolar(color[..., 1].copy(), color[..., 2].copy(), angleInDegrees=True)
    spread = cv2.blur(light * light, (7, 7)) - cv2.blur(light, (7, 7)) ** 2
    steps = cv2.Sobel(color, cv2.CV_32F, 1, 0) ** 2 + cv2.Sobel(color, cv2.CV_32F, 0, 1) ** 2
    fine = np.abs(light - cv2.GaussianBlur(light, (0, 0), 1))
    return Look(color, chroma, hue, np.sqrt(np.maximum(spread, 0)), fine, np.sqrt(steps.sum(axis=-1)) / 8)


def _in_scene(look: Look, scene: str) -> dict[str, np.ndarray]:
    """Regions (H, W) bool by label, of a picture of a known scene."""
    sky = _sky(look)
    unsure = not sky.any() or (scene == "glacier" and np.median(look.chroma[sky]) < 6)  # it may be snow
    if unsure and scene in ("sea", "glacier"):
        return {}
    below = cv2.dilate(sky.astype(np.uint8), np.ones((7, 7), np.uint8)) == 0
    below[: int(np.percentile(sky.sum(axis=0), 95)) * (scene == "sea")] = False  # it has a horizon
    return {"sky": sky} | {name: _ground(look, kind, below) for name, kind in SEEN.get(scene, {}).items()}


def _in_photo(look: Look, captions: Sequence[str]) -> dict[str, np.ndarray]:
    """Regions (H, W) bool by label, of a picture with captions."""
    sentences = [re.findall(r"[a-z]+(?:-[a-z]+)*|[,.]", text.lower()) for text in captions]
    said = Counter(word for words in sentences for word in set(words))
    found = {noun: _thing(look, color) for noun, color in colored_things(sentences).items()}
    sky = _sky(look)
    blue = sky.any() and np.median(look.chroma[sky]) >= 12 and np.median(look.hue[sky]) > 240
    if (blue or not WET & said.keys()) and (OUTSIDE | WET) & said.keys():
        found["sky"] = sky
    for names, ground in SPOKEN.items():
        words = names.split()
        if sum(said[word] for word in words) > 1:
            label = max(words, key=lambda word: said[word]) if words[0] == "water" else words[0]
            found[label] = _ground(look, ground, ~found.get("sky", sky & False))
    return found


def _ground(look: Look, ground: Ground, allowed: np.ndarray) -> np.ndarray:
    hues, *ranges, (area, width, top, bottom) = ground
    light, where = look.color[..., 0], allowed & look.of_hue(*hues)
    for plane, (least, most) in zip((look.chroma, light, cv2.blur(look.rough, (7, 7))), ranges, strict=True):
        where &= (plane >= least) & (plane <= most)
    where = _parts(where, lambda x, y, w, h: w > width and y >= top and y + h >= bottom, area)
    if not 0 < where.mean() < 0.85:
        return where & False
    return _tidy(look, where & (light > np.median(light[where]) - 20), area)


def _sky(look: Look) -> np.ndarray:
    """Smooth, blue or the brightest grey, along the top."""
    light = look.color[..., 0]
    blue = look.of_hue(220, 300) & (look.chroma > 7) & (light > 25)
    pale = (look.chroma < 10) & (light > max(62, float(np.percentile(light, 60))))
    calm = ((blue | pale) & (look.rough < 7) & (look.edge < 4)).astype(np.uint8)
    solid = cv2.morphologyEx(calm, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    where = _parts(solid > 0, lambda x, y, w, h: y < 0.02 and w > 0.4, 0.05)
    misplaced = where[:3].mean() < 0.3 or where[-len(where) // 6 :].mean() > 0.05
    if misplaced or np.median(look.rough[where]) > 3 or look.fine[where].mean() > 1:
        return where & False
    holes = _parts(~where, lambda x, y, w, h: min(x, y, 1 - x - w) > 0 and h < 0.2, 0)
    return _tidy(look, where | holes & (light > np.percentile(light[where], 10) - 5), 0.06)


def colored_things(sentences: Sequence[Sequence[str]]) -> dict[str, str]:
    """Noun -> colour word, for the colours that sentences, split into words, give to one known noun only."""
    said: dict[str, Counter[str]] = {}
    for words in sentences:
        for at, color in enumerate(words):
            heard = next((w for w in words[at + 1 : at + 4] if w in THINGS | ALONE | MIXED), "?")
            if color in HUES and heard not in ALONE:
                said.setdefault(color, Counter())[heard] += 1
    sure = {color: n.most_common(1)[0][0] for color, n in said.items() if len(n) == 1 or n.keys() <= WORN}
    return {noun: c for c, noun in sure.items() if noun in THINGS and list(sure.values()).count(noun) == 1}


def _thing(look: Look, color: str) -> np.ndarray:
    """The one compact part that has a colour strongly, and is neither sky, water nor leaves."""
    *hues, least = HUES[color]
    strong = (look.of_hue(*hues) & (look.chroma >= least)).astype(np.uint8)
    solid = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, marks, stats, _ = cv2.connectedComponentsWithStats(solid)
    best = max(range(1, len(stats)), key=lambda at: stats[at, 4], default=0)
    part, (_, top, width, height, area) = marks == best, stats[best].tolist()
    alone = int(solid.sum()) - area < 0.25 * area and 0.01 < part.mean() < 0.35
    compact = area > 0.4 * width * height and width < 0.7 * solid.shape[1] and top > 1
    leaves = color == "green" and look.of_hue(90, 135)[part].mean() > 0.5
    water = color == "blue" and part.mean() > 0.12 and look.of_hue(242, 262)[part].mean() > 0.5
    return _tidy(look, part, 0.01) if alone and compact and not leaves and not water else part & False


def _tidy(look: Look, where: np.ndarray, least: float) -> np.ndarray:
    """Without specks, grown to the edges; nothing when little stays or the border does not follow edges."""
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    closed = cv2.morphologyEx(where.astype(np.uint8), cv2.MORPH_CLOSE, disk)
    solid = cv2.morphologyEx(closed, cv2.MORPH_OPEN, disk)
    share = cv2.blur(solid.astype(np.float32), (11, 11))
    near = cv2.blur(look.color * solid[..., None], (11, 11)) / np.maximum(share, 1e-3)[..., None]
    alike = np.square(look.color - near).sum(axis=-1) < 9**2
    solid = cv2.medianBlur(np.maximum(solid, (share > 0.05) & alike), 5)
    out = _parts(solid > 0, lambda x, y, w, h: True, max(least / 3, 0.003))
    border = out & (cv2.erode(out.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0)
    change = cv2.dilate(look.edge, np.ones((5, 5), np.uint8))[border]
    return out if out.mean() >= least and (change > 1.6).sum() >= 0.75 * change.size else out & False


def _parts(where: np.ndarray, keep: Callable[..., bool], least: float) -> np.ndarray:
    """The connected parts of enough area for whose box (x, y, width, height) `keep` holds."""
    _, marks, stats, _ = cv2.connectedComponentsWithStats(where.astype(np.uint8), connectivity=4)
    boxes, areas = stats[1:, :4] / (where.shape[::-1] * 2), stats[1:, 4] / where.size
    kept = [False, *(area >= least and keep(*box) for box, area in zip(boxes, areas, strict=True))]
    return np.asarray(kept)[marks]
