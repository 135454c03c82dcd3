"""The commands of looks: looks, sheet and look-sheet.

What a command needs is imported when it runs, so that --help answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from lvocal.cli import options as flag
from lvocal.cli.console import plain_errors
from lvocal.cli.flags import FOR_A_SHEET, Flags, takes
from lvocal.cli.look_flags import Side
from lvocal.cli.options import DELIVERY

gallery = Typer()


@gallery.command()
def looks(
    look: Annotated[
        str | None, Option(metavar="NAME|FILE", help="Write the global part of this look.")
    ] = None,
    cube: Annotated[
        Path | None, Option(metavar="FILE.cube", help="As a 3D table, R'G'B' of BT.709 in and out.")
    ] = None,
    side: Annotated[Side, Option(help="Nodes along each edge of the table.")] = Side.middle,
    cdl: Annotated[
        Path | None,
        Option(metavar="FILE.cdl|FILE.cc", help="As the nearest ASC CDL; how near is written into it."),
    ] = None,
    force: flag.Force = False,
) -> None:
    """List the looks, or write the global part of one for other programs.

    The global part is what a look does everywhere alike. Colorization itself depends on place and cannot be a
    LUT.
    """
    with plain_errors():
        from lvocal.cli import look_commands

        if look is None:
            look_commands.list_looks()
        else:
            look_commands.write_grade(look, cube, int(side.value), cdl, force)


@gallery.command()
@takes(*FOR_A_SHEET)
def sheet(
    film: flag.Film,
    output: Annotated[
        Path,
        Option(
            "-o", "--output", help="The sheet: .png of stills, or .mp4 that moves.", rich_help_panel=DELIVERY
        ),
    ],
    flags: Flags,
    looks: Annotated[
        str, Option(metavar="A,B,C", help="Up to nine looks [natural and eight that differ most].")
    ] = "",
    frame: Annotated[list[int], Option(min=0, help="Which frame; up to three stand side by side [0].")] = [],  # noqa: B006 - Typer copies it
    seconds: Annotated[
        float | None, Option(min=0.1, max=10, help="How much of the beginning a moving sheet shows [3].")
    ] = None,
    force: flag.Force = False,
) -> None:
    """Show one film in up to nine looks at once, small, to choose by. Takes the flags of colorize."""
    with plain_errors():
        from lvocal.cli import look_commands

        look_commands.sheet(film, output, looks, frame, seconds, flags, force)


@gallery.command("look-sheet")
def look_sheet(
    sidecar: Annotated[Path, Argument(metavar="SIDECAR", help="The .json that lies beside a coloured film.")],
    output: Annotated[Path, Option("-o", "--output", help="The page, .pdf or .png.")],
    film: Annotated[
        Path | None, Option(help="The coloured film, where it does not lie beside its sidecar.")
    ] = None,
    frame: Annotated[int | None, Option(min=0, help="Which frame is shown [the middle].")] = None,
    force: flag.Force = False,
) -> None:
    """Write one page about a coloured film, to hand over: pictures, colours, words, sound, settings."""
    with plain_errors():
        from lvocal.cli import look_commands

        look_commands.look_sheet(sidecar, output, film, frame, force)
