"""What the colorizer is trained with: rectified flow and what stands beside it.

Shapes: B batch, C latent channels, F latent frames, h, w latent pixels, H, W pixels.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import torch
from einops import rearrange, repeat
from torch import Tensor

from lvocal.model.aligner import Aligner
from lvocal.model.codec import from_latent
from lvocal.model.color_copy import offered
from lvocal.model.color_shares import Shares
from lvocal.model.relevance import relevance_loss
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.model.watched import watched
from lvocal.train.accelerated import Turn
from lvocal.train.batch import Batch
from lvocal.train.color_net import ColorizerRecipe, ColorNet
from lvocal.train.loop import Losses
from lvocal.train.losses import clean_loss, decoded_loss, equivariant_loss
from lvocal.train.regions import copying_loss
from lvocal.values import Conditions


class FlowLosses:
    """Loss terms of one batch; noise and noise level depend on (seed, number) alone."""

    def __init__(self, recipe: ColorizerRecipe, aligner: Aligner | None, seed: int) -> None:
        self.recipe, self.aligner, self.seed = recipe, aligner, seed
        if aligner is not None:
            aligner.eval().requires_grad_(False)

    def __call__(self, network: ColorNet, batch: Batch, turn: Turn) -> Losses:
        recipe, transformer = self.recipe, network.transformer
        noisy, sigma = self._add_noise(batch.latent, turn.number)
        gray, features = network.codec.encode_gray(batch.lightness)
        offer = offered(batch.lightness, features, batch.tokens.shades, batch.tokens.has_color)
        conditions = replace(self._conditions(network, batch, gray), offer=offer)
        with (
            watched(transformer.blocks[recipe.naming_block]) as seen,
            watched(transformer.env_gate, given=True) as met,
            _watched_copying(transformer) as shares,
        ):
            clean = transformer.predict(noisy, sigma, conditions)
        decoded = network.codec.decode(from_latent(clean), features.half, features.quarter)
        truth = torch.nn.functional.avg_pool2d(rearrange(batch.ab, "b c f h w -> (b f) c h w"), 2)
        losses = {
            "clean": clean_loss(clean, batch.latent),
            "decoded": recipe.decoded_weight * decoded_loss(decoded, truth),
            "naming": recipe.naming_weight * network.namer(seen[0], batch.labels),
        }
        if shares:
            losses["copying"] = recipe.copying_weight * copying_loss(
                shares[0], batch.regions, batch.word_regions, batch.pinned
            )
        if met:
            relevance = relevance_loss(transformer.env_gate.every_pair(*met[0]), batch.related)
            losses["relevance"] = recipe.relevance_weight * relevance
        if batch.twin_warp is not None:
            share = recipe.equivariant_weight * min(1.0, turn.step / recipe.loop.steps)
            losses["equivariant"] = share * equivariant_loss(decoded[0::2], decoded[1::2], batch.twin_warp)
        return losses

    def _add_noise(self, latent: Tensor, number: int) -> tuple[Tensor, Tensor]:
        """x_sigma and sigma (B,)."""
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + number)
        sigma = noise_levels(len(latent), self.recipe.pure_noise, generator).to(latent.device)
        noise = torch.randn(latent.shape, generator=generator).to(latent.device)
        level = sigma.view(-1, 1, 1, 1, 1)
        return level * noise + (1 - level) * latent, sigma

    def _conditions(self, network: ColorNet, batch: Batch, gray: Tensor) -> Conditions:
        mood, env = self._hear(batch)
        return Conditions(
            gray, network.text(batch.tokens), mood, env, batch.palette, batch.reference,
            batch.tokens.names_color,
            music_strength=batch.has_music[:, None, None],
            ambience_strength=batch.has_ambience[:, None, None],
        )  # fmt: skip

    def _hear(self, batch: Batch) -> tuple[Tensor | None, Tensor | None]:
        """A_emo (B, D) and A_env (B, F, A, D); an example without sound is muted by its strength of zero."""
        mood = env = None
        if self.aligner is None:
            return None, None
        if batch.has_music.any():
            mood = self.aligner.hear_emotion(batch.music)
        if batch.has_ambience.any():
            env = repeat(self.aligner.hear_place(batch.ambience), "b a d -> b f a d", f=batch.latent.shape[2])
        return mood, env


def _watched_copying(transformer: LVocalTransformer3DModel) -> AbstractContextManager[list[Shares]]:
    return nullcontext([]) if transformer.color_copy is None else watched(transformer.color_copy.choose)


def noise_levels(count: int, pure_noise: float, generator: torch.Generator) -> Tensor:
    """sigma (B,) in (0, 1]: exactly 1 for a share of the samples, else logit-normal leaning towards noise."""
    level = torch.sigmoid(torch.randn(count, generator=generator) + 0.5)
    return torch.where(torch.rand(count, generator=generator) < pure_noise, torch.ones(count), level)
