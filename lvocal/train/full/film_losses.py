"""What the full-size colorizer is trained with: rectified flow (L-VOCAL eq. 7), and the relevance of sounds.

Shapes: B batch, C latent channels, F latent frames, h, w latent pixels, A ambience tokens of a latent frame,
D width of the sound features, R clips of which colours are revealed.
"""

from __future__ import annotations

import torch
from torch import Tensor

from lvocal.model.aligner import Aligner
from lvocal.model.relevance import relevance_loss
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.model.video_codec import VideoCodec
from lvocal.model.watched import watched
from lvocal.train.accelerated import Turn
from lvocal.train.batch import NOBODY_KNOWS
from lvocal.train.full.film_batch import FilmBatch
from lvocal.train.loop import Losses
from lvocal.values import Conditions


class FilmLosses:
    """Loss terms of one batch; noise and noise level depend on (seed, number) alone."""

    def __init__(
        self, codec: VideoCodec, aligner: Aligner, shift: float, relevance_weight: float, seed: int
    ) -> None:
        """Both networks are frozen, and on the device already."""
        self.codec, self.aligner = codec, aligner
        self.shift, self.relevance_weight, self.seed = shift, relevance_weight, seed

    def __call__(self, network: LVocalTransformer3DModel, batch: FilmBatch, turn: Turn) -> Losses:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + turn.number)
        sigma = noise_levels(len(batch.latent), self.shift, generator).to(batch.latent.device)
        noise = torch.randn(batch.latent.shape, generator=generator).to(batch.latent.device)
        level = sigma.view(-1, 1, 1, 1, 1)
        noisy = level * noise + (1 - level) * batch.latent
        with watched(network.env_gate, given=True) as met:
            flow = network(noisy, sigma, told(batch, self.codec, self.aligner))
        losses = {"flow": (flow.float() - (noise - batch.latent)).square().mean()}
        if met and len(batch.latent) > 1:
            related = _related(batch.has_ambience)
            losses["relevance"] = self.relevance_weight * relevance_loss(
                network.env_gate.every_pair(*met[0]), related
            )
        return losses


@torch.no_grad()
def told(batch: FilmBatch, codec: VideoCodec, aligner: Aligner) -> Conditions:
    """Everything that the network is told of a batch, as colouring tells it."""
    with torch.autocast(batch.latent.device.type, enabled=False):
        mood = aligner.hear_emotion(batch.music) if batch.has_music.any() else None
        env = aligner.hear_place(batch.ambience) if batch.has_ambience.any() else None
        reference = _reference(batch, codec)
    return Conditions(
        batch.gray, batch.text, mood, env, batch.palette, reference,
        music_strength=batch.has_music[:, None, None], ambience_strength=batch.has_ambience[:, None, None],
    )  # fmt: skip


def _reference(batch: FilmBatch, codec: VideoCodec) -> Tensor:
    """(B, C + 1, F, h, w), all zero where nothing is revealed."""
    count, channels, *size = batch.latent.shape
    reference = batch.latent.new_zeros(count, channels + 1, *size)
    for film, known, at in zip(batch.shown, batch.told, batch.told_of, strict=True):
        latent = codec.encode(film[None].float() / 255)
        reference[at] = torch.cat([latent[0] * known, known])
    return reference


def noise_levels(count: int, shift: float, generator: torch.Generator) -> Tensor:
    """sigma (B,) in (0, 1]: even, then shifted towards noise as Wan shifts its steps."""
    even = 1 - torch.rand(count, generator=generator)
    return shift * even / (1 + (shift - 1) * even)


def _related(has_sound: Tensor) -> Tensor:
    """(B, B) 1 where a clip meets its own sound, 0 where it meets that of another; a sound that is not
    there says nothing."""
    own = torch.eye(len(has_sound), device=has_sound.device)
    return torch.where(has_sound[None] > 0, own, torch.full_like(own, NOBODY_KNOWS))
