"""Every number a person may turn, with one sentence each, and the strict reader of preset files."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

Keyframe = int | Literal["none", "best"]
"""A frame of the film, the best one of every window, or none."""


@dataclass(frozen=True, kw_only=True)
class ColorizeSettings:
    """How a clip is coloured. Frozen, self-checking, and stored in every sidecar."""

    steps: int = 1
    """Solver steps per window. One is fastest and closest to the words; more is slower and more vivid."""

    seed: int = 0
    """Start of the noise; the same seed gives the same colours."""

    guidance: float = 1.0
    """How far words are pushed beyond what the network would do by itself; 1 is one pass, more is two."""

    music_strength: float = 1.0
    """How far music may pull the tone; 0 ignores it, to the bit."""

    ambience_strength: float = 1.0
    """How far ambience may pull the colours of the place; 0 ignores it, to the bit."""

    saturation: float = 1.0
    """Factor on the chroma of the result; 0 leaves the film grey."""

    paint_px: int = 224
    """Shorter side of the picture the network paints on; the source keeps its own size."""

    window_frames: int = 81
    """Frames coloured together, of the form 4k + 1; must exceed `overlap_frames`."""

    overlap_frames: int = 17
    """Frames cross-faded between neighbouring windows of one shot."""

    keyframe: Keyframe = "none"
    """Frame that leads the others of its window: "best" looks for one in each, a number leads where it is."""

    def __post_init__(self) -> None:
        _within("steps", self.steps, 1, 200)
        _within("seed", self.seed, 0, 2**32 - 1)
        _within("guidance", self.guidance, 0, 20)
        _within("music_strength", self.music_strength, 0, 2)
        _within("ambience_strength", self.ambience_strength, 0, 2)
        _within("saturation", self.saturation, 0, 3)
        _within("paint_px", self.paint_px, 64, 1080)
        _within("window_frames", self.window_frames, 5, 1001)
        if self.window_frames % 4 != 1:
            raise ValueError(f"window_frames must be 4k + 1, got {self.window_frames}")
        if not 0 <= self.overlap_frames < self.window_frames:
            raise ValueError(
                f"overlap_frames ({self.overlap_frames}) must stay below window_frames ({self.window_frames})"
            )
        _check_keyframe(self.keyframe)


def settings_from(values: dict[str, Any], where: str = "settings") -> ColorizeSettings:
    """Build settings from plain values. A misspelt key is an error, never a silent default."""
    known = {item.name for item in fields(ColorizeSettings)}
    if unknown := values.keys() - known:
        raise ValueError(f"{where}: unknown settings {sorted(unknown)}; known ones are {sorted(known)}")
    return ColorizeSettings(**values)


def load_preset(path: Path) -> ColorizeSettings:
    """Read one file of presets/."""
    return settings_from(json.loads(path.read_text()), path.name)


def read_keyframe(text: str) -> Any:
    """What a person wrote, as a setting; a number becomes one. Settings themselves refuse other words."""
    word = text.strip().lower()
    return int(word) if word.isdecimal() else word


def _check_keyframe(keyframe: Any) -> None:
    is_frame = isinstance(keyframe, int) and not isinstance(keyframe, bool) and keyframe >= 0
    if not is_frame and keyframe not in ("none", "best"):
        raise ValueError(f'keyframe must be "none", "best" or the number of a frame, got {keyframe!r}')


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} must lie in {low}..{high}, got {value}")
