"""Questions about what a network is told."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from lvocal.values import Conditions


def told_in(dtype: torch.dtype, conditions: Conditions) -> Conditions:
    """The same in the precision in which the network computes."""
    names = ("gray", "text", "mood", "env", "palette", "reference")
    told = {name: getattr(conditions, name) for name in names}
    return replace(conditions, **{name: x.to(dtype) for name, x in told.items() if x is not None})


def with_fewer_words(conditions: Conditions) -> Conditions | None:
    """The same without the words that count less than 1; None where none does."""
    offer = conditions.offer
    if offer is None or offer.fewer is None:
        return None
    few = offer.fewer
    offer = replace(offer, shades=few.shades, said=few.said, strength=few.strength, fewer=None, taken=None)
    return replace(conditions, text=few.text, color_words=few.color_words, offer=offer)


def hears(conditions: Conditions) -> bool:
    """Whether any sound may show in the picture."""
    music = conditions.mood is not None and is_on(conditions.music_strength)
    return music or (conditions.env is not None and is_on(conditions.ambience_strength))


def is_on(strength: float | Tensor) -> bool:
    """A strength of zero switches a road off; a tensor of them never does."""
    return isinstance(strength, Tensor) or strength != 0
