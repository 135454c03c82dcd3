"""Anchors: what the listener makes of this project's own sounds, to say with them what a film shall be told.

Shapes: E emotions, K music segments, M ambience tokens, D width of the listener's features.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from lvocal.media.audio import for_listener
from lvocal.media.synth import preset
from lvocal.sample.roads import Ears, listened
from lvocal.values import EMOTIONS, Heard

ANCHOR_SEC = 16.0
"""So much of a preset is listened to: what people heard who rated music, and what an emotion is read from."""


def emotion_anchor(emotion: str, ears: Ears) -> Tensor:
    """The mean feature (D,) of the music preset that is named after an emotion."""

    def listen() -> Tensor:
        wave = preset(emotion, ANCHOR_SEC)
        return listened(wave, ears, "music", lambda: None).features.mean(0)

    return _once(ears, emotion, listen).to(ears.device)


def emotion_anchors(ears: Ears) -> Tensor:
    """Those of all EMOTIONS (E, D)."""
    return torch.stack([emotion_anchor(emotion, ears) for emotion in EMOTIONS])


def place_anchor(name: str, ears: Ears) -> Tensor:
    """The features (M, D) of a preset of surroundings, to be told again and again. UserError for an unknown
    one."""

    def listen() -> Tensor:
        return listened(preset(name, ANCHOR_SEC), ears, "ambience", lambda: None).features

    return _once(ears, f"place {name}", listen).to(ears.device)


def place_heard(name: str, ears: Ears) -> Heard:
    """What the listener calls a preset of surroundings, segment by segment."""

    def listen() -> Heard:
        wave = for_listener(preset(name, ANCHOR_SEC), ears.listener.rate_hz)
        return ears.listener.hear(None, torch.from_numpy(wave).to(ears.device))

    return _once(ears, f"heard {name}", listen)


_anchors: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


def _once(ears: Ears, key: str, listen: Callable[[], Any]) -> Any:
    """Listened to by this listener before, or now."""
    kept = _anchors.setdefault(ears.listener, {})
    if key not in kept:
        with torch.no_grad():
            kept[key] = listen()
    return kept[key]
