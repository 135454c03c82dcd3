"""What the averaged network paints on clips that are kept aside, written as it learns.

Shapes: T frames, F latent frames, H, W pixels, h, w latent pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from lvocal.color.spaces import lab_to_srgb, srgb_to_lab
from lvocal.media.stills import png_bytes
from lvocal.model.aligner import Aligner
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.model.video_codec import TIME_STRIDE, VideoCodec
from lvocal.sample.flow import integrate, noise, schedule
from lvocal.train.accelerated import half_precision
from lvocal.train.full.film_batch import FilmBatches
from lvocal.train.full.film_losses import told
from lvocal.train.full.sample import ClipSample


class FilmSheet:
    """Rows are clips; columns are the grey, the true and the painted picture of the first, the middle and
    the last latent frame."""

    def __init__(
        self, clips: Sequence[ClipSample], make: FilmBatches, codec: VideoCodec, aligner: Aligner,
        steps: int, shift: float, folder: Path,
    ) -> None:  # fmt: skip
        """`make` drops and reveals nothing."""
        self.clips, self.make, self.codec, self.aligner = clips, make, codec, aligner
        self.sigmas, self.folder = schedule(steps, shift), folder

    @torch.no_grad()
    def write(self, network: LVocalTransformer3DModel, step: int) -> Path:
        """Paint from noise and save `<step>.png`."""
        network.eval()
        rows = [self._row(network, clip) for clip in self.clips]
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{step:07d}.png"
        path.write_bytes(png_bytes(np.concatenate(rows)))
        network.train()
        return path

    def _row(self, network: LVocalTransformer3DModel, clip: ClipSample) -> np.ndarray:
        device = network.device
        batch = self.make([clip], 0).to(device)
        conditions = told(batch, self.codec, self.aligner)
        with half_precision(device):
            latent = integrate(
                lambda x, sigma: network(x, sigma, conditions).float(),
                noise(tuple(batch.latent.shape), 0, device),
                self.sigmas,
            )
        film, frames = clip.frames(), latent.shape[2]
        parts = []
        for at in (0, frames // 2, frames - 1):
            truth = film[TIME_STRIDE * at].astype(np.float32) / 255
            painted = self._picture(latent[:, :, at : at + 1])
            parts += [_tinted(truth, np.zeros_like(truth)), truth, _tinted(truth, painted)]
        return np.rint(255 * np.concatenate(parts, axis=1)).astype(np.uint8)

    def _picture(self, latent: Tensor) -> np.ndarray:
        """One latent frame (1, C, 1, h, w) on its own -> (H, W, 3) in [0, 1]."""
        return self.codec.decode(latent)[0, :, 0].permute(1, 2, 0).float().cpu().numpy()


def _tinted(film: np.ndarray, painted: np.ndarray) -> np.ndarray:
    """The lightness of a film (H, W, 3) with the colours of a picture, both in [0, 1]."""
    lab = srgb_to_lab(film)
    lab[..., 1:] = srgb_to_lab(painted)[..., 1:]
    return np.clip(lab_to_srgb(lab), 0, 1)
