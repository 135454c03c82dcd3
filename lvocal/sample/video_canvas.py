"""The canvas of the full size: whole pictures in the latent of a video autoencoder (model/video_codec).

What it paints has a brightness of its own; only its a*b* are taken, the brightness is the film's.

Shapes: as in canvas.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from lvocal.color.spaces import lab_to_srgb, srgb_to_lab
from lvocal.model.video_codec import SPACE_STRIDE, TIME_STRIDE, VideoCodec
from lvocal.sample.canvas import Showing, Told, View


class VideoCanvas:
    """A latent frame stands for four frames, the first one for itself alone."""

    def __init__(self, codec: VideoCodec) -> None:
        self.codec, self.device = codec, codec.mean.device

    def stands_at(self, count: int) -> list[int]:
        """The last of the four frames that a latent frame stands for."""
        return stands_at(count)

    def look(self, light: np.ndarray) -> View:
        """All frames are looked at, as pictures of three equal channels."""
        return View(self._encode(filled(light), np.zeros((1, 2, 1, 1), np.float32)), None)

    def reveal(self, told: Sequence[Told], light: np.ndarray) -> Tensor:
        """Known colours are painted onto the grey film, and what became of it is shown where they are."""
        frames = filled(light)
        ab = np.zeros((len(frames), 2, *light.shape[1:]), np.float32)
        mask = torch.zeros(
            1, 1, len(self.stands_at(len(light))), *(s // SPACE_STRIDE for s in light.shape[1:])
        )
        for at, where, color, _ in told:
            mask[0, 0, at, where] = 1
            inside = where.repeat_interleave(SPACE_STRIDE, 0).repeat_interleave(SPACE_STRIDE, 1).numpy()
            shown = at_size(color, light.shape[1:])
            for frame in frames_of(at):
                ab[frame][:, inside] = shown[:, inside]
        latent = self._encode(frames, ab)
        return torch.cat([latent * mask.to(latent), mask.to(latent)], dim=1)

    def colors(self, latent: Tensor) -> np.ndarray:
        """Every latent frame on its own, decoded as a picture of its own."""
        apart = latent.transpose(1, 2).flatten(0, 1)[:, :, None]
        return np.concatenate([chroma_of(self.codec.decode(one[None])[0]) for one in apart])

    def recall(self, latent: Tensor, shown: np.ndarray) -> np.ndarray:
        """What was shown of the frames that the latent ones stand for."""
        return shown[self.stands_at(len(shown))]

    def show(self, latent: Tensor, light: np.ndarray) -> Showing:
        """The autoencoder shows all frames of a window at once."""
        yield 0.0
        shown = chroma_of(self.codec.decode(latent)[0])[: len(light)]
        yield 1.0
        return shown

    def _encode(self, light: np.ndarray, ab: np.ndarray) -> Tensor:
        video = pictures(light, ab).permute(1, 0, 2, 3)[None]
        return self.codec.encode(video.to(self.device))


def stands_at(count: int) -> list[int]:
    """The last of the four frames that each latent frame of `count` frames stands for."""
    return [min(t, count - 1) for t in range(0, count + TIME_STRIDE - 1, TIME_STRIDE)]


def frames_of(at: int) -> range:
    """All frames that a latent frame stands for."""
    return range(max(0, TIME_STRIDE * (at - 1) + 1), TIME_STRIDE * at + 1)


def pictures(light: np.ndarray, ab: np.ndarray) -> Tensor:
    """L* (T, H, W) and a*b* (T or 1, 2, H or 1, W or 1) -> rgb (T, 3, H, W) in [0, 1], float32."""
    lab = np.concatenate([light[:, None], np.broadcast_to(ab, (len(light), 2, *light.shape[1:]))], axis=1)
    rgb = np.stack([np.clip(lab_to_srgb(frame.transpose(1, 2, 0)), 0, 1) for frame in lab])
    return torch.from_numpy(rgb.astype(np.float32)).permute(0, 3, 1, 2)


def filled(light: np.ndarray) -> np.ndarray:
    """T frames -> 4k + 1 frames; the last one stands still."""
    missing = -(len(light) - 1) % TIME_STRIDE
    return np.concatenate([light, np.repeat(light[-1:], missing, axis=0)])


def at_size(color: Tensor, size: Sequence[int]) -> np.ndarray:
    """a*b* (2,) or (2, ., .) -> (2, H, W)."""
    whole = color[:, None, None] if color.ndim == 1 else color
    return interpolate(whole[None].float(), size=list(size), mode="bilinear", align_corners=False)[0].numpy()


def chroma_of(rgb: Tensor) -> np.ndarray:
    """rgb (3, T, H, W) -> a*b* (T, 2, H/2, W/2)."""
    frames = rgb.permute(1, 2, 3, 0).float().cpu().numpy()
    small = [cv2.resize(frame, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for frame in frames]
    return np.stack([srgb_to_lab(frame)[..., 1:].transpose(2, 0, 1) for frame in small]).astype(np.float32)
