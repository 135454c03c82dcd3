"""The networks that work together, as one value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import torch
from torch import Tensor

from lvocal.model.aligner import Aligner, AlignerConfig
from lvocal.model.clap_listener import ClapListener
from lvocal.model.codec import LATENT_CHANNELS, ChromaCodec, CodecConfig
from lvocal.model.listen import Listener, ListenerConfig
from lvocal.model.prompt import PROMPT_TOKENS, apart, counted, grown, sentence
from lvocal.model.separator import Separator, SeparatorConfig, TakesApart
from lvocal.model.text import TextConfig, TextEncoder, Token, TokenBatch, Vocabulary, batch_tokens, tokenize
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.model.video_codec import VideoCodec
from lvocal.values import ColorRow, UserError, Words

MODULES = ("transformer", "codec", "listener", "aligner", "separator")
"""What every size is made of."""


class Separates:
    """What takes a film's own sound apart."""

    separator: Separator
    separator_named: Callable[[str, Separator], TakesApart]

    def taking_apart(self, name: str) -> TakesApart:
        """The separator that a SoundMix names. Raises UserError for one that is not installed."""
        return self.separator if name == "mini" else self.separator_named(name, self.separator)


@dataclass(frozen=True)
class Networks(Separates, ABC):
    """Everything that is computed with, loaded and ready, of either size."""

    transformer: LVocalTransformer3DModel
    codec: ChromaCodec | VideoCodec
    listener: Listener | ClapListener
    aligner: Aligner
    name: str
    fingerprint: str
    """Hash of the weights, for sidecars."""
    works_on: torch.device | None = field(default=None, kw_only=True)
    """Where it is computed when weights wait elsewhere."""
    separator: Separator = field(kw_only=True)
    """The embedded one; the full size uses it as well."""
    separator_named: Callable[[str, Separator], TakesApart] = field(kw_only=True)
    """A public separator by its name, loaded when it is asked for; it may use the embedded one."""

    @property
    def device(self) -> torch.device:
        """Where it is computed."""
        return self.works_on or next(self.transformer.parameters()).device

    def to(self, device: torch.device | str) -> Self:
        """The same networks on a device."""
        return replace(self, **{part: getattr(self, part).to(device) for part in MODULES})

    @property
    @abstractmethod
    def most_words(self) -> int:
        """Words of a sentence that are read; the rest is not."""

    @abstractmethod
    def read(self, prompt: str, rows: Sequence[ColorRow] = ()) -> Words:
        """What a person wrote, encoded, B = 1."""


@dataclass(frozen=True)
class MiniNetworks(Networks):
    """The embedded size."""

    codec: ChromaCodec
    listener: Listener
    text: TextEncoder
    vocabulary: Vocabulary

    def to(self, device: torch.device | str) -> Self:
        """The same networks on a device."""
        return replace(super().to(device), text=self.text.to(device))

    @property
    def most_words(self) -> int:
        return self.text.config.max_tokens

    def read(self, prompt: str, rows: Sequence[ColorRow] = ()) -> Words:
        """Word by word."""
        return self.read_tokens([tokenize(prompt, rows)])

    def read_tokens(self, sentences: Sequence[Sequence[Token]]) -> Words:
        """B sentences."""
        tokens = batch_tokens(sentences, self.vocabulary, self.text.config.max_tokens)
        tokens = TokenBatch(*(part.to(self.device) for part in vars(tokens).values()))
        strength = strength_of(sentences, self.most_words)
        return Words(
            self.text(tokens), tokens.names_color, tokens.shades, tokens.has_color,
            None if strength is None else strength.to(self.device),
        )  # fmt: skip


@dataclass(frozen=True)
class WanNetworks(Networks):
    """The full size."""

    codec: VideoCodec
    listener: ClapListener
    encode_sentence: Callable[[str], Tensor]
    """A sentence -> (1, L, Dt), encoded by umT5 once and kept."""

    @property
    def most_words(self) -> int:
        return PROMPT_TOKENS

    def read(self, prompt: str, rows: Sequence[ColorRow] = ()) -> Words:
        """As one sentence; a row with a strength of its own counts as far as it says (model/prompt)."""
        plain, weak = apart(rows)
        texts = grown(sentence(prompt, plain), weak)
        steps = [self.encode_sentence(text).to(self.device) for text in texts]
        return Words(counted(steps, [weight for _, weight in weak]).to(self.transformer.dtype))


def strength_of(sentences: Sequence[Sequence[Token]], length: int) -> Tensor | None:
    """(B, L) how far the colour of each token counts; None where all count as they are."""
    strength = torch.ones(len(sentences), length)
    for b, tokens in enumerate(sentences):
        read = tokens[:length]
        strength[b, : len(read)] = torch.tensor([token.strength for token in read])
    return None if (strength == 1).all() else strength


def tiny_networks(seed: int = 0) -> MiniNetworks:
    """The real classes at toy size with random weights, so that tests need no file and no patience."""
    torch.manual_seed(seed)
    codec = CodecConfig(channels=(4, 8, 16), blocks=(0, 1, 1), decoder_channels=4)
    text = TextConfig(vocabulary=4, vector_dim=8, dim=16, layers=1, heads=2)
    listener = ListenerConfig(channels=(4, 4, 8, 8))
    aligner = AlignerConfig(listener.width, LATENT_CHANNELS + codec.channels[-1], visual_dim=16, dim=16)
    transformer = LVocalTransformer3DModel(
        num_attention_heads=2, attention_head_dim=16,
        in_channels=LATENT_CHANNELS, out_channels=LATENT_CHANNELS,
        text_dim=text.dim, freq_dim=32, ffn_dim=32, num_layers=2, gray_channels=codec.channels[-1],
        audio_dim=aligner.dim, prediction="clean", copy_width=8, detail_channels=codec.channels[1],
    )  # fmt: skip
    separator = SeparatorConfig(width=4, neck=4, reach=(1, 2))
    parts = (
        transformer, ChromaCodec(codec), TextEncoder(text), Listener(listener), Aligner(aligner),
        Separator(separator),
    )  # fmt: skip
    for part in parts:
        part.eval().requires_grad_(False)
        _stir(part)
    transformer, codec_net, text_net, listener_net, aligner_net, separator_net = parts
    vocabulary = Vocabulary(("coat", "car", "red", "sky"))
    return MiniNetworks(
        transformer, codec_net, listener_net, aligner_net, "tiny", "tiny", text_net, vocabulary,
        separator=separator_net, separator_named=_no_other,
    )  # fmt: skip


def _no_other(name: str, embedded: Separator) -> TakesApart:
    raise UserError(f'Toy networks have no separator "{name}".', "Use mini.")


def _stir(module: torch.nn.Module) -> None:
    """Give the layers that start at zero something to do, so that every condition shows in the result."""
    for parameter in module.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.05)
