"""From a request to what the network is told: encoded once, cut to each window.

Shapes: T frames of a window, F latent frames, K music segments, M ambience tokens, D width of the sound
features, L words, h, w latent pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from lvocal.color.lexicon import Lab
from lvocal.color.palette import palette_vector
from lvocal.media.mix import MixedSound
from lvocal.model.bundle import Networks
from lvocal.model.listen import (
    segments_for,
)
from lvocal.model.text import tokenize
from lvocal.sample.canvas import View
from lvocal.sample.changes import ambience_as, dial, hearing_of, music_as
from lvocal.sample.landing import Wording
from lvocal.sample.roads import Road
from lvocal.sample.wording import own_words, wording_of
from lvocal.values import Clip, ColorizeRequest, Conditions, Offer, Shot, Window, Words

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
    fewer: Words | None = None
    """The words without those that count less than 1; None where all do."""
    wording: Wording = Wording(())
    """What the words speak of."""
    shots: tuple[tuple[Shot, Brief], ...] = ()
    """Shots with words of their own, and the same for each of them."""

    def at(self, frame: int) -> Brief:
        """For the shot of a frame: with its own words where it has some."""
        return next((brief for shot, brief in self.shots if shot.start <= frame < shot.stop), self)

    def for_window(self, view: View, clip: Clip, window: Window, networks: Networks) -> Conditions:
        """What the network is told about one window."""
        start, stop = clip.time_sec(window.start), clip.time_sec(window.stop - 1)
        mood, env = self.heard_between(start, stop, view.gray.shape[2], networks)
        return Conditions(
            view.gray, self.words.text, mood, env, self.palette, color_words=self.words.color_words,
            music_strength=self.music_strength, ambience_strength=self.ambience_strength,
            offer=view.offer and self._offered(view.offer),
        )  # fmt: skip

    def _offered(self, offer: Offer) -> Offer:
        """With the colours of the words."""
        words = self.words
        return replace(offer, shades=words.shades, said=words.said, strength=words.strength, fewer=self.fewer)

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
    request: ColorizeRequest, sound: MixedSound, networks: Networks, check: Callable[[], None],
    shots: Sequence[Shot] = (),
) -> Brief:  # fmt: skip
    """Encode words, palette and both roads of sound; words of single shots want the `shots` of the film."""
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
    silent = networks.read("")
    brief = Brief(
        silent, silent.text, palette, music, ambience, dialled,
        settings.music_strength, settings.ambience_strength,
    )  # fmt: skip
    own = [(one.shot, _told(brief, one.request, networks, one.frame)) for one in own_words(request, shots)]
    return replace(_told(brief, request, networks), shots=tuple(own))


def _told(brief: Brief, request: ColorizeRequest, networks: Networks, frame: int | None = None) -> Brief:
    """The same with the words of a request, which are the film's or those of the shot of a frame."""
    rows = request.rows
    full = [row for row in rows if row.strength >= 1]
    weak = any(0 < row.strength < 1 for row in rows)
    return replace(
        brief, words=networks.read(request.prompt, rows), asked=asked_colors(request, networks),
        fewer=networks.read(request.prompt, full) if weak else None, wording=wording_of(request, frame),
    )  # fmt: skip


def asked_colors(request: ColorizeRequest, networks: Networks) -> tuple[Lab, ...]:
    """The colours among the words that the text encoder reads."""
    read = tokenize(request.prompt, request.rows)[: networks.most_words]
    return tuple(token.lab for token in read if token.lab is not None)
