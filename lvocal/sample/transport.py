"""Colour rides the motion: from the latent frames, one in four, to every frame between them.

Dense inverse search flow (Kroeger et al. 2016) between each frame and the latent frames around it says where
a pixel was; colour is fetched from there, trusted as far as the brightness fetched the same way agrees.

Shapes: T frames, F = 1 + ceil((T - 1)/4) latent frames (frames 0, 4, 8, ...), h, w coarse pixels.
"""

from __future__ import annotations

import cv2
import numpy as np

AGREEMENT = 6.0
"""Lab lightness units of disagreement that make a fetched colour e times less trusted."""


class Motion:
    """Finds where each coarse pixel of one frame lies in another."""

    def __init__(self, lightness: np.ndarray, size: tuple[int, int]) -> None:
        """lightness (T, H, W) float32 L* in 0..100 at painting size; size (h, w) of the coarse grid."""
        height, width = size
        self.fine = [
            np.clip(frame * 2.55, 0, 255).astype(np.uint8)
            for frame in _shrink(lightness, (2 * height, 2 * width))
        ]
        self.coarse = _shrink(lightness, size)
        self.flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self.grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1).astype(np.float32)

    def fetch(self, ab: np.ndarray, there: int, here: int) -> tuple[np.ndarray, np.ndarray]:
        """Colours (h, w, 2) of frame `there` as frame `here` sees them, and how far to trust each (h, w)."""
        if there == here:
            return ab, np.ones(ab.shape[:2], np.float32)
        start = np.zeros((*self.fine[here].shape, 2), np.float32)
        found = self.flow.calc(self.fine[here], self.fine[there], start)
        flow = cv2.resize(found, self.grid.shape[1::-1]) / 2
        place = self.grid + flow
        colors = _look_up(ab, place)
        light = _look_up(self.coarse[there], place)
        return colors, np.exp(-np.abs(light - self.coarse[here]) / AGREEMENT)


def carry(ab: np.ndarray, lightness: np.ndarray, stride: int, steadiness: float = 0.5) -> np.ndarray:
    """Coarse colours of the latent frames (F, 2, h, w) -> of every frame (T, 2, h, w).

    lightness (T, H, W) float32 L*. Latent frames are first steadied: each takes `steadiness` of its colour
    from its neighbours along the motion, which removes flicker; then frames between fetch from both sides.
    """
    motion = Motion(lightness, ab.shape[2:])
    anchors = [min(k * stride, len(lightness) - 1) for k in range(len(ab))]
    colors = [np.ascontiguousarray(frame.transpose(1, 2, 0)) for frame in ab]
    steady = [_steadied(motion, colors, anchors, k, steadiness) for k in range(len(colors))]
    out = np.empty((len(lightness), 2, *ab.shape[2:]), np.float32)
    for t in range(len(lightness)):
        before = min(t // stride, len(anchors) - 1)
        after = min(before + 1, len(anchors) - 1)
        share = (t - anchors[before]) / max(1, anchors[after] - anchors[before])
        near = [(k, weight) for k, weight in ((before, 1 - share), (after, share)) if weight > 0]
        out[t] = _blend([(*motion.fetch(steady[k], anchors[k], t), weight) for k, weight in near]).transpose(
            2, 0, 1
        )
    return out


def _look_up(picture: np.ndarray, place: np.ndarray) -> np.ndarray:
    across, down = np.ascontiguousarray(place[..., 0]), np.ascontiguousarray(place[..., 1])
    return cv2.remap(picture, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _steadied(
    motion: Motion, colors: list[np.ndarray], anchors: list[int], k: int, steadiness: float
) -> np.ndarray:
    around = [j for j in (k - 1, k + 1) if 0 <= j < len(colors)]
    if not around or not steadiness:
        return colors[k]
    own = (colors[k], np.ones(colors[k].shape[:2], np.float32), 1 - steadiness)
    return _blend(
        [own, *((*motion.fetch(colors[j], anchors[j], anchors[k]), steadiness / len(around)) for j in around)]
    )


def _blend(parts: list[tuple[np.ndarray, np.ndarray, float]]) -> np.ndarray:
    weights = np.stack([trust * weight + 1e-4 * weight for _, trust, weight in parts])[..., None]
    return (np.stack([color for color, _, _ in parts]) * weights).sum(0) / weights.sum(0)


def _shrink(lightness: np.ndarray, size: tuple[int, int]) -> list[np.ndarray]:
    return [cv2.resize(frame, size[::-1], interpolation=cv2.INTER_AREA) for frame in lightness]
