"""`evaluate ablations`: one checkpoint, and what is lost without each of its parts.

A part that is switched off was there while the others learned, so this says what the network leans on, not
what another training without it would have reached. Parts that only shape the training (alignment,
equivariance) cannot be switched off: what an aligner that never learned does to colours is chance. Of three,
one ordered the music on all of seven pictures and one on none.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor

from lvocal.evaluate.quick import PARTS
from lvocal.evaluate.table import Trial
from lvocal.media.shards import read_pictures
from lvocal.model.bundle import MiniNetworks
from lvocal.model.reuse import Reuse
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.sample.guidance import without_words
from lvocal.settings import ColorizeSettings
from lvocal.values import Conditions

MEASURED = ("words", "objects", "plausibility", "music", "ambience", "pins", "palette", "jitter")
"""Parts of `quick` that are measured for every line."""

FEW = 24
"""Pictures per figure, unless another limit is given."""

Change = Callable[[MiniNetworks], MiniNetworks]


@dataclass(frozen=True)
class Ablations:
    """Figures by what is left out."""

    figures: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    """(what is left out, one value per figure)"""


def run(
    data: Path,
    networks: MiniNetworks,
    limit: int | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Ablations:
    """Measure everything with and without each part; the first line has all of them."""
    pictures, lines = read_pictures(data / "images", "val"), []
    figures: tuple[str, ...] = ()
    for name, change in CHANGES.items():
        say(name)
        trial = Trial(change(networks), data, pictures, ColorizeSettings(), limit or FEW)
        rows = [row for part in MEASURED for row in PARTS[part](trial)]
        figures = tuple(row.what for row in rows)
        lines.append((name, tuple(row.measured for row in rows)))
    return Ablations(figures, tuple(lines))


class Deprived:
    """A transformer that is told less."""

    def __init__(self, network: LVocalTransformer3DModel, tell: Callable[[Conditions], Conditions]) -> None:
        self.network, self.tell = network, tell

    def __call__(
        self, latent: Tensor, sigma: Tensor, conditions: Conditions, *, reuse: Reuse | None = None
    ) -> Tensor:
        return cast(Tensor, self.network(latent, sigma, self.tell(conditions), reuse=reuse))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.network, name)


def told(networks: MiniNetworks, tell: Callable[[Conditions], Conditions]) -> MiniNetworks:
    """The same networks, of which the transformer is told less."""
    return replace(networks, transformer=cast(Any, Deprived(networks.transformer, tell)))


def wordless(networks: MiniNetworks) -> MiniNetworks:
    """Every sentence is an empty one."""
    with torch.inference_mode():
        empty = networks.read_tokens([()]).text
    return told(networks, lambda known: without_words(known, empty))


def without_fusion(networks: MiniNetworks) -> MiniNetworks:
    """Words reach the picture as they were read."""
    transformer = deepcopy(networks.transformer)
    transformer.fusion = None
    return replace(networks, transformer=transformer)


CHANGES: dict[str, Change] = {
    "everything": lambda networks: networks,
    "without words": wordless,
    "without music": lambda networks: told(networks, lambda known: replace(known, mood=None)),
    "without ambience": lambda networks: told(networks, lambda known: replace(known, env=None)),
    "without CMPF": without_fusion,
    "without copying": lambda networks: told(networks, lambda known: replace(known, offer=None)),
    "without palette": lambda networks: told(networks, lambda known: replace(known, palette=None)),
}
