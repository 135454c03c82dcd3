"""Which painter a set of networks has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from lvocal.media.mix import MixedSound
from lvocal.model.vace_networks import AnyNetworks, VaceNetworks
from lvocal.sample.changes import hear_as, hearing_of
from lvocal.sample.conditions import encode
from lvocal.sample.known import Known
from lvocal.sample.painter import Painter, Painting
from lvocal.sample.vace_painter import VacePainter
from lvocal.values import Clip, ColorizeRequest, Relevance, Window


class PaintsWindows(Protocol):
    """What the straight line asks of a painter."""

    notes: tuple[str, ...]
    """What the person should know of how it paints."""

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


def painter_for(
    request: ColorizeRequest,
    networks: AnyNetworks,
    clip: Clip,
    sound: MixedSound,
    known: Known,
    check: Callable[[], None],
) -> PaintsWindows:
    """By the networks: those of this project are told what is heard, public VACE is told in words."""
    if isinstance(networks, VaceNetworks):
        heard = hear_as(sound, hearing_of(request.hearing, request.mix), networks)
        return VacePainter(networks, request, known, clip, heard)
    return Painter(networks, request.settings, encode(request, sound, networks, check), known, clip)
