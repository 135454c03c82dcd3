"""Guidance: the velocity the sampler follows, from one to three answers of the network."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from torch import Tensor

from lvocal.model.reuse import Reuse
from lvocal.model.told import hears
from lvocal.sample.flow import Velocity
from lvocal.settings import ColorizeSettings
from lvocal.values import Conditions


class FlowNetwork(Protocol):
    """What is asked of a transformer here."""

    def __call__(
        self, latent: Tensor, sigma: Tensor, conditions: Conditions, *, reuse: Reuse | None = None
    ) -> Tensor: ...


def guided(
    network: FlowNetwork,
    conditions: Conditions,
    no_text: Tensor,
    words: float,
    sound: float = 1.0,
    reuse: float = 0.0,
) -> Velocity:
    """Classifier-free guidance on words and on sound, each against the same without it:
    v + (words - 1) (v - v_wordless) + (sound - 1) (v - v_soundless).

    1 is the network's own answer and costs no pass, more exaggerates. Where nothing sounds, `sound` changes
    nothing, so that no music and no ambience stay exact zeros. `no_text` (B, L, Dt) is the encoding of an
    empty sentence; `reuse` is the threshold of model.reuse, whose memory lasts for one walk.
    """
    passes = [(1.0, conditions)]
    if words != 1:
        passes = [(words, conditions), (1 - words, without_words(conditions, no_text))]
    if sound != 1 and hears(conditions):
        passes[0] = (passes[0][0] + sound - 1, conditions)
        passes.append((1 - sound, replace(conditions, mood=None, env=None)))
    asked = [(weight, told, Reuse(reuse) if reuse else None) for weight, told in passes if weight]

    def velocity(x: Tensor, sigma: Tensor) -> Tensor:
        answers = (weight * network(x, sigma, told, reuse=memory) for weight, told, memory in asked)
        total = next(answers)
        for answer in answers:
            total = total + answer
        return total

    return velocity


def guided_as(
    settings: ColorizeSettings, network: FlowNetwork, conditions: Conditions, no_text: Tensor
) -> Velocity:
    """As the settings say."""
    return guided(network, conditions, no_text, settings.guidance, settings.sound_guidance, settings.reuse)


def without_words(conditions: Conditions, no_text: Tensor) -> Conditions:
    """The same told without a word: nothing is said, and no word offers a colour."""
    offer = conditions.offer
    offer = offer and replace(offer, shades=None, said=None, strength=None, fewer=None, taken=None)
    text = no_text.expand_as(conditions.text)
    return replace(conditions, text=text, color_words=None, offer=offer)
