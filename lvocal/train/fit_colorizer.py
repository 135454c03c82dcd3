"""Stage `colorizer`: the transformer, the luminance encoder, the decoder and the text encoder, together.

Rectified flow (L-VOCAL eq. 7) with the clean latent as the thing predicted. Three samples in four are pure
noise: a single step already looks right then, and below that level the noisy colours give the answer away, so
that hardly anything is learned about words.

Shapes: B batch, C latent channels, F latent frames, h, w latent pixels, H, W pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
import torch
from einops import rearrange, repeat
from torch import Tensor, nn

from lvocal.checkpoint import MINI_PARTS, load_module, save_module
from lvocal.media.shards import read_pictures
from lvocal.model.aligner import Aligner
from lvocal.model.codec import LATENT_CHANNELS, ChromaCodec, CodecConfig, from_latent
from lvocal.model.text import TextConfig, TextEncoder, Vocabulary
from lvocal.model.transformer import LVocalBlock, LVocalTransformer3DModel
from lvocal.train.batch_recipe import BatchRecipe
from lvocal.train.batches import Batch, Batches
from lvocal.train.contact import ContactSheet
from lvocal.train.drawn import drawn_pictures
from lvocal.train.loop import LoopRecipe, Losses, fit
from lvocal.train.losses import clean_loss, decoded_loss
from lvocal.train.namer import RegionNamer, watched
from lvocal.train.pairing import SoundBank
from lvocal.train.weak_regions import with_weak_regions
from lvocal.values import Conditions

PARTS = ("codec", "text", "transformer")
"""The networks that learn together."""

DRAWN = 300
"""Scenes drawn by code that join the photographs."""


@dataclass(frozen=True)
class ColorizerRecipe:
    """Everything that shapes a run of this stage."""

    loop: LoopRecipe
    batches: BatchRecipe = field(default_factory=BatchRecipe)
    codec: CodecConfig = CodecConfig()
    text: TextConfig = TextConfig()
    layers: int = 6
    heads: int = 4
    head_dim: int = 64
    ffn_dim: int = 1024
    audio_dim: int = 128
    pure_noise: float = 0.75
    """Share of samples at sigma = 1."""
    decoded_weight: float = 0.7
    naming_weight: float = 0.2
    naming_block: int = 1
    """The block whose output must tell what the picture shows."""
    grows: bool = False
    """A fresh run begins with weights that are there already, instead of from nothing."""
    frozen: tuple[str, ...] = ()
    """Networks of PARTS that stay as they are; without the codec's gradients a step takes a third less."""


@dataclass(frozen=True)
class Hearing:
    """What the colorizer hears with while it learns."""

    bank: SoundBank
    aligner: Aligner


class ColorNet(nn.Module):
    """The networks that learn together; the namer is not shipped."""

    def __init__(self, recipe: ColorizerRecipe, label_vectors: Tensor) -> None:
        super().__init__()
        self.codec = ChromaCodec(recipe.codec)
        self.text = TextEncoder(recipe.text)
        self.transformer = LVocalTransformer3DModel(
            num_attention_heads=recipe.heads,
            attention_head_dim=recipe.head_dim,
            in_channels=LATENT_CHANNELS,
            out_channels=LATENT_CHANNELS,
            text_dim=recipe.text.dim,
            ffn_dim=recipe.ffn_dim,
            num_layers=recipe.layers,
            gray_channels=recipe.codec.channels[-1],
            audio_dim=recipe.audio_dim,
            prediction="clean",
        )
        self.namer = RegionNamer(recipe.heads * recipe.head_dim, label_vectors)
        start_from_nothing(self.transformer)


def start_from_nothing(transformer: LVocalTransformer3DModel) -> None:
    """Starting weights for a network that has no Wan checkpoint to grow from.

    Wan's own start (gates near zero, our additions at zero) suits a network that is only adapted. From
    nothing it kept every block silent for 42,000 pictures: the noise was embedded ten times louder than the
    grey picture. Here the gates are open, the picture speaks at unit loudness and the noise at a third of it.
    """
    with torch.no_grad():
        for block in transformer.blocks:
            table = cast(LVocalBlock, block).scale_shift_table
            table.zero_()
            table[:, [2, 5]] = 1.0
        for module in transformer.modules():
            if isinstance(module, nn.Linear) and module.weight.any():
                nn.init.xavier_uniform_(module.weight)
        for embedding, loudness in ((transformer.gray_embedding, 1.0), (transformer.patch_embedding, 0.3)):
            nn.init.normal_(embedding.weight, std=loudness * embedding.weight[0].numel() ** -0.5)
            cast(Tensor, embedding.bias).zero_()


def read_words(folder: Path) -> tuple[Vocabulary, Tensor]:
    """Words and their unit vectors (V, E) from words/vectors.npz."""
    table = np.load(folder / "words" / "vectors.npz", allow_pickle=False)
    vectors = torch.from_numpy(table["vectors"].astype(np.float32))
    return Vocabulary([str(word) for word in table["words"]]), torch.nn.functional.normalize(vectors, dim=-1)


