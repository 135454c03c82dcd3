"""The networks that the colorizer stage trains together, and the recipe that shapes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import torch
from torch import Tensor, nn

from lvocal.model.codec import LATENT_CHANNELS, ChromaCodec, CodecConfig
from lvocal.model.text import TextConfig, TextEncoder
from lvocal.model.transformer import LVocalBlock, LVocalTransformer3DModel
from lvocal.train.batch_recipe import BatchRecipe
from lvocal.train.loop import LoopRecipe
from lvocal.train.namer import RegionNamer

PARTS = ("codec", "text", "transformer")
"""The networks that learn together."""


@dataclass(frozen=True)
class ColorizerRecipe:
    """Everything that shapes a run of this stage."""

    loop: LoopRecipe
    batches: BatchRecipe = field(default_factory=BatchRecipe)
    codec: CodecConfig = CodecConfig(decoder_channels=0)
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
    relevance_weight: float = 0.05
    equivariant_weight: float = 0.4
    """At the end of the run; it rises linearly from nothing (CoolColor 3.3)."""
    fusion_layers: int = 0
    """Blocks of CMPF. Three states of the embedded weights that had learned with two of them were nearer the
    truth without them on nine frames of seven clips never learned from (CIEDE2000 13.1 -> 12.7, 13.6 -> 11.1,
    13.2 -> 11.8)."""
    look_every: int = 3
    """Of the latent frames of a long window; what is learned from is shorter."""
    copy_width: int = 64
    """Of the keys with which colours are copied; 0 trains a network that paints everything itself."""
    copying_weight: float = 0.5
    temporal: str = "none"
    """"deformable" trains L-C4's attention over all frames as well."""
    grows: bool = False
    """A fresh run begins with weights that are there already, instead of from nothing."""
    aligned: bool = True
    """False hears through an aligner that never learned, to see what alignment is good for."""
    frozen: tuple[str, ...] = ()
    """Networks of PARTS that stay as they are; without the codec's gradients a step takes a third less."""


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
            fusion_layers=recipe.fusion_layers,
            temporal=recipe.temporal,
            copy_width=recipe.copy_width,
            look_every=recipe.look_every,
            detail_channels=recipe.codec.channels[1],
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
