"""The flags that say how a film shall look, with their help; `colorize` and `preview` share them.

Nothing heavy is imported here, so that --help answers at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from typer import Argument, Option

from lvocal.cli.sound_flags import (
    SOUND,
    AmbienceGain,
    MusicGain,
    SeparatorFlag,
    SeparatorName,
    SpeechGain,
)

WORDS, LOOK, DELIVERY = "Words and colours", "Look", "Delivery"
"""Panels of the help page."""


class Master(StrEnum):
    """What is delivered instead of H.264 for the browser."""

    prores = "prores"
    ffv1 = "ffv1"
    png = "png"


class EngineName(StrEnum):
    """Which size of the network paints."""

    mini = "mini"
    wan = "wan"


Film = Annotated[Path, Argument(metavar="FILM", help="The black-and-white film. Colour in it is ignored.")]
Prompt = Annotated[
    str,
    Option(
        help='The scene in a sentence: "a woman in a red coat beside a green car".', rich_help_panel=WORDS
    ),
]
Colors = Annotated[
    list[str],
    Option(
        "--color", metavar="THING=COLOUR", rich_help_panel=WORDS,
        help='Give a thing its colour by word or code: "coat=red", "car=#c9a227". Repeat for more things.',
    ),
]  # fmt: skip
PaletteFlag = Annotated[
    str | None,
    Option(
        metavar="COLOURS|IMAGE|words:TEXT|random:N", rich_help_panel=WORDS,
        help='Up to five colours that belong in the picture: "#aa3322,mustard,navy", those of an image, of '
        '"words:a beach at sunset", or drawn from a number, random:7.',
    ),
]  # fmt: skip
References = Annotated[
    list[str],
    Option(
        "--reference", metavar="FRAME=IMAGE", rich_help_panel=WORDS,
        help="A coloured still of one frame, which the film shall follow. Repeat for more frames.",
    ),
]  # fmt: skip
Music = Annotated[
    str | None,
    Option(
        metavar="SOUND", rich_help_panel=SOUND,
        help="Music that sets the tone: a file, preset:NAME, original or silence. It is heard in the film.",
    ),
]  # fmt: skip
MusicB = Annotated[
    str | None, Option(metavar="SOUND", help="A second music to fade towards, A to B.", rich_help_panel=SOUND)
]
MusicBlend = Annotated[
    float | None,
    Option(
        min=0,
        max=1,
        help="How far from A to B: 0 is all --music, 1 all --music-b [0.5].",
        rich_help_panel=SOUND,
    ),
]
MusicStrength = Annotated[
    float | None,
    Option(
        help="How far music may pull the tone, 0 to 2; 0 is words alone, to the bit [1].",
        rich_help_panel=SOUND,
    ),
]
Ambience = Annotated[
    str | None,
    Option(
        metavar="SOUND", rich_help_panel=SOUND,
        help="Surroundings that colour the place: a file, preset:NAME, original or silence. Heard, too.",
    ),
]  # fmt: skip
AmbienceB = Annotated[
    str | None, Option(metavar="SOUND", help="Second surroundings to fade towards.", rich_help_panel=SOUND)
]
AmbienceBlend = Annotated[
    float | None,
    Option(min=0, max=1, help="How far from --ambience to --ambience-b [0.5].", rich_help_panel=SOUND),
]
AmbienceStrength = Annotated[
    float | None,
    Option(help="How far ambience may pull the colours of the place, 0 to 2 [1].", rich_help_panel=SOUND),
]
Preset = Annotated[
    Path | None,
    Option(
        metavar="FILE", help="Begin from the settings in this file; other flags win.", rich_help_panel=LOOK
    ),
]
Seed = Annotated[
    int | None,
    Option(help="Another seed is another take; the same seed is the same film.", rich_help_panel=LOOK),
]
Steps = Annotated[
    int | None,
    Option(
        help="Solver steps for each window. One is closest to the words; more is slower and more vivid.",
        rich_help_panel=LOOK,
    ),
]
Guidance = Annotated[
    float | None,
    Option(help="How hard words are pushed; 1 as learned, more is bolder.", rich_help_panel=LOOK),
]
Saturation = Annotated[
    float | None,
    Option(help="Factor on the colours of the result; 0 leaves the film grey.", rich_help_panel=LOOK),
]
KeyframeFlag = Annotated[
    str | None,
    Option(
        "--keyframe", metavar="none|best|FRAME", rich_help_panel=LOOK,
        help="A frame that leads the colours of the frames around it: the best of every window, or one of "
        "your choice [none].",
    ),
]  # fmt: skip
MasterFlag = Annotated[
    Master | None,
    Option(
        rich_help_panel=DELIVERY,
        help="prores: ProRes 422 HQ in .mov. ffv1: lossless in .mkv. png: a folder of 16-bit pictures and a "
        "WAV. Without it: H.264 in .mp4, for any browser.",
    ),
]  # fmt: skip
EngineFlag = Annotated[
    EngineName,
    Option(help="mini runs on any computer; wan is full size and wants a GPU.", rich_help_panel=DELIVERY),
]
ModelFlag = Annotated[
    Path | None,
    Option(
        metavar="FOLDER", help="Trained weights to use instead of those that ship; wan needs some.",
        rich_help_panel=DELIVERY,
    ),
]  # fmt: skip
Force = Annotated[
    bool, Option("--force", help="Replace the output when it exists.", rich_help_panel=DELIVERY)
]


@dataclass(frozen=True)
class Flags:
    """What was asked on the command line; None is "not said"."""

    prompt: Prompt = ""
    color: Colors = field(default_factory=list)
    palette: PaletteFlag = None
    reference: References = field(default_factory=list)
    music: Music = None
    music_b: MusicB = None
    music_blend: MusicBlend = None
    music_gain: MusicGain = None
    music_strength: MusicStrength = None
    ambience: Ambience = None
    ambience_b: AmbienceB = None
    ambience_blend: AmbienceBlend = None
    ambience_gain: AmbienceGain = None
    ambience_strength: AmbienceStrength = None
    speech_gain: SpeechGain = None
    separator: SeparatorFlag = SeparatorName.mini
    preset: Preset = None
    seed: Seed = None
    steps: Steps = None
    guidance: Guidance = None
    saturation: Saturation = None
    keyframe: KeyframeFlag = None
    master: MasterFlag = None
    engine: EngineFlag = EngineName.mini
    model: ModelFlag = None


ALL = tuple(item.name for item in fields(Flags))
FOR_A_STILL = tuple(name for name in ALL if name not in ("master", "keyframe"))
FOR_LISTENING = (
    "music", "music_b", "music_blend", "music_gain", "ambience", "ambience_b", "ambience_blend",
    "ambience_gain", "separator",
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
    return value.value if isinstance(value, StrEnum) else value
