"""Films made from a picture by a camera that moves over it, so that colours and motion are known exactly.

Shapes: T frames, H, W painted pixels (multiples of 16), h, w = H/2, W/2.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lvocal.media.shards import Picture
from lvocal.sample.painter import painted_size

VIEW = 0.7
"""Of the picture, that the camera sees."""

TRAVEL = 0.12
"""The camera goes so far to each side, of the picture; view, travel and zoom never leave the picture."""

ZOOM = 0.04


@dataclass(frozen=True)
class MadeFilm:
    """A film with the truth beside it."""

    light: np.ndarray
    """(T, H, W) float32 L*"""
    ab: np.ndarray
    """(T, 2, h, w) true a*b*"""
    steps: np.ndarray
    """(T - 1, 2, 3): where a pixel (x, y, 1) of each frame (h, w) lies in the next."""


def make_film(picture: Picture, frames: int, paint_px: int, returns: bool = False) -> MadeFilm:
    """A slow glide and zoom over a picture; `returns` comes back the way it went, so that frame t and frame
    T - 1 - t show the same."""
    size = painted_size(picture.lab.shape[1], picture.lab.shape[0], paint_px)
    half = size[0] // 2, size[1] // 2
    lab = (picture.lab.astype(np.float32) - (0, 128, 128)) / (2.55, 1, 1)
    light, ab = np.empty((frames, *size), np.float32), np.empty((frames, 2, *half), np.float32)
    places = np.cos(np.linspace(0, (2 if returns else 1) * np.pi, frames))
    for t, place in enumerate(places):
        seen = cv2.warpAffine(
            lab.astype(np.float32), _view(place, lab.shape[:2], size), size[::-1],
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT,
        )  # fmt: skip
        light[t] = seen[..., 0]
        ab[t] = cv2.resize(seen, half[::-1], interpolation=cv2.INTER_AREA)[..., 1:].transpose(2, 0, 1)
    views = [_square(_view(place, lab.shape[:2], half)) for place in places]
    steps = [(np.linalg.inv(then) @ now)[:2] for now, then in zip(views, views[1:], strict=False)]
    return MadeFilm(light, ab, np.array(steps).reshape(-1, 2, 3))


def masks_of(picture: Picture, region: int, frames: int, paint_px: int) -> np.ndarray:
    """Where a region of the picture is seen in the film that `make_film` makes of it: (T, h, w) bool."""
    assert picture.mask is not None
    height, width = painted_size(picture.lab.shape[1], picture.lab.shape[0], paint_px)
    half = height // 2, width // 2
    inside = (picture.mask == region).astype(np.float32)
    places = np.cos(np.linspace(0, np.pi, frames))
    seen = [
        cv2.warpAffine(
            inside, _view(place, inside.shape, half), half[::-1],
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT,
        )
        for place in places
    ]  # fmt: skip
    return np.stack(seen) > 0.5


def _view(place: float, picture: tuple[int, ...], frame: tuple[int, int]) -> np.ndarray:
    """Pixel (x, y, 1) of a frame -> pixel of the picture (2, 3), the camera at `place` in -1..1 of its way.

    Centres of pixels lie at whole numbers, as in OpenCV.
    """
    height, width = picture
    middle = np.array([width * (0.5 + TRAVEL * place), height * (0.5 + 0.5 * TRAVEL * place)])
    scale = VIEW * np.exp(ZOOM * place) * np.array([width / frame[1], height / frame[0]])
    corner = middle - scale * np.array([frame[1], frame[0]]) / 2
    return np.hstack([np.diag(scale), (corner + scale / 2 - 0.5)[:, None]])


def _square(affine: np.ndarray) -> np.ndarray:
    return np.vstack([affine, [0, 0, 1]])
