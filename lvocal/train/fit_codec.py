"""Stage `codec`: the decoder and the two finer scales of the luminance encoder, before anything is painted.

The decoder must bring coarse colour back to the edges (L-C4 3.1). It learns from true colours, many in
colours that nature would not choose, softened and with the small errors a painter makes. The coarsest scale,
Z_g, has nothing to do here; it learns with the colorizer, or is left to it by a recipe that does not freeze
the codec.

Shapes: B batch, C latent channels, F latent frames, h, w latent pixels, H, W pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
from einops import rearrange
from torch import Tensor
from torch.nn.functional import avg_pool2d

from lvocal.checkpoint.mini import MINI_PARTS
from lvocal.checkpoint.module_file import load_module, save_module
from lvocal.media.shards import Picture
from lvocal.model.codec import ChromaCodec, CodecConfig, from_latent
from lvocal.model.text import Vocabulary
from lvocal.train.accelerated import Turn, machine_for
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
    painter_blur: float = 0.7
    """Colours are softened by up to this much: a painter is never sure where edges are."""
    grows: bool = False
    """Only the decoder learns, from plain enlargement on; the luminance encoder is there already."""


class EdgeLosses:
    """Decoded against true colours; noise depends on (seed, number) alone."""

    def __init__(self, recipe: CodecRecipe, seed: int) -> None:
        self.recipe, self.seed = recipe, seed

    def __call__(self, codec: ChromaCodec, batch: Batch, turn: Turn) -> Losses:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + turn.number)
        coarse = self._as_painted(batch.latent, generator)
        half, quarter = codec.luma.skips(rearrange(batch.lightness, "b c f h w -> (b f) c h w"))
        decoded = codec.decode(coarse, half, quarter)
        truth = avg_pool2d(rearrange(batch.ab, "b c f h w -> (b f) c h w"), 2)
        return {"decoded": decoded_loss(decoded, truth)}

    def _as_painted(self, latent: Tensor, generator: torch.Generator) -> Tensor:
        """Latent (B, C, F, h, w) -> coarse a*b* (B * F, 2, H/4, W/4), less sure and less sharp."""
        noise = torch.randn(latent.shape, generator=generator).to(latent.device)
        coarse = from_latent(latent + self.recipe.painter_error * noise)
        softness = self.recipe.painter_blur * torch.rand(len(coarse), 1, 1, 1, generator=generator)
        soft = avg_pool2d(coarse, 3, stride=1, padding=1, count_include_pad=False)
        return torch.lerp(coarse, soft, softness.to(coarse.device))


def fit_codec(
    pictures: list[Picture],
    vocabulary: Vocabulary,
    run: Path,
    recipe: CodecRecipe,
    seed: int = 0,
    device: str | None = "cpu",
    start: Path | None = None,
) -> ChromaCodec:
    """Train, going on from `run` where it holds a state, and write codec.safetensors into it.

    A recipe that grows needs weights to `start` with."""
    machine = machine_for(device)
    torch.manual_seed(seed)
    batches = Batches(pictures, vocabulary, None, recipe.batches, seed)
    codec = _grown(start, recipe.codec) if recipe.grows else ChromaCodec(recipe.codec)
    codec.to(machine.device)

    def keep(average: ChromaCodec, step: int) -> None:
        save_module(run / "codec.safetensors", average, torch.float16)

    return fit(codec, batches.stream, EdgeLosses(recipe, seed), recipe.loop, run, keep, machine)


def _grown(folder: Path | None, config: CodecConfig) -> ChromaCodec:
    """The luminance encoder of `folder`, which stays as it is, and a decoder that as yet only enlarges."""
    if folder is None:
        raise ValueError("a recipe that grows needs weights to start with")
    known: ChromaCodec = load_module(folder / "codec.safetensors", MINI_PARTS["codec"])
    codec = ChromaCodec(config)
    codec.luma.load_state_dict(known.luma.state_dict())
    codec.luma.requires_grad_(False)
    return codec
