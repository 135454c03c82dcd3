"""The canvas of the embedded size: a latent of folded a*b* for every fourth frame (model/codec).

Shapes: as in canvas.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from lvocal.model.codec import (
    AB_SCALE,
    LATENT_CHANNELS,
    SPACE_STRIDE,
    TIME_STRIDE,
    ChromaCodec,
    from_latent,
    known_as,
    to_latent,
)
from lvocal.model.color_copy import offered
from lvocal.sample.canvas import Showing, Told, View
from lvocal.sample.transport import carry

DECODE_FRAMES = 8
"""Frames decoded together; bounds memory."""


class ChromaCanvas:
    """Colour is carried along the motion to the frames between the latent ones."""

    def __init__(self, codec: ChromaCodec) -> None:
        self.codec, self.device = codec, next(codec.parameters()).device

    def stands_at(self, count: int) -> list[int]:
        """Every fourth frame, and the last."""
        return [min(t, count - 1) for t in range(0, count + TIME_STRIDE - 1, TIME_STRIDE)]

    def look(self, light: np.ndarray) -> View:
        """Only the latent frames are looked at."""
        lightness = torch.from_numpy(light[self.stands_at(len(light))])[None, None].to(self.device)
        gray, features = self.codec.encode_gray(lightness)
        return View(gray, offered(lightness, features))

    def reveal(self, told: Sequence[Told], light: np.ndarray) -> Tensor:
        """A colour is written as it is; the picture around it plays no part."""
        size = [side // SPACE_STRIDE for side in light.shape[1:]]
        known = torch.zeros(1, LATENT_CHANNELS + 1, len(self.stands_at(len(light))), *size)
        for at, where, color, _ in told:
            if color.ndim == 1:
                known[0, :, at, where] = known_as(color / AB_SCALE)[:, None]
            else:
                known[0, :-1, at, where] = _as_latent(color, size)[:, where]
                known[0, -1, at, where] = 1
        return known.to(self.device)

    def colors(self, latent: Tensor) -> np.ndarray:
        """Exactly what the latent holds, four by four pixels."""
        return from_latent(latent).cpu().numpy()

    def recall(self, latent: Tensor, shown: np.ndarray) -> np.ndarray:
        """As they were painted, before they were carried and steadied."""
        return self.colors(latent)

    def show(self, latent: Tensor, light: np.ndarray) -> Showing:
        """Carried to every frame, then brought to the edges."""
        coarse, pieces = self.colors(latent), []
        if len(light) > 1:
            coarse = carry(coarse, light, TIME_STRIDE)
        for start in range(0, len(light), DECODE_FRAMES):
            part = slice(start, start + DECODE_FRAMES)
            ab, on = torch.from_numpy(coarse[part]), torch.from_numpy(light[part])[:, None]
            pieces.append(self.codec.decode_on(ab.to(self.device), on.to(self.device)).cpu().numpy())
            yield min(1.0, part.stop / len(light))
        return np.concatenate(pieces)


def _as_latent(ab: Tensor, size: Sequence[int]) -> Tensor:
    if ab.shape[1:] == (2 * size[0], 2 * size[1]):
        resized = interpolate(ab[None].float(), scale_factor=SPACE_STRIDE // 2, mode="nearest")
    else:
        resized = interpolate(ab[None].float(), size=[SPACE_STRIDE * side for side in size], mode="area")
    return to_latent(resized[:, :, None])[0, :, 0]
