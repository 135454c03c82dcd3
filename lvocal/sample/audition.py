"""Trying a sound on a film: what is played, what is heard, and how much it has to do with the pictures.

Shapes: D width of the transformer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from lvocal.media.mix import MixedSound
from lvocal.media.pixels import gray_unit
from lvocal.media.video import read_luma
from lvocal.model.bundle import MiniNetworks
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.changes import hear_as, hearing_of, idle
from lvocal.sample.conditions import encode
from lvocal.sample.known import Known
from lvocal.sample.painter import Painter
from lvocal.sample.pipeline import end_of
from lvocal.sample.roads import hear
from lvocal.sample.sounding import mixed_sound, probed, stamp
from lvocal.values import ColorizeRequest, Heard, Relevance

Check = Callable[[], None]

VISUALS_KEPT = 512
"""Frames that the gates have seen; each is one small vector."""


@dataclass(frozen=True)
class Audition:
    """A mix, tried on a film."""

    sound: MixedSound
    heard: Heard
    """After all changes, with the relevance of the pictures that were asked about."""
    as_heard: Heard
    """Before them."""
    idle: tuple[str, ...] = ()
    """What was to be changed and is not heard anywhere."""


def audition(
    request: ColorizeRequest, frames: Sequence[int], networks: AnyNetworks, check: Check
) -> Audition:
    """Listen to the mix of a request. The relevance is that of a still of each of `frames`; only the embedded
    size looks at pictures before it paints them."""
    mix, source = request.mix, request.source
    sound = end_of(mixed_sound(source, mix, networks, check), check)
    heard = hear_as(sound, hearing_of(request.hearing, mix), networks)
    if frames and isinstance(networks, MiniNetworks):
        heard = replace(heard, relevance=_of_stills(request, frames, sound, networks, check))
    as_heard = hear(sound, networks)
    return Audition(sound, heard, as_heard, idle(as_heard, request.hearing, mix))


@torch.inference_mode()
def _of_stills(
    request: ColorizeRequest,
    frames: Sequence[int],
    sound: MixedSound,
    networks: MiniNetworks,
    check: Check,
) -> tuple[Relevance, ...]:
    """r of both roads for stills of a film, as the network gives it when it paints one."""
    clip = probed(request.source)
    brief = encode(request, sound, networks, check)
    painter = Painter(networks, request.settings, brief, Known((), ()), clip)
    found = []
    for frame in sorted(frames):
        check()
        start = clip.time_sec(frame)
        mood, env = brief.heard_between(start, start, 1, networks)
        gates = networks.transformer.relevance(env, mood, _seen(frame, painter))
        ambience, music = (float(r.mean()) if isinstance(r, Tensor) else None for r in gates)
        found.append(Relevance(start, start + float(1 / clip.fps), music, ambience))
    return tuple(found)


def _seen(frame: int, painter: Painter) -> Tensor:
    """What the gates see of a frame (1, D); looked at once."""
    clip, network = painter.clip, painter.networks.transformer
    kept = _visuals.setdefault(network, {})
    key = (clip.path, stamp(clip.path), frame, painter.size)
    if key not in kept:
        if len(kept) >= VISUALS_KEPT:
            del kept[next(iter(kept))]
        luma = next(iter(read_luma(clip, frame, frame + 1)))
        light = painter.shrink(gray_unit(luma, clip))
        kept[key] = network.visual(painter.canvas.look(light[None]).gray)
    return kept[key]


_visuals: WeakKeyDictionary[Any, dict[Any, Tensor]] = WeakKeyDictionary()