def fit_colorizer(
    data: Path,
    run: Path,
    recipe: ColorizerRecipe,
    hearing: Hearing | None = None,
    start: Path | None = None,
    seed: int = 0,
    device: str = "cpu",
) -> ColorNet:
    """Train on the shards in `data`, going on from `run` where it holds a state; writes weights/ beside it.

    A fresh run begins with the weight files in `start`, or from nothing. The listener and the aligner of
    `hearing` are frozen; a recipe that plays no sound needs none.
    """
    torch.manual_seed(seed)
    vocabulary, vectors = read_words(data)
    pictures = [with_weak_regions(picture) for picture in read_pictures(data / "images", "train")]
    pictures += drawn_pictures(DRAWN)
    batches = Batches(pictures, vocabulary, hearing.bank if hearing else None, recipe.batches, seed)
    network = ColorNet(recipe, batches.labels.vectors(vectors))
    network.text.vectors.copy_(vectors)
    if start is not None:
        _begin_with(network, start)
    for name in recipe.frozen:
        getattr(network, name).requires_grad_(False)
    (run / "weights").mkdir(parents=True, exist_ok=True)
    (run / "weights" / "words.txt").write_text("\n".join(vocabulary.index))
    network.to(torch.device(device))
    network.codec.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    sheet = ContactSheet(read_pictures(data / "images", "val"), vocabulary, run / "sheets")

    def show(average: ColorNet, step: int) -> None:
        export(average, run / "weights")
        sheet.write(average, step)

    losses = FlowLosses(recipe, hearing.aligner.to(device) if hearing else None, seed)
    return fit(network, batches.stream, losses, recipe.loop, run, show)


class FlowLosses:
    """Loss terms of one batch; noise and noise level depend on (seed, step) alone."""

    def __init__(self, recipe: ColorizerRecipe, aligner: Aligner | None, seed: int) -> None:
        self.recipe, self.aligner, self.seed = recipe, aligner, seed
        if aligner is not None:
            aligner.eval().requires_grad_(False)

    def __call__(self, network: ColorNet, batch: Batch, step: int) -> Losses:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + step)
        sigma = noise_levels(len(batch.latent), self.recipe.pure_noise, generator).to(batch.latent.device)
        noise = torch.randn(batch.latent.shape, generator=generator).to(batch.latent.device)
        level = sigma.view(-1, 1, 1, 1, 1)
        noisy = level * noise + (1 - level) * batch.latent
        gray, features = network.codec.encode_gray(batch.lightness)
        mood, env = self.hear(batch)
        conditions = Conditions(
            gray, network.text(batch.tokens), mood, env, batch.palette, batch.reference,
            batch.tokens.names_color,
            music_strength=batch.has_music[:, None, None],
            ambience_strength=batch.has_ambience[:, None, None],
        )  # fmt: skip
        with watched(network.transformer.blocks[self.recipe.naming_block]) as hidden:
            clean = network.transformer.predict(noisy, sigma, conditions)
        decoded = network.codec.decode(from_latent(clean), features.half, features.quarter)
        truth = torch.nn.functional.avg_pool2d(rearrange(batch.ab, "b c f h w -> (b f) c h w"), 2)
        return {
            "clean": clean_loss(clean, batch.latent),
            "decoded": self.recipe.decoded_weight * decoded_loss(decoded, truth),
            "naming": self.recipe.naming_weight * network.namer(hidden[0], batch.labels),
        }

    def hear(self, batch: Batch) -> tuple[Tensor | None, Tensor | None]:
        """A_emo (B, D) and A_env (B, F, A, D); an example without sound is muted by its strength of zero."""
        mood = env = None
        if self.aligner is None:
            return None, None
        if batch.has_music.any():
            mood = self.aligner.hear_emotion(batch.music)
        if batch.has_ambience.any():
            env = repeat(self.aligner.hear_place(batch.ambience), "b a d -> b f a d", f=batch.latent.shape[2])
        return mood, env


def noise_levels(count: int, pure_noise: float, generator: torch.Generator) -> Tensor:
    """sigma (B,) in (0, 1]: exactly 1 for a share of the samples, else logit-normal leaning towards noise."""
    level = torch.sigmoid(torch.randn(count, generator=generator) + 0.5)
    return torch.where(torch.rand(count, generator=generator) < pure_noise, torch.ones(count), level)


def _begin_with(network: ColorNet, folder: Path) -> None:
    for name in PARTS:
        known = load_module(folder / f"{name}.safetensors", MINI_PARTS[name])
        getattr(network, name).load_state_dict(known.state_dict())


def export(network: ColorNet, folder: Path) -> None:
    """Write the three networks as float16 weight files, as they are shipped."""
    for name in PARTS:
        save_module(folder / f"{name}.safetensors", getattr(network, name), torch.float16)
