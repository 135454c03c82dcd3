"""The frozen networks that a clip goes through once, when its shard is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from lvocal.checkpoint.prompts import SentenceEncoder
from lvocal.checkpoint.wan import load_clap, load_codec
from lvocal.color.spaces import luma
from lvocal.model.clap_listener import ClapListener
from lvocal.model.video_codec import VideoCodec
from lvocal.values import EMOTIONS


@dataclass(frozen=True)
class Encoders:
    """Wan's autoencoder, CLAP and umT5 on one device."""

    codec: VideoCodec
    listener: ClapListener
    sentence: Callable[[str], Tensor]
    """(1, L, Dt)"""
    device: torch.device

    @torch.no_grad()
    def see(self, frames: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Frames (T, H, W, 3) uint8 -> latents of the colours and of the grey film, (C, F, h, w) float16."""
        rgb = torch.from_numpy(frames).to(self.device).float() / 255
        colored = self.codec.encode(rgb.permute(3, 0, 1, 2)[None])[0]
        plain = self.codec.encode_gray(luma(rgb)[None, None])[0]
        return colored.half().cpu().numpy(), plain.half().cpu().numpy()

    def read(self, sentence: str) -> np.ndarray:
        """(L, Dt) float16, without the zeros that fill a sentence up."""
        encoded = self.sentence(sentence)[0].float().cpu()
        length = int(encoded.any(dim=1).sum())
        return encoded[:length].half().numpy()

    def feel(self, music: Tensor) -> str:
        """What CLAP takes a piece of music (Da,) to express."""
        return EMOTIONS[int((self.listener.emotions @ music).argmax())]


def load_encoders(wan: str, clap: str, device: torch.device) -> Encoders:
    """From folders or hub ids. Raises UserError for what is missing."""
    codec, listener = load_codec(wan).to(device), load_clap(clap).eval().requires_grad_(False).to(device)
    return Encoders(codec, listener, SentenceEncoder(wan, device=device), device)
