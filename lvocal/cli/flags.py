"""The flags that say how a film shall look; `colorize` and `preview` share them.

Nothing heavy is imported here, so that --help answers at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints

from lvocal.cli import look_flags as looks
from lvocal.cli import options as basic
from lvocal.cli import options_advanced as advanced
from lvocal.cli import point_flags as points
from lvocal.cli import sound_flags as sound


@dataclass(frozen=True)
class Flags:
    """What was asked on the command line; None is "not said"."""

    prompt: basic.Prompt = ""
    color: basic.Colors = field(default_factory=list)
    shot: basic.Shots = field(default_factory=list)
    shot_color: basic.ShotColors = field(default_factory=list)
    palette: basic.PaletteFlag = None
    lock: looks.Lock = None
    reference: basic.References = field(default_factory=list)
    hint: points.Hints = field(default_factory=list)
    paint: points.Paints = field(default_factory=list)
    strokes: points.Strokes = None
    over: points.Over = None
    span: points.Span = None
    music: basic.Music = None
    music_b: basic.MusicB = None
    music_blend: basic.MusicBlend = None
    music_gain: sound.MusicGain = None
    music_strength: basic.MusicStrength = None
    ambience: basic.Ambience = None
    ambience_b: basic.AmbienceB = None
    ambience_blend: basic.AmbienceBlend = None
    ambience_gain: sound.AmbienceGain = None
    ambience_strength: basic.AmbienceStrength = None
    speech_gain: sound.SpeechGain = None
    music_offset: sound.MusicOffset = None
    ambience_offset: sound.AmbienceOffset = None
    mute: sound.Mute = field(default_factory=list)
    solo: sound.Solo = field(default_factory=list)
    mood: sound.MoodFlag = None
    veto: sound.Veto = field(default_factory=list)
    replace: sound.Replace = field(default_factory=list)
    separator: sound.SeparatorFlag = sound.SeparatorName.mini
    look: looks.LookFlag = None
    warmth: looks.Warmth = None
    tint: looks.Tint = None
    zones: looks.Zones = None
    shadow_tint: looks.ShadowTint = None
    highlight_tint: looks.HighlightTint = None
    band: looks.Bands = field(default_factory=list)
    two_color: looks.TwoColor = None
    begin: basic.BeginFrom = None
    seed: basic.Seed = None
    steps: basic.Steps = None
    guidance: basic.Guidance = None
    saturation: basic.Saturation = None
    keyframe: basic.KeyframeFlag = None
    master: basic.MasterFlag = None
    draft: basic.DraftFlag = False
    burn_in: basic.BurnIn = False
    chroma: basic.Chroma = False
    otio: basic.Otio = False
    edl: basic.Edl = False
    keep_colors: basic.KeepColors = False
    engine: basic.EngineFlag = basic.EngineName.mini
    model: basic.ModelFlag = None
    paint_px: advanced.PaintPx = None
    sound_guidance: advanced.SoundGuidance = None
    solver: advanced.SolverFlag = None
    shift: advanced.Shift = None
    reuse: advanced.ReuseFlag = None
    fusion: advanced.FusionFlag = None
    precision: advanced.Precision = advanced.PrecisionName.auto
    offload: advanced.Offload = advanced.OffloadName.none
    tiling: advanced.Tiling = False
    attention: advanced.Attention = "native"
    compiles: advanced.Compile = False


ALL = tuple(item.name for item in fields(Flags))
FOR_DELIVERY = ("master", "draft", "burn_in", "chroma", "otio", "edl", "keep_colors")
FOR_A_STILL = tuple(name for name in ALL if name not in (*FOR_DELIVERY, "keyframe", "fusion"))
FOR_A_SHEET = tuple(name for name in ALL if name not in (*FOR_DELIVERY, "look"))
FOR_THE_MACHINE = ("precision", "offload", "tiling", "attention", "compiles")
FOR_A_BENCH = ("engine", "steps", "guidance", "sound_guidance", "paint_px", *FOR_THE_MACHINE)
FOR_LISTENING = (
    "music", "music_b", "music_blend", "music_gain", "music_offset", "music_strength",
    "ambience", "ambience_b", "ambience_blend", "ambience_gain", "ambience_offset", "ambience_strength",
    "speech_gain", "mute", "solo", "mood", "veto", "replace", "separator",
)  # fmt: skip


def takes(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command these flags; it receives them as one `flags: Flags`.

    Typer reads a command's signature, so the one it sees is made from the fields of Flags.
    """
    kinds = get_type_hints(Flags, include_extras=True)
    standard = Flags()
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=getattr(standard, name), annotation=kinds[name])
        for name in names
    ]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = [item for name, item in signature(command, eval_str=True).parameters.items() if name != "flags"]
        parameters = [*(item.replace(kind=Parameter.KEYWORD_ONLY) for item in own), *added]

        @wraps(command)
        def run(**values: Any) -> None:
            said = {name: _plain(values.pop(name)) for name in names}
            command(**values, flags=Flags(**said))

        run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {item.name: item.annotation for item in parameters}
        return run

    return decorate


def _plain(value: Any) -> Any:
    """Enumerations as their word."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value
