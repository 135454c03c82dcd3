"""From a request to what the network is told: encoded once, cut to each window.

Shapes: T frames of a window, F latent frames, K music segments, M ambience tokens, D width of the sound
features, L words, h, w latent pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from lvocal.color.naming import Lab
from lvocal.color.palette import palette_vector
from lvocal.media.mix import MixedSound
from lvocal.model.bundle import Networks, Words
from lvocal.model.listen import (
    segments_for,
)
from lvocal.model.text import tokenize
from lvocal.sample.canvas import View
from lvocal.sample.roads import Road, listened
from lvocal.values import Clip, ColorizeRequest, Conditions, Window

CONTEXT_SEC = 2.0
"""Music this far before and after a window still counts for its mood."""


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
        music = listened(sound.music, networks, "music", check)
    if sound.ambience is not None and settings.ambience_strength:
        ambience = listened(sound.ambience, networks, "ambience", check)
    return Brief(
        networks.read(request.prompt, request.rows), networks.read("").text,
        palette, music, ambience, settings.music_strength, settings.ambience_strength,
        asked=asked_colors(request, networks),
    )  # fmt: skip


def asked_colors(request: ColorizeRequest, networks: Networks) -> tuple[Lab, ...]:
    """The colours among the words that the text encoder reads."""
    read = tokenize(request.prompt, request.rows)[: networks.most_words]
    return tuple(token.lab for token in read if token.lab is not None)
