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
SeparatorFlag = Annotated[
    SeparatorName,
    Option(
        rich_help_panel=SOUND,
        help="Who takes the film's own sound apart into speech, music and effects: mini ships with the "
        "program; demucs (pip install demucs) finds the speech, mini divides the rest; none leaves it whole.",
    ),
]  # fmt: skip
