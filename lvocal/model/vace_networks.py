"""The networks of the public road: Wan2.1-VACE as its makers published it, and the embedded listener.

VACE was never taught to hear. The listener only says what is heard, and the sampler turns that into words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from lvocal.model.bundle import Networks, Separates
from lvocal.model.listen import Listener
from lvocal.model.separator import Separator, TakesApart

if TYPE_CHECKING:
    from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanVACETransformer3DModel


@dataclass(frozen=True)
class VaceNetworks(Separates):
    """Everything a film is coloured with, loaded and ready."""

    transformer: WanVACETransformer3DModel
    vae: AutoencoderKLWan
    scheduler: UniPCMultistepScheduler
    """Only its settings are used; every window walks with a copy of its own."""
    listener: Listener
    encode_sentences: Callable[[Sequence[str]], list[Tensor]]
    """Sentences -> (1, L, Dt) each, encoded by umT5 once and kept."""
    fingerprint: str
    """Of the weights, for sidecars."""
    separator: Separator
    """The embedded one."""
    separator_named: Callable[[str, Separator], TakesApart]
    """A public separator by its name, loaded when it is asked for."""
    name: str = "vace"

    works_on: torch.device | None = None
    """Where it is computed when weights wait elsewhere."""

    @property
    def device(self) -> torch.device:
        """Where it is computed."""
        return self.works_on or next(self.transformer.parameters()).device


AnyNetworks = Networks | VaceNetworks
"""Whatever a film can be coloured with."""
