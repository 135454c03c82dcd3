"""Painting pictures of the validation splits, as the app paints one frame.

Shapes: B sentences for one picture, H, W pixels (multiples of 16), h, w = H/2, W/2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from lvocal.media.audio import for_listener
from lvocal.media.shards import Picture
from lvocal.media.synth import preset
from lvocal.model.bundle import MiniNetworks, Networks
from lvocal.model.codec import from_latent
from lvocal.model.color_copy import offered
from lvocal.model.listen import segments_for
from lvocal.model.text import Token
from lvocal.sample.flow import noise, walk_as
from lvocal.sample.guidance import guided_as
from lvocal.sample.painter import painted_size
from lvocal.settings import ColorizeSettings
from lvocal.values import Conditions, Offer


@dataclass(frozen=True)
class Still:
    """A picture made ready: what the network sees, and the truth to hold it against."""

    lightness: np.ndarray
    """(H, W) L* in 0..100"""
    ab: np.ndarray
    """(2, h, w) true a*b*"""
    mask: np.ndarray | None
    """(h, w) region ids"""
    picture: Picture

    @property
    def half(self) -> np.ndarray:
        """(h, w) L* at the size of the colours."""
        height, width = self.ab.shape[1:]
        return self.lightness.reshape(height, 2, width, 2).mean(axis=(1, 3))


def still_of(picture: Picture, paint_px: int) -> Still:
    """Resize a picture to painting size."""
    height, width = painted_size(picture.lab.shape[1], picture.lab.shape[0], paint_px)
    lab = cv2.resize(picture.lab, (width, height), interpolation=cv2.INTER_AREA)
    half = cv2.resize(lab, (width // 2, height // 2), interpolation=cv2.INTER_AREA).astype(np.float32)
    mask = None
    if picture.mask is not None:
        mask = cv2.resize(picture.mask, (width // 2, height // 2), interpolation=cv2.INTER_NEAREST)
    return Still(lab[..., 0].astype(np.float32) / 2.55, half[..., 1:].transpose(2, 0, 1) - 128, mask, picture)


@torch.inference_mode()
def paint(
    networks: MiniNetworks,
    still: Still,
    sentences: Sequence[Sequence[Token]],
    settings: ColorizeSettings,
    mood: Tensor | None = None,
    env: Tensor | None = None,
) -> np.ndarray:
    """One picture under several sentences (and moods (B, D), places (B, M, D)) -> a*b* (B, 2, h, w)."""
    count, device = len(sentences), networks.device
    lightness = torch.from_numpy(still.lightness).to(device)
    gray, features = networks.codec.encode_gray(lightness[None, None, None])
    words, empty = networks.read_tokens(sentences), networks.read_tokens([()]).text
    offer = offered(lightness[None, None, None], features)
    conditions = Conditions(
        gray.expand(count, -1, -1, -1, -1),
        words.text,
        mood,
        None if env is None else segments_for(env, 1),
        color_words=words.color_words,
        music_strength=settings.music_strength,
        ambience_strength=settings.ambience_strength,
        offer=Offer(
            offer.light.expand(count, -1, -1, -1),
            offer.detail.expand(count, -1, -1, -1, -1),
            words.shades,
            words.said,
        ),
    )
    shape = (1, networks.transformer.config.in_channels, *gray.shape[2:])
    velocity = guided_as(settings, networks.transformer, conditions, empty)
    start = noise(shape, settings.seed, device).expand(count, -1, -1, -1, -1)
    *_, latent = walk_as(settings, velocity, start)
    skips = (part.expand(count, -1, -1, -1) for part in (features.half, features.quarter))
    return networks.codec.decode(from_latent(latent), *skips).cpu().numpy()


@torch.inference_mode()
def mood_of(networks: Networks, name: str, seconds: float = 8.0) -> Tensor:
    """A_emo (1, D) of a preset."""
    wave = torch.from_numpy(for_listener(preset(name, seconds)))[None].to(networks.device)
    return networks.aligner.hear_emotion(networks.listener.listen_music(wave).pooled)


@torch.inference_mode()
def place_of(networks: Networks, name: str, seconds: float = 4.0) -> Tensor:
    """A_env (1, M, D) of a preset."""
    wave = torch.from_numpy(for_listener(preset(name, seconds)))[None].to(networks.device)
    return networks.aligner.hear_place(networks.listener.listen_ambience(wave).sequence)
