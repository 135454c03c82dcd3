"""Stage `codec`: the decoder and the two finer scales of the luminance encoder, before anything is painted.

The decoder must bring coarse colour back to the edges (L-C4 3.1). It learns from true colours, many in
colours that nature would not choose, with the small errors a painter makes. The coarsest scale, Z_g, has
nothing to do here; it learns with the colorizer, or is left to it by a recipe that does not freeze the codec.

Shapes: B batch, C latent channels, F latent frames, h, w latent pixels, H, W pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
from einops import rearrange

from lvocal.checkpoint import save_module
from lvocal.media.shards import Picture
from lvocal.model.codec import ChromaCodec, CodecConfig, from_latent
from lvocal.model.text import Vocabulary
from lvocal.train.batch import Batch
from lvocal.train.batch_recipe import BatchRecipe
from lvocal.train.batches import Batches
from lvocal.train.loop import LoopRecipe, Losses, fit
from lvocal.train.losses import decoded_loss


@dataclass(frozen=True)
class CodecRecipe:
    """Everything that shapes a run of this stage."""

    loop: LoopRecipe
    batches: BatchRecipe = field(default_factory=lambda: BatchRecipe(play_music=0.0, play_ambience=0.0))
    codec: CodecConfig = CodecConfig()
    painter_error: float = 0.1
    """Noise on the true latent, in its units, so that the decoder also smooths what is not quite right."""


class EdgeLosses:
    """Decoded against true colours; noise depends on (seed, step) alone."""

    def __init__(self, painter_error: float, seed: int) -> None:
        self.painter_error, self.seed = painter_error, seed

    def __call__(self, codec: ChromaCodec, batch: Batch, step: int) -> Losses:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + step)
        noise = torch.randn(batch.latent.shape, generator=generator).to(batch.latent.device)
        half, quarter = codec.luma.skips(rearrange(batch.lightness, "b c f h w -> (b f) c h w"))
        decoded = codec.decode(from_latent(batch.latent + self.painter_error * noise), half, quarter)
        truth = torch.nn.functional.avg_pool2d(rearrange(batch.ab, "b c f h w -> (b f) c h w"), 2)
        return {"decoded": decoded_loss(decoded, truth)}


def fit_codec(
    pictures: list[Picture],
    vocabulary: Vocabulary,
    run: Path,
    recipe: CodecRecipe,
    seed: int = 0,
    device: str = "cpu",
) -> ChromaCodec:
    """Train, going on from `run` where it holds a state, and write codec.safetensors into it."""
    torch.manual_seed(seed)
    batches = Batches(pictures, vocabulary, None, recipe.batches, seed)
    codec = ChromaCodec(recipe.codec).to(torch.device(device))

    def keep(average: ChromaCodec, step: int) -> None:
        save_module(run / "codec.safetensors", average, torch.float16)

    return fit(codec, batches.stream, EdgeLosses(recipe.painter_error, seed), recipe.loop, run, keep)
