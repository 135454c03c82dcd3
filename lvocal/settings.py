"""Every number a person may turn, with one sentence each, read strictly."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

Keyframe = int | Literal["none", "best"]
"""A frame of the film, the best one of every window, or none."""

Solver = Literal["euler", "unipc"]
Fusion = Literal["fade", "sliding", "skip"]


@dataclass(frozen=True, kw_only=True)
class ColorizeSettings:
    """How a clip is coloured. Frozen, self-checking, and stored in every sidecar."""

    steps: int = 1
    """Solver steps per window. One is fastest and closest to the words; more is slower and more vivid."""

    seed: int = 0
    """Start of the noise; the same seed gives the same colours."""

    solver: Solver = "euler"
    """How steps are taken: "euler" straight on, "unipc" by what the steps before have taught."""

    shift: float = 1.0
    """Above 1, more steps are spent near the noise, where a picture is laid out; Wan has 3 at 480 lines."""

    guidance: float = 1.0
    """How far words are pushed beyond what the network would do by itself; 1 needs no pass of its own."""

    sound_guidance: float = 1.0
    """How far music and ambience are pushed beyond what the network hears; 1 needs no pass of its own."""

    reuse: float = 0.0
    """A step whose first block changed by less than this share reuses the others' last answer; 0 never."""

    music_strength: float = 1.0
    """How far music may pull the tone; 0 ignores it, to the bit."""

    ambience_strength: float = 1.0
    """How far ambience may pull the colours of the place; 0 ignores it, to the bit."""

    saturation: float = 1.0
    """Factor on the chroma that is painted; 0 leaves the film grey, but for what its trim adds."""

    paint_px: int = 224
    """Shorter side of the picture the network paints on; the source keeps its own size."""

    window_frames: int = 81
    """Frames that are painted together, of the form 4k + 1; must exceed `overlap_frames`."""

    overlap_frames: int = 17
    """Frames that neighbouring windows of one shot share."""

    fusion: Fusion = "fade"
    """How windows are joined: "fade" fades their colours into each other; "sliding" and "skip" join what the
    windows see inside the network, of neighbouring frames or of frames near and far (L-C4 3.4)."""

    stretch_frames: int = 321
    """Frames whose windows are joined inside the network, of the form 4k + 1; memory grows with it."""

    keyframe: Keyframe = "none"
    """Frame that leads the others of its window: "best" looks for one in each, a number leads where it is."""

    def __post_init__(self) -> None:
        _within("steps", self.steps, 1, 200)
        _within("seed", self.seed, 0, 2**32 - 1)
        _among("solver", self.solver, Solver)
        _within("shift", self.shift, 0.1, 20)
        _within("guidance", self.guidance, 0, 20)
        _within("sound_guidance", self.sound_guidance, 0, 20)
        _within("reuse", self.reuse, 0, 1)
        _within("music_strength", self.music_strength, 0, 2)
        _within("ambience_strength", self.ambience_strength, 0, 2)
        _within("saturation", self.saturation, 0, 3)
        _within("paint_px", self.paint_px, 64, 1080)
        for name in ("window_frames", "stretch_frames"):
            _within(name, getattr(self, name), 5, 1001)
            if getattr(self, name) % 4 != 1:
                raise ValueError(f"{name} must be 4k + 1, got {getattr(self, name)}")
        _among("fusion", self.fusion, Fusion)
        if not 0 <= self.overlap_frames < self.window_frames:
            raise ValueError(
                f"overlap_frames ({self.overlap_frames}) must stay below window_frames ({self.window_frames})"
            )
        _check_keyframe(self.keyframe)

    @property
    def together_frames(self) -> int:
        """Frames that go through the network together."""
        return self.window_frames if self.fusion == "fade" else max(self.window_frames, self.stretch_frames)


AS_WAN = {"steps": 50, "solver": "unipc", "shift": 3.0, "guidance": 5.0, "paint_px": 480}
"""What Wan's own pipeline takes at 480 lines."""

STANDARDS: dict[str, dict[str, Any]] = {"mini": {}, "wan": AS_WAN, "vace": AS_WAN}
"""Where each engine begins, beside the values above."""


def standard(engine: str) -> ColorizeSettings:
    """The settings of an engine when nothing is said."""
    return ColorizeSettings(**STANDARDS[engine])


def settings_from(
    values: dict[str, Any], where: str = "settings", base: ColorizeSettings | None = None
) -> ColorizeSettings:
    """Settings from plain values laid over `base`. A misspelt key is an error, never a silent default."""
    known = {item.name for item in fields(ColorizeSettings)}
    if unknown := values.keys() - known:
        raise ValueError(f"{where}: unknown settings {sorted(unknown)}; known ones are {sorted(known)}")
    return replace(base or ColorizeSettings(), **values)


def read_keyframe(text: str) -> Any:
    """What a person wrote, as a setting; a number becomes one. Settings themselves refuse other words."""
    word = text.strip().lower()
    return int(word) if word.isdecimal() else word


def _check_keyframe(keyframe: Any) -> None:
    is_frame = isinstance(keyframe, int) and not isinstance(keyframe, bool) and keyframe >= 0
    if not is_frame and keyframe not in ("none", "best"):
        raise ValueError(f'keyframe must be "none", "best" or the number of a frame, got {keyframe!r}')


def _among(name: str, value: str, kind: Any) -> None:
    if value not in get_args(kind):
        raise ValueError(f"{name} must be one of {', '.join(get_args(kind))}, got {value!r}")


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} must lie in {low}..{high}, got {value}")
