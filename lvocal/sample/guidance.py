"""Guidance: the velocity the sampler follows, from one or two answers of the network."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from torch import Tensor

from lvocal.sample.flow import Velocity
from lvocal.values import Conditions


class FlowNetwork(Protocol):
    """What is asked of a transformer here."""

    def __call__(self, latent: Tensor, sigma: Tensor, conditions: Conditions) -> Tensor: ...


def guided(network: FlowNetwork, conditions: Conditions, no_text: Tensor, guidance: float) -> Velocity:
    """Classifier-free guidance on the words: 1 is the network's own answer in one pass, more exaggerates the
    words.

    `no_text` (B, L, Dt) is the encoding of an empty sentence. Sound has its own strength inside the network
    (the relevance gate), so that no music and no ambience stay exact zeros.
    """
    if guidance == 1:
        return lambda x, sigma: network(x, sigma, conditions)
    wordless = without_words(conditions, no_text)

    def velocity(x: Tensor, sigma: Tensor) -> Tensor:
        plain = network(x, sigma, wordless)
        return plain + guidance * (network(x, sigma, conditions) - plain)

    return velocity


def without_words(conditions: Conditions, no_text: Tensor) -> Conditions:
    """The same told without a word: nothing is said, and no word offers a colour."""
    offer = conditions.offer and replace(conditions.offer, shades=None, said=None)
    text = no_text.expand_as(conditions.text)
    return replace(conditions, text=text, color_words=None, offer=offer)
