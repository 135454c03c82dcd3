"""Options that trade time for quality, and that fit the full size to a machine."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from typer import Option

ADVANCED, MACHINE = "Advanced", "Machine (full size)"
"""Panels of the help page."""


class SolverName(StrEnum):
    """How steps are taken."""

    euler = "euler"
    unipc = "unipc"


class FusionName(StrEnum):
    """How windows are joined."""

    fade = "fade"
    sliding = "sliding"
    skip = "skip"


class PrecisionName(StrEnum):
    """Of the full size's weights."""

    auto = "auto"
    fp32 = "fp32"
    bf16 = "bf16"
    fp8 = "fp8"


class OffloadName(StrEnum):
    """What of the full size waits in the computer's memory."""

    none = "none"
    parts = "parts"
    blocks = "blocks"


PaintPx = Annotated[
    int | None,
    Option(
        help="Shorter side of the picture the network paints on [224; full size 480]. Half of it is much "
        "faster; edges stay those of the film.",
        rich_help_panel=ADVANCED,
    ),
]
SoundGuidance = Annotated[
    float | None,
    Option(help="How hard sound is pushed; 1 as learned, more is bolder [1].", rich_help_panel=ADVANCED),
]
SolverFlag = Annotated[
    SolverName | None,
    Option(help="How steps are taken [euler; full size unipc].", rich_help_panel=ADVANCED),
]
Shift = Annotated[
    float | None,
    Option(help="Above 1, more steps near the noise [1; full size 3].", rich_help_panel=ADVANCED),
]
ReuseFlag = Annotated[
    float | None,
    Option(
        help="Steps whose first block changed by less than this share reuse the others, 0 to 1 [0].",
        rich_help_panel=ADVANCED,
    ),
]
FusionFlag = Annotated[
    FusionName | None,
    Option(
        help="How windows of a long shot are joined: fade their colours, or fuse what they see inside the "
        "network, of neighbours (sliding) or of frames near and far (skip) [fade].",
        rich_help_panel=ADVANCED,
    ),
]
Precision = Annotated[
    PrecisionName,
    Option(help="Of the weights; auto is bf16 on a graphics card. fp8 halves that.", rich_help_panel=MACHINE),
]
Offload = Annotated[
    OffloadName,
    Option(
        help="What waits in the computer's memory: the network not at work (parts), or every block but one "
        "(blocks).",
        rich_help_panel=MACHINE,
    ),
]
Tiling = Annotated[bool, Option("--tiling", help="Encode and decode tile by tile.", rich_help_panel=MACHINE)]
Attention = Annotated[
    str, Option(help="How attention is computed: a backend of diffusers.", rich_help_panel=MACHINE)
]
Compile = Annotated[
    bool, Option("--compile", help="Compile the blocks first; pays on long films.", rich_help_panel=MACHINE)
]
