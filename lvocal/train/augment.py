"""What makes few pictures go far: recolouring by mask, moving crops, revealed references.

Shapes: H, W pixels of a picture, S side of a crop, F latent frames.
"""

from __future__ import annotations

import cv2
import numpy as np
import torch
from torch import Tensor

from lvocal.color.asked import asked_for
from lvocal.color.gamut import into_gamut

Lab = tuple[float, float, float]


def recolor(lab: np.ndarray, region: np.ndarray, target: Lab) -> np.ndarray:
    """Give a region the colour of `target` as it looks on the lightness of every pixel: half of the region's
    own chroma texture stays, its lightness stays wholly.

    lab (H, W, 3) uint8 as in Picture, region (H, W) bool -> (H, W, 3) uint8. The edge is softened over one
    pixel."""
    out = lab.copy()
    ab = lab[..., 1:].astype(np.float32) - 128
    mean = ab[region].mean(axis=0)
    lightness = lab[..., 0].astype(np.float32) / 2.55
    wanted = asked_for(target)[np.rint(lightness).astype(int)] + 0.5 * (ab - mean)
    wanted = into_gamut(lightness, wanted)
    alpha = cv2.blur(region.astype(np.float32), (3, 3))[..., None] * region[..., None]
    out[..., 1:] = np.clip(np.rint(ab + alpha * (wanted - ab)) + 128, 0, 255).astype(np.uint8)
    return out


class Camera:
    """A crop that may move smoothly over a still, so that a clip with known colours comes out."""

    def __init__(
        self,
        rng: np.random.Generator,
        shape: tuple[int, int],
        focus: np.ndarray | None,
        frames: int,
        motion: float = 1.0,
    ) -> None:
        """`focus` (H, W) bool asks for a crop that shows the region large; None roams the whole picture.
        `motion` scales how far the last frame is from the first."""
        height, width = shape
        side = min(height, width) * rng.uniform(0.55, 1.3)
        free = np.maximum(np.array([width, height]) - side, 0) / 2
        center = np.array([width, height]) / 2 + rng.uniform(-1, 1, 2) * free
        if focus is not None and focus.any():
            x, y, w, h = cv2.boundingRect(focus.astype(np.uint8))
            side = min(max(height, width), max(w, h, 40) * rng.uniform(1.1, 2.2))
            center = np.array([x + w / 2, y + h / 2]) + rng.uniform(-0.2, 0.2, 2) * side
        stretch = rng.uniform(0.85, 1.18)
        flip = -1 if rng.random() < 0.5 else 1
        turn, zoom = motion * rng.normal(0, 0.04), motion * rng.normal(0, 0.05)
        drift = motion * rng.normal(0, 0.08, 2) * side
        self.poses = [
            (center + t * drift, side * np.exp(t * zoom), stretch, flip, t * turn)
            for t in np.linspace(0, 1, frames)
        ]

    def shoot(
        self, picture: np.ndarray, size: tuple[int, int], interpolation: int = cv2.INTER_LINEAR
    ) -> np.ndarray:
        """picture (H, W[, 3]) uint8 -> (F, *size[, 3]) uint8; a mask wants cv2.INTER_NEAREST."""
        smooth = interpolation == cv2.INTER_LINEAR
        flags = interpolation | cv2.WARP_INVERSE_MAP
        frames = []
        for frame, (_, side, *_) in enumerate(self.poses):
            coarse = smooth and side / min(size) >= 1.5
            frames.append(
                cv2.warpAffine(
                    cv2.blur(picture, (2, 2)) if coarse else picture,
                    self._to_picture(frame, size),
                    size[::-1],
                    flags=flags,
                    borderMode=cv2.BORDER_REFLECT,
                )
            )
        return np.stack(frames)

    def between(self, first: int, second: int, size: tuple[int, int]) -> np.ndarray:
        """Where a place of the second frame lies in the first: (2, 3) in torch's coordinates, -1 to 1 over
        the frame, as affine_grid wants it."""
        squares = [np.vstack([self._to_picture(at, size), [0, 0, 1]]) for at in (first, second)]
        pixels = np.linalg.inv(squares[0]) @ squares[1]
        rows, columns = size
        unit = np.array([[2 / columns, 0, 1 / columns - 1], [0, 2 / rows, 1 / rows - 1], [0, 0, 1]])
        return (unit @ pixels @ np.linalg.inv(unit))[:2].astype(np.float32)

    def _to_picture(self, frame: int, size: tuple[int, int]) -> np.ndarray:
        """(2, 3) from pixels of a frame of `size` to pixels of the picture."""
        center, side, stretch, flip, turn = self.poses[frame]
        turned = side / min(size) * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        turned = turned @ np.diag([flip * stretch, 1 / stretch])
        offset = center - turned @ np.array([size[1] / 2, size[0] / 2])
        return np.hstack([turned, offset[:, None]])


def reveal(latent: Tensor, rng: np.random.Generator) -> Tensor:
    """Show parts of the true latent (C, F, h, w) -> reference (C + 1, F, h, w): values, and the mask last.

    A few cells as hints, a patch, or one whole frame; teaches colour to spread from where it is known.
    """
    mask = torch.from_numpy(revealed_cells(tuple(latent.shape[1:]), rng))[None].to(latent.dtype)
    return torch.cat([latent * mask, mask])


def revealed_cells(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Which cells of a latent (F, h, w) are shown: (F, h, w) bool."""
    frames, height, width = shape
    cells = np.zeros(shape, bool)
    kind = rng.choice(["cells", "patch", "frame"] if frames > 1 else ["cells", "cells", "patch"])
    at = int(rng.integers(frames))
    if kind == "cells":
        for _ in range(int(rng.integers(1, 9))):
            cells[at, int(rng.integers(height)), int(rng.integers(width))] = True
    elif kind == "patch":
        h, w = int(rng.integers(2, height // 2 + 1)), int(rng.integers(2, width // 2 + 1))
        y, x = int(rng.integers(height - h + 1)), int(rng.integers(width - w + 1))
        cells[at, y : y + h, x : x + w] = True
    else:
        cells[at] = True
    return cells
