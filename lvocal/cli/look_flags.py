"""The flags of looks, of their global part, and of the palette's locks, with their help."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from typer import Option

LOOK = "Look"
"""A panel of the help page."""


class Side(StrEnum):
    """Nodes along each edge of a table."""

    small = "17"
    middle = "33"
    large = "65"


LookFlag = Annotated[
    str | None,
    Option(
        metavar="NAME|FILE", rich_help_panel=LOOK,
        help="Begin from a look: its settings, its global part and its palette; other flags win. "
        "`looks` lists them; a .json file may hold one of your own.",
    ),
]  # fmt: skip
Warmth = Annotated[
    float | None,
    Option(help="All colours towards yellow, below 0 towards blue, -60 to 60 [0].", rich_help_panel=LOOK),
]
Tint = Annotated[
    float | None,
    Option(help="All colours towards magenta, below 0 towards green, -60 to 60 [0].", rich_help_panel=LOOK),
]
Zones = Annotated[
    str | None,
    Option(
        metavar="S,M,H", rich_help_panel=LOOK,
        help="Factors on the colours of shadows, mid-tones and highlights [1,1,1].",
    ),
]  # fmt: skip
ShadowTint = Annotated[
    str | None,
    Option(
        metavar="A,B|COLOUR", rich_help_panel=LOOK,
        help="What is added to shadows: a* and b*, or a colour whose hue and strength are meant [0,0].",
    ),
]  # fmt: skip
HighlightTint = Annotated[
    str | None, Option(metavar="A,B|COLOUR", rich_help_panel=LOOK, help="The same for highlights [0,0].")
]
Bands = Annotated[
    list[str],
    Option(
        "--band", metavar="HUE=FACTOR[,DEGREES[,WIDTH]]", rich_help_panel=LOOK,
        help="Change the colours around a hue (red, orange, yellow, green, teal, blue, violet, pink, or "
        'degrees): "violet=0" makes them neutral, "blue=1.2,-20" fuller and greener. Repeat for more.',
    ),
]  # fmt: skip
TwoColor = Annotated[
    float | None,
    Option(
        help="How far colours are brought to the two of two-strip film, red-orange and cyan-green, 0 to 1.",
        rich_help_panel=LOOK,
    ),
]
Lock = Annotated[
    str | None,
    Option(
        metavar="COLOURS", rich_help_panel="Words and colours",
        help="Colours of the palette that stay while --palette finds the others to go with them.",
    ),
]  # fmt: skip
