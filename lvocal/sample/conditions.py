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
from lvocal.sample.changes import ambience_as, dial, hearing_of, music_as
from lvocal.sample.roads import Road
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
    dialled: Tensor | None
    """A_emo (1, D) in the place of what the music says, where the dial stands somewhere."""
    music_strength: float
    ambience_strength: float
    asked: tuple[Lab, ...] = ()
    """The colours that the words name."""

    def for_window(self, view: View, clip: Clip, window: Window, networks: Networks) -> Conditions:
        """What the network is told about one window."""
        start, stop = clip.time_sec(window.start), clip.time_sec(window.stop - 1)
        mood, env = self.heard_between(start, stop, view.gray.shape[2], networks)
        return Conditions(
            view.gray, self.words.text, mood, env, self.palette, color_words=self.words.color_words,
            music_strength=self.music_strength, ambience_strength=self.ambience_strength,
            offer=view.offer and replace(view.offer, shades=self.words.shades, said=self.words.said),
        )  # fmt: skip

    def heard_between(
        self, start: float, stop: float, latent_frames: int, networks: Networks
    ) -> tuple[Tensor | None, Tensor | None]:
        """A_emo (1, D) and A_env (1, F, A, D) of a stretch of film in seconds; None where nothing sounds."""
        mood, env = self.dialled, None
        if mood is None and self.music is not None and self.music_strength:
            heard = self.music.between(start - CONTEXT_SEC, stop + CONTEXT_SEC)
            mood = None if heard is None else networks.aligner.hear_emotion(heard.mean(0, keepdim=True))
        if self.ambience is not None and self.ambience_strength:
            heard = self.ambience.between(start, stop)
            env = (
                None
                if heard is None
                else segments_for(networks.aligner.hear_place(heard[None]), latent_frames)
            )
        return mood, env


def encode(
    request: ColorizeRequest, sound: MixedSound, networks: Networks, check: Callable[[], None]
) -> Brief:
    """Encode words, palette and both roads of sound."""
    device = networks.device
    palette = None
    if request.palette is not None:
        palette = torch.from_numpy(palette_vector(request.palette))[None].to(device)
    settings, hearing = request.settings, hearing_of(request.hearing, request.mix)
    music = ambience = dialled = None
    if settings.music_strength and hearing.mood:
        dialled = dial(hearing.mood, networks, networks.aligner.hear_emotion)
    elif settings.music_strength:
        music = music_as(sound, hearing, networks, check)
    if settings.ambience_strength:
        ambience = ambience_as(sound, hearing, networks, check)
    return Brief(
        networks.read(request.prompt, request.rows), networks.read("").text,
        palette, music, ambience, dialled, settings.music_strength, settings.ambience_strength,
        asked=asked_colors(request, networks),
    )  # fmt: skip


def asked_colors(request: ColorizeRequest, networks: Networks) -> tuple[Lab, ...]:
    """The colours among the words that the text encoder reads."""
    read = tokenize(request.prompt, request.rows)[: networks.most_words]
    return tuple(token.lab for token in read if token.lab is not None)
