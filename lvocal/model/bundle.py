"""The networks that work together, as one value."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch

from lvocal.model.aligner import Aligner, AlignerConfig
from lvocal.model.codec import LATENT_CHANNELS, ChromaCodec, CodecConfig
from lvocal.model.listen import Listener, ListenerConfig
from lvocal.model.text import TextConfig, TextEncoder, Vocabulary
from lvocal.model.transformer import LVocalTransformer3DModel


@dataclass(frozen=True)
class Networks:
    """Everything that is computed with, loaded and ready."""

    transformer: LVocalTransformer3DModel
    codec: ChromaCodec
    text: TextEncoder
    vocabulary: Vocabulary
    listener: Listener
    aligner: Aligner
    name: str
    fingerprint: str
    """Hash of the weights, for sidecars."""

    @property
    def device(self) -> torch.device:
        return next(self.transformer.parameters()).device

    def to(self, device: torch.device | str) -> Networks:
        """The same networks on a device."""
        parts = ("transformer", "codec", "text", "listener", "aligner")
        return replace(self, **{part: getattr(self, part).to(device) for part in parts})


def tiny_networks(seed: int = 0) -> Networks:
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
    parts = (transformer, ChromaCodec(codec), TextEncoder(text), Listener(listener), Aligner(aligner))
    for part in parts:
        part.eval().requires_grad_(False)
        _stir(part)
    transformer, codec_net, text_net, listener_net, aligner_net = parts
    vocabulary = Vocabulary(("coat", "car", "red", "sky"))
    return Networks(
        transformer,
        codec_net,
        text_net,
        vocabulary,
        listener_net,
        aligner_net,
        name="tiny",
        fingerprint="tiny",
    )


def _stir(module: torch.nn.Module) -> None:
    """Give the layers that start at zero something to do, so that every condition shows in the result."""
    for parameter in module.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.05)
