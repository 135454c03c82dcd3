"""Marks go with what they were put on: places are followed along the motion, forwards and backwards.

Motion is found between frames four apart: over the same stretch that loses a third as much as following from
frame to frame (measured over 144 frames of a gliding camera at 224 px: median 2.2 px astray instead of 10.9).
A place is let go when the motion back does not lead to where it came from: it left the picture, was hidden,
or the film was cut.

Shapes: N places, H, W pixels of the followed picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import cv2
import numpy as np

STEP_FRAMES = 4
"""Between two frames whose motion is looked for; those of the latent are as far apart."""

FOLLOW_PX = 224
"""Shorter side of the picture, at most."""

ASTRAY_PX, ASTRAY_SHARE = 1.0, 0.1
"""A place that comes back farther from where it was, in pixels and in shares of its way, is let go."""

FLOWS_KEPT = 256


def stops(start: int, stop: int, marked: Sequence[int]) -> list[int]:
    """The frames of start..stop at which places are known: every fourth, the marked ones, and the last."""
    return sorted({*range(start, stop, STEP_FRAMES), stop - 1, *(at for at in marked if start <= at < stop)})


def followable(light: np.ndarray) -> np.ndarray:
    """L* (H, W) -> what is followed, uint8 of FOLLOW_PX at most."""
    scale = min(1.0, FOLLOW_PX / min(light.shape))
    size = (round(light.shape[1] * scale), round(light.shape[0] * scale))
    return np.clip(cv2.resize(light, size, interpolation=cv2.INTER_AREA) * 2.55, 0, 255).astype(np.uint8)


class Motions:
    """The motion between pictures (H, W) uint8 of one stretch of film, found when asked for."""

    def __init__(self, frames: Sequence[int], pictures: Sequence[np.ndarray]) -> None:
        """`pictures` stand at `frames`, which ascend."""
        self.frames, self.pictures = list(frames), list(pictures)
        self.search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self.flow: Callable[[int, int], np.ndarray] = lru_cache(maxsize=FLOWS_KEPT)(self._flow)

    def near(self, frame: int) -> int:
        """Which of the frames lies nearest to another."""
        return min(self.frames, key=lambda other: abs(other - frame))

    def drifted(self, frame: int, place: tuple[float, float], until: int) -> tuple[float, float]:
        """Where a place of one of the frames would lie in another, however unsure the way there is."""
        height, width = self.pictures[0].shape
        size = np.array([width, height], np.float32)
        spots = np.array([place[::-1]], np.float32) * size - 0.5
        first, last = self.frames.index(frame), self.frames.index(until)
        step = 1 if last > first else -1
        for now in range(first, last, step):
            spots = np.clip(spots + _at(self.flow(now, now + step), spots), 0, size - 1)
        across, down = ((spots[0] + 0.5) / size).tolist()
        return down, across

    def paths(
        self, frame: int, places: np.ndarray, check: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
        """Follow places (N, 2), down and across as shares, from one of the frames to both ends: yields
        (frame, places (N, 2), which are still followed (N,) bool) for every other frame."""
        height, width = self.pictures[0].shape
        first, size = self.frames.index(frame), np.array([width, height], np.float32)
        for way in (range(first + 1, len(self.frames)), range(first - 1, -1, -1)):
            spots, held, now = (
                places[:, ::-1].astype(np.float32) * size - 0.5,
                np.ones(len(places), bool),
                first,
            )
            for then in way:
                check()
                spots, held = self._next(spots, held, now, then)
                if not held.any():
                    break
                yield self.frames[then], ((spots + 0.5) / size)[:, ::-1], held
                now = then

    def _next(
        self, spots: np.ndarray, held: np.ndarray, now: int, then: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (N, 2), across and down, one picture on."""
        step = _at(self.flow(now, then), spots)
        there = spots + step
        astray = np.linalg.norm(step + _at(self.flow(then, now), there), axis=1)
        height, width = self.pictures[0].shape
        inside = ((there > -0.5) & (there < (width - 0.5, height - 0.5))).all(axis=1)
        back = astray <= ASTRAY_PX + ASTRAY_SHARE * np.linalg.norm(step, axis=1)
        return there, held & inside & back

    def _flow(self, now: int, then: int) -> np.ndarray:
        """Dense inverse search (Kroeger et al. 2016), (H, W, 2)."""
        here, there = self.pictures[now], self.pictures[then]
        return np.asarray(self.search.calc(here, there, np.zeros((*here.shape, 2), np.float32)), np.float16)


def _at(flow: np.ndarray, spots: np.ndarray) -> np.ndarray:
    """(H, W, 2) looked up at pixels (N, 2) -> (N, 2)."""
    across, down = (np.ascontiguousarray(part, np.float32)[None] for part in spots.T)
    wide = flow.astype(np.float32)
    return cv2.remap(wide, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[0]
