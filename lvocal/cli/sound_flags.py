"""The flags of the faders and of what takes a film's own sound apart, with their help."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from typer import Option

SOUND = "Sound"
"""A panel of the help page."""


class SeparatorName(StrEnum):
    """Who takes the film's own sound apart."""

    mini = "mini"
    demucs = "demucs"
    none = "none"


class LaneName(StrEnum):
    """What a mix is made of."""

    music = "music"
    ambience = "ambience"
    speech = "speech"


MusicGain = Annotated[
    float | None,
    Option(
        "--music-gain", metavar="DB", min=-60, max=24, rich_help_panel=SOUND,
        help="Louder or softer music, in decibels, -60 to 24 [0].",
    ),
]  # fmt: skip
AmbienceGain = Annotated[
    float | None,
    Option(
        "--ambience-gain", metavar="DB", min=-60, max=24, rich_help_panel=SOUND,
        help="Louder or softer surroundings, in decibels [0].",
    ),
]  # fmt: skip
SpeechGain = Annotated[
    float | None,
    Option(
        "--speech-gain", metavar="DB", min=-60, max=24, rich_help_panel=SOUND,
        help="Louder or softer speech, in decibels; speech never sets colours [0].",
    ),
]  # fmt: skip
MusicOffset = Annotated[
    float | None,
    Option(
        "--music-offset", metavar="SEC", min=-36000, max=36000, rich_help_panel=SOUND,
        help="Music starts so many seconds later, or earlier when negative [0].",
    ),
]  # fmt: skip
AmbienceOffset = Annotated[
    float | None,
    Option(
        "--ambience-offset", metavar="SEC", min=-36000, max=36000, rich_help_panel=SOUND,
        help="Surroundings start so many seconds later, or earlier when negative [0].",
    ),
]  # fmt: skip
Mute = Annotated[
    list[LaneName],
    Option(
        "--mute", rich_help_panel=SOUND,
        help="A lane that is neither heard nor colours. Repeat for more; with all three muted, words alone "
        "colour, to the bit.",
    ),
]  # fmt: skip
Solo = Annotated[
    list[LaneName],
    Option(
        "--solo", rich_help_panel=SOUND,
        help="A lane that plays while all others are as if muted. Repeat for more; a muted lane stays mute.",
    ),
]  # fmt: skip
MoodFlag = Annotated[
    str | None,
    Option(
        "--mood", metavar="EMOTION[:EMOTION:AMOUNT]", rich_help_panel=SOUND,
        help="The emotion dial, in the place of what the music says: awe, or sadness:excitement:0.4 for 40 % "
        "of the way. Needs no music. There are amusement, awe, contentment, excitement, anger, disgust, fear "
        "and sadness.",
    ),
]  # fmt: skip
Veto = Annotated[
    list[str],
    Option(
        "--veto", metavar="HEARD", rich_help_panel=SOUND,
        help="Something that listen prints and that shall not colour: an emotion gives its share to the "
        'others; where a place ("sea waves") leads, nothing is heard. Repeat for more.',
    ),
]  # fmt: skip
Replace = Annotated[
    list[str],
    Option(
        "--replace", metavar="HEARD=OTHER", rich_help_panel=SOUND,
        help="Tell the colours something else: fear=awe, or a place by a preset of surroundings, "
        "siren=street. What is played stays. Repeat for more.",
    ),
]  # fmt: skip
SeparatorFlag = Annotated[
    SeparatorName,
    Option(
        rich_help_panel=SOUND,
        help="Who takes the film's own sound apart into speech, music and effects: mini ships with the "
        "program; demucs (pip install demucs) finds the speech, mini divides the rest; none leaves it whole.",
    ),
]  # fmt: skip
