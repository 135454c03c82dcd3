"""What a person marked on single frames: pins, strokes and painted pictures, brought onto the latent grid.

Shapes: H, W painted pixels, h, w latent pixels; a latent pixel covers 8x8 painted ones. N places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor

from lvocal.color.constancy import at_lightness
from lvocal.color.naming import parse_color
from lvocal.color.spaces import srgb_to_lab
from lvocal.model.codec import SPACE_STRIDE
from lvocal.values import Hint, Stroke

COVERED = 0.25
"""Share of a latent pixel that must be painted for it to be known; under the path any share will do."""

FINEST_PX = 2.0
"""Least radius of a stroke, in painted pixels."""

SHIFT = 4
"""Bits behind the point in OpenCV's drawing."""

OPAQUE = 0.5


class Dab(NamedTuple):
    """A colour somewhere in one frame."""

    where: Tensor
    """(h, w) bool"""
    color: Tensor
    """a*b*: one (2,), or one for every place (2, h, w)."""
    middle: tuple[float, float] | None = None
    """Down and across as shares, for what is smaller than a latent pixel."""


class Marks:
    """All marks of a film, by frame."""

    def __init__(
        self,
        hints: Sequence[Hint] = (),
        strokes: Sequence[Stroke] = (),
        paints: Sequence[tuple[int, np.ndarray]] = (),
    ) -> None:
        """`paints` are (frame, (H, W, 4) uint8 sRGB with alpha, of any size)."""
        self.hints, self.strokes, self.paints = tuple(hints), tuple(strokes), tuple(paints)

    @property
    def frames(self) -> list[int]:
        """Which frames carry any, ascending."""
        pins, strokes = ({mark.frame for mark in kind} for kind in (self.hints, self.strokes))
        return sorted(pins | strokes | {frame for frame, _ in self.paints})

    def on(self, frame: int, light: np.ndarray) -> list[Dab]:
        """The marks of a frame on L* (H, W), pins last; what comes later lies over what came before."""
        strokes = [stroke for stroke in self.strokes if stroke.frame == frame]
        pictures = [picture for number, picture in self.paints if number == frame]
        paint = painted(strokes, pictures, light) if strokes or pictures else None
        pins = [pinned(hint, light) for hint in self.hints if hint.frame == frame]
        return [*([paint] if paint else []), *pins]


def pinned(hint: Hint, light: np.ndarray) -> Dab:
    """Every latent pixel within the radius of a pin, at least the one under it, in the colour as it looks at
    the lightness there."""
    coarse = _pooled(light)
    height, width = coarse.shape
    rows, columns = np.indices(coarse.shape) + 0.5
    away = np.hypot(rows - hint.y * height, columns - hint.x * width)
    inside = away <= max(hint.radius * min(height, width), float(away.min()))
    color = at_lightness(parse_color(hint.color))[round(float(coarse[inside].mean()))]
    middle = (hint.y, hint.x) if inside.sum() == 1 else None
    return Dab(torch.from_numpy(inside), torch.from_numpy(color), middle)


def painted(strokes: Sequence[Stroke], pictures: Sequence[np.ndarray], light: np.ndarray) -> Dab | None:
    """Painted pictures and strokes over them as one dab; None when all of it was erased again."""
    ab, under = np.zeros((*light.shape, 2), np.float32), np.zeros(light.shape, bool)
    where = np.zeros(light.shape, bool)
    for picture in pictures:
        color, opaque = _laid(picture, light.shape)
        ab[opaque], where = color[opaque], where | opaque
    shades = np.rint(np.clip(light, 0, 100)).astype(int)
    for stroke in strokes:
        drawn = raster(stroke, light.shape)
        if stroke.color is None:
            where, under = where & ~drawn, under & ~drawn
        else:
            ab[drawn], where = at_lightness(parse_color(stroke.color))[shades[drawn]], where | drawn
            under |= raster(stroke, light.shape, thin=True)
    share = _pooled(where)
    known = (share >= COVERED) | ((share > 0) & (_pooled(under) > 0))
    if not known.any():
        return None
    mean = np.stack([_pooled(ab[..., k] * where) for k in (0, 1)]) / np.maximum(share, 1e-6)
    return Dab(torch.from_numpy(known), spread(torch.from_numpy(mean.astype(np.float32)), known))


def raster(stroke: Stroke, size: tuple[int, ...], thin: bool = False) -> np.ndarray:
    """Where a stroke lies in a picture of (H, W): bool. `thin` is its path alone."""
    height, width = size
    points = np.array(stroke.points, np.float64).reshape(-1, 2) * (width, height) - 0.5
    points = np.clip(points, 0, (width - 1, height - 1))
    radius = 0.5 if thin else max(stroke.radius * min(height, width), FINEST_PX)
    canvas = np.zeros((height, width), np.uint8)
    fixed = np.rint(points * 2**SHIFT).astype(np.int32)
    for point in fixed:
        cv2.circle(canvas, point.tolist(), round(radius * 2**SHIFT), 1, cv2.FILLED, cv2.LINE_8, SHIFT)
    if len(fixed) > 1:
        thickness = max(1, round(2 * radius))
        cv2.polylines(canvas, [fixed.reshape(-1, 1, 2)], False, 1, thickness, cv2.LINE_8, SHIFT)
    return canvas > 0


def spread(ab: Tensor, known: np.ndarray) -> Tensor:
    """a*b* (2, h, w), known in some places: every other place takes the colour of the nearest known one, so
    that nothing grey comes in when the picture is enlarged."""
    unknown = (~known).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(unknown, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    place_of = np.zeros(int(nearest.max()) + 1, np.int64)
    place_of[nearest[known]] = np.flatnonzero(known)
    return ab.flatten(1)[:, torch.from_numpy(place_of[nearest])]


def _laid(picture: np.ndarray, size: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """A picture with alpha at the size of the frame: a*b* (H, W, 2) of its paint, and where it is opaque."""
    alpha = picture[..., 3].astype(np.float32) / 255
    lab = srgb_to_lab(picture[..., :3].astype(np.float32) / 255)[..., 1:] * alpha[..., None]
    layers = np.dstack([lab, alpha]).astype(np.float32)
    sized = cv2.resize(layers, (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return sized[..., :2] / np.maximum(sized[..., 2:], 1e-6), sized[..., 2] >= OPAQUE


def _pooled(picture: np.ndarray) -> np.ndarray:
    """(H, W) -> means over latent pixels (h, w), float32."""
    height, width = (side // SPACE_STRIDE for side in picture.shape)
    return picture.astype(np.float32).reshape(height, SPACE_STRIDE, width, SPACE_STRIDE).mean(axis=(1, 3))
