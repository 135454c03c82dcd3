"""Where a place that is heard is at home: in which pictures, and where in them.

A sound acts most where its source would be (sea waves on water, birdsong on foliage, fire round bright
lights) and less in a picture of another place, so that ambience is learned as light that comes from
somewhere.

Shapes: H, W pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from lvocal.media.shards import Picture

SCENES_OF = {
    "sea waves": ("sea",), "river": ("mountain", "forest"), "birds": ("forest", "mountain"),
    "jungle": ("forest",), "crickets": ("forest", "mountain"), "wind": ("glacier", "mountain"),
    "thunder": ("sea", "mountain"), "rain": ("street", "buildings", "forest"),
    "street": ("street", "buildings"),
    "crowd": ("street",), "boat": ("sea",), "church bells": ("buildings", "street"), "siren": ("street",),
}  # fmt: skip
"""Scenes in which an ambience is at home; what is not here may sound anywhere."""

GROUNDS_OF = {
    "sea waves": {"sea", "water", "ocean", "sky", "boat"}, "river": {"water", "sea", "river"},
    "birds": {"tree", "grass", "forest"}, "jungle": {"tree", "grass", "forest"},
    "crickets": {"grass", "tree", "forest", "sky"}, "rain": {"sky", "street", "road", "pavement"},
    "thunder": {"sky", "sea"}, "wind": {"sky", "snow", "grass"},
    "street": {"street", "road", "pavement", "building", "car"},
}  # fmt: skip
"""Regions on which it acts in full."""

GLOWING = frozenset({"crackling fire", "fireworks"})
"""Sounds of things that shine: they act in full round the lights of a picture."""

LIGHT_FROM, LIGHT_FULL = 60, 90
"""L* from which on a place counts as a light."""

ELSEWHERE = 0.6
"""How far a sound acts away from where it is at home."""


def is_at_home(picture: Picture, labels: Sequence[str]) -> bool | None:
    """Whether the picture shows where one of the sounds is at home; None where nobody can tell."""
    scene = picture.scene or ("street" if picture.source == "camvid" else None)
    grounds = {ground for label in labels for ground in GROUNDS_OF.get(label, ())}
    if any(region.label in grounds - {"sky"} for region in picture.regions):
        return True
    scenes = {name for label in labels for name in SCENES_OF.get(label, ())}
    return None if scene is None or not scenes else scene in scenes


def reach(picture: Picture, labels: Sequence[str]) -> np.ndarray:
    """How far the sounds act at each place (H, W), ELSEWHERE to 1; softer towards the edges of a region."""
    height, width = picture.lab.shape[:2]
    home = np.zeros((height, width), np.float32)
    grounds = {ground for label in labels for ground in GROUNDS_OF.get(label, ())}
    if picture.mask is not None:
        ids = [region.id for region in picture.regions if region.label in grounds]
        home = np.isin(picture.mask, ids).astype(np.float32)
    if GLOWING & set(labels):
        home = np.maximum(home, _glow(picture.lab[..., 0].astype(np.float32) / 2.55))
    elif not home.any() and is_at_home(picture, labels) is not False:
        return np.ones((height, width), np.float32)  # it may be at home here, and nobody knows where
    side = max(3, min(height, width) // 10) | 1
    return ELSEWHERE + (1 - ELSEWHERE) * cv2.blur(home, (side, side))


def _glow(lightness: np.ndarray) -> np.ndarray:
    """L* (H, W) -> 0..1: the lights of a picture and what they shine on."""
    lights = np.clip((lightness - LIGHT_FROM) / (LIGHT_FULL - LIGHT_FROM), 0, 1)
    side = max(3, min(lightness.shape) // 3) | 1
    wide = cv2.GaussianBlur(lights, (side, side), 0)
    return np.clip(np.maximum(lights, wide / max(float(wide.max()), 1e-3)), 0, 1)
