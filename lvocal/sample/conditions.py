"""From a request to what the network is told: encoded once, cut to each window.

Shapes: T frames of a window, F latent frames, K music segments, M ambience tokens, D width of the sound
features, L words, h, w latent pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from lvocal.color.naming import Lab
from lvocal.color.palette import palette_vector
from lvocal.media.audio import for_listener
from lvocal.media.mix import MixedSound
from lvocal.model.bundle import Networks
from lvocal.model.listen import (
    FRAMES_PER_TOKEN,
    HOP,
    SEGMENT_SEC,
    SILENT_RMS,
    TOKEN_SEC,
    TOKENS_PER_SEGMENT,
    segments_for,
)
from lvocal.model.text import Token, TokenBatch, batch_tokens, tokenize
from lvocal.sample.canvas import View
from lvocal.values import Clip, ColorizeRequest, Conditions, Heard, Waveform, Window

CHUNK_TOKENS = 30 * TOKENS_PER_SEGMENT
"""Sound is listened to in pieces of about a minute, so that memory stays flat."""

CONTEXT_SEC = 2.0
"""Music this far before and after a window still counts for its mood."""


@dataclass(frozen=True)
class Road:
    """Features of one road of sound over the whole film, and how loud it is."""

    features: Tensor
    """(K or M, D)"""
    step_sec: float
    rms: np.ndarray
    """One value per ambience token length."""

    def between(self, start_sec: float, stop_sec: float) -> Tensor | None:
        """Features that sound in a span of time (at least one), or None where it is silent."""
        loud = self.rms[_span(start_sec, stop_sec, TOKEN_SEC, len(self.rms))]
        if not (loud > SILENT_RMS).any():
            return None
        return self.features[_span(start_sec, stop_sec, self.step_sec, len(self.features))]


@dataclass(frozen=True)
class Words:
    """Sentences, encoded."""

    text: Tensor
    """(B, L, Dt)"""
    color_words: Tensor
    """(B, L) bool, where a word names a colour"""
    shades: Tensor
    """(B, L, K, 2) the colour of each word's phrase, as values.Offer has it"""
    said: Tensor
    """(B, L) bool, where there is one"""


@dataclass(frozen=True)
class Brief:
    """A request, encoded: everything but the picture."""

    words: Words
    no_text: Tensor
    palette: Tensor | None
    music: Road | None
    ambience: Road | None
    music_strength: float
    ambience_strength: float
    asked: tuple[Lab, ...] = ()
    """The colours that the words name."""

    def for_window(self, view: View, clip: Clip, window: Window, networks: Networks) -> Conditions:
        """What the network is told about one window."""
        start, stop = clip.time_sec(window.start), clip.time_sec(window.stop - 1)
        mood = env = None
        if self.music is not None and self.music_strength:
            heard = self.music.between(start - CONTEXT_SEC, stop + CONTEXT_SEC)
            mood = None if heard is None else networks.aligner.hear_emotion(heard.mean(0, keepdim=True))
        if self.ambience is not None and self.ambience_strength:
            heard = self.ambience.between(start, stop)
            env = (
                None
                if heard is None
                else segments_for(networks.aligner.hear_place(heard[None]), view.gray.shape[2])
            )
        return Conditions(
            view.gray, self.words.text, mood, env, self.palette, color_words=self.words.color_words,
            music_strength=self.music_strength, ambience_strength=self.ambience_strength,
            offer=view.offer and replace(view.offer, shades=self.words.shades, said=self.words.said),
        )  # fmt: skip


def encode(
    request: ColorizeRequest, sound: MixedSound, networks: Networks, check: Callable[[], None]
) -> Brief:
    """Encode words, palette and both roads of sound."""
    device = networks.device
    palette = None
    if request.palette is not None:
        palette = torch.from_numpy(palette_vector(request.palette))[None].to(device)
    settings = request.settings
    music = ambience = None
    if sound.music is not None and settings.music_strength:
        music = _listen(sound.music, networks, "music", check)
    if sound.ambience is not None and settings.ambience_strength:
        ambience = _listen(sound.ambience, networks, "ambience", check)
    return Brief(
        encode_words([tokenize(request.prompt, request.rows)], networks), encode_words([()], networks).text,
        palette, music, ambience, settings.music_strength, settings.ambience_strength,
        asked=asked_colors(request, networks),
    )  # fmt: skip


def asked_colors(request: ColorizeRequest, networks: Networks) -> tuple[Lab, ...]:
    """The colours among the words that the text encoder reads."""
    read = tokenize(request.prompt, request.rows)[: networks.text.config.max_tokens]
    return tuple(token.lab for token in read if token.lab is not None)


def encode_words(sentences: Sequence[Sequence[Token]], networks: Networks) -> Words:
    """B sentences, read."""
    tokens = batch_tokens(sentences, networks.vocabulary, networks.text.config.max_tokens)
    tokens = TokenBatch(*(part.to(networks.device) for part in vars(tokens).values()))
    return Words(networks.text(tokens), tokens.names_color, tokens.shades, tokens.has_color)


def _listen(wave: Waveform, networks: Networks, road: str, check: Callable[[], None]) -> Road:
    samples = for_listener(wave)
    hop = FRAMES_PER_TOKEN * HOP
    features = []
    for start in range(0, len(samples), CHUNK_TOKENS * hop):
        check()
        piece = torch.from_numpy(samples[start : start + CHUNK_TOKENS * hop])[None].to(networks.device)
        if road == "music":
            features.append(networks.listener.listen_music(piece).segments[0])
        else:
            features.append(networks.listener.listen_ambience(piece).sequence[0])
    padded = np.pad(samples, (0, -len(samples) % hop)).reshape(-1, hop)
    rms = np.sqrt(np.square(padded, dtype=np.float64).mean(axis=1))
    return Road(torch.cat(features), SEGMENT_SEC if road == "music" else TOKEN_SEC, rms)


def _span(start_sec: float, stop_sec: float, step_sec: float, count: int) -> slice:
    first = min(max(int(start_sec / step_sec), 0), count - 1)
    last = min(max(int(stop_sec / step_sec), first), count - 1)
    return slice(first, last + 1)


def hear(sound: MixedSound, networks: Networks) -> Heard:
    """What the listener makes of both roads, for a person to read."""
    waves = (sound.music, sound.ambience)
    music, ambience = (
        None if wave is None else torch.from_numpy(for_listener(wave)).to(networks.device) for wave in waves
    )
    return networks.listener.hear(music, ambience)
