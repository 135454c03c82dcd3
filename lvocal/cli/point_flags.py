"""Options that say which colour lies where in which frame, and between which frames to paint.

Nothing heavy is imported here, so that --help answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Option

POINTS = "Points and paint"

Hints = Annotated[
    list[str],
    Option(
        "--hint", metavar="FRAME:X,Y=COLOUR", rich_help_panel=POINTS,
        help='Pin a colour to a place of a frame: "40:0.5,0.3=red" is frame 40, half way across, 30 % down. '
        '"neutral" keeps the place grey, which stops colours from bleeding. X,Y,R is a larger pin, R of the '
        "shorter side [0.02]. Repeat; pins go with what they were put on, over the whole shot.",
    ),
]  # fmt: skip
Paints = Annotated[
    list[str],
    Option(
        "--paint", metavar="FRAME=IMAGE", rich_help_panel=POINTS,
        help="Paint over one frame: a picture of it whose opaque pixels are the paint (PNG or WebP). Repeat.",
    ),
]  # fmt: skip
Strokes = Annotated[
    Path | None,
    Option(
        metavar="FILE", rich_help_panel=POINTS,
        help='Brush strokes as JSON, as they stand under "strokes" in a sidecar: [{"frame": 40, "points": '
        '[[0.1, 0.2], [0.3, 0.2]], "color": "red", "radius": 0.03}]; color null erases.',
    ),
]  # fmt: skip
Over = Annotated[
    Path | None,
    Option(
        metavar="TAKE", rich_help_panel=POINTS,
        help="Keep the colours of this take of the film outside --span; only the span is painted.",
    ),
]  # fmt: skip
Span = Annotated[
    str | None,
    Option(
        metavar="FIRST-LAST", rich_help_panel=POINTS,
        help="The frames to paint anew over --over, both included: 40-80.",
    ),
]  # fmt: skip
