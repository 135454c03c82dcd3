"""`evaluate ablations`: one checkpoint, and what is lost without each of its parts.

A part that is switched off was there while the others learned, so this says what the network leans on, not
what another training without it would have reached. Parts that only shape the training (alignment,
equivariance) cannot be switched off: what an aligner that never learned does to colours is chance. Of three,
one ordered the music on all of seven pictures and one on none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from lvocal.evaluate.bars.quick import PARTS
from lvocal.evaluate.bars.table import Trial
from lvocal.evaluate.switches import SWITCHES, Change, N, nothing_to_switch, told
from lvocal.media.shards import read_pictures
from lvocal.model.bundle import MiniNetworks
from lvocal.sample.guidance import without_words
from lvocal.settings import ColorizeSettings

MEASURED = ("words", "objects", "plausibility", "music", "ambience", "pins", "palette", "jitter")
"""Parts of `quick` that are measured for every line."""

FEW = 24
"""Pictures per figure, unless another limit is given."""


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
    """Measure everything with and without each part that there is; the first line has all of them."""
    pictures, lines = read_pictures(data / "images", "val"), []
    figures: tuple[str, ...] = ()
    idle = [SWITCHES[name] for name in SWITCHES if nothing_to_switch(name, networks)]
    for name, change in CHANGES.items():
        if change in idle:
            continue
        say(name)
        trial = Trial(change(networks), data, pictures, ColorizeSettings(), limit or FEW)
        rows = [row for part in MEASURED for row in PARTS[part](trial)]
        figures = tuple(row.what for row in rows)
        lines.append((name, tuple(row.measured for row in rows)))
    return Ablations(figures, tuple(lines))


def wordless(networks: N) -> N:
    """Every sentence is an empty one."""
    with torch.inference_mode():
        empty = networks.read("").text
    return told(networks, lambda known: without_words(known, empty))


CHANGES: dict[str, Change] = {
    "everything": lambda networks: networks,
    "without words": wordless,
    "words instead of sound (w/ RTD)": SWITCHES["RTD"],
    "without sound (w/o AC)": SWITCHES["AC"],
    "without music (w/o ETG)": SWITCHES["ETG"],
    "without ambience (w/o EAG)": SWITCHES["EAG"],
    "music unaligned (w/o ETA)": SWITCHES["ETA"],
    "ambience unaligned (w/o EAA)": SWITCHES["EAA"],
    "without CMPF": SWITCHES["CMPF"],
    "every sound trusted (w/o r)": SWITCHES["R"],
    "without copying": lambda networks: told(networks, lambda known: replace(known, offer=None)),
    "without palette": lambda networks: told(networks, lambda known: replace(known, palette=None)),
}
