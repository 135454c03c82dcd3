"""Which painter a set of networks has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from lvocal.media.mix import MixedSound
from lvocal.model.vace_networks import AnyNetworks, VaceNetworks
from lvocal.sample.changes import hear_as, hearing_of
from lvocal.sample.conditions import encode
from lvocal.sample.known import Known
from lvocal.sample.painter import Painter, Painting
from lvocal.sample.vace_painter import VacePainter
from lvocal.values import Clip, ColorizeRequest, Relevance, Shot, Window, WordReport


class PaintsWindows(Protocol):
    """What the straight line asks of a painter."""

    notes: tuple[str, ...]
    """What the person should know of how it paints."""

    known: Known
    relevance: list[Relevance]
    """What the gates gave for every window that has been painted; empty where a network has none."""

    def shrink(self, gray: np.ndarray) -> np.ndarray:
        """Grey picture in [0, 1] -> lightness L* (H, W) at painting size."""
        ...

    def paint(self, light: np.ndarray, window: Window) -> Painting:
        """Lightness (T, H, W) of a window -> a*b* (T, 2, H/2, W/2), float32."""
        ...

    def forget(self) -> None:
        """A cut: nothing that was painted before says anything about what comes."""
        ...

    def report(self) -> WordReport:
        """What became of the words so far."""
        ...


def painter_for(
    request: ColorizeRequest,
    networks: AnyNetworks,
    clip: Clip,
    sound: MixedSound,
    known: Known,
    check: Callable[[], None],
    shots: Sequence[Shot] = (),
) -> PaintsWindows:
    """By the networks: those of this project are told what is heard, public VACE is told in words. `shots`
    are those of the film; they may be left away where none has words of its own."""
    if isinstance(networks, VaceNetworks):
        heard = hear_as(sound, hearing_of(request.hearing, request.mix), networks)
        return VacePainter(networks, request, known, clip, heard, shots)
    return Painter(networks, request.settings, encode(request, sound, networks, check, shots), known, clip)
