"""`python -m lvocal …`: one command per verb, each a thin call.

What a command needs is imported when it runs, so that --help answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from lvocal.cli import options as flag
from lvocal.cli.console import plain_errors
from lvocal.cli.flags import ALL, FOR_A_SHEET, FOR_A_STILL, FOR_LISTENING, Flags, takes
from lvocal.cli.lab import lab
from lvocal.cli.look_flags import Side
from lvocal.cli.options import DELIVERY

app = Typer(
    name="lvocal",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Colours for black-and-white film, from words, music and ambient sound.\n\n"
    "Begin with a still: preview FILM --frame 0 -o still.png --color coat=red. When it looks right, run "
    "colorize with the same flags. On one computer the same words and the same seed give the same film, to "
    "the bit. Brightness is never touched; only colour is added.",
)


@app.command()
@takes(*ALL)
def colorize(
    film: flag.Film,
    output: Annotated[
        Path,
        Option(
            "-o",
            "--output",
            help="The coloured film; its JSON sidecar lies beside it.",
            rich_help_panel=DELIVERY,
        ),
    ],
    flags: Flags,
    force: flag.Force = False,
) -> None:
    """Colour a film.

    Name the things that matter (--color coat=red) and describe the rest (--prompt).

    The film's own music sets the tone and its own effects the place, unless other sound is given (--music,
    --ambience). Its speech stays audible and sets nothing.

    Ctrl-C stops; what is finished is kept.
    """
    with plain_errors():
        from lvocal.cli import rendering

        rendering.colorize(film, output, flags, force)


@app.command()
@takes(*FOR_A_STILL)
def preview(
    film: flag.Film,
    frame: Annotated[int, Option(min=0, help="Which frame; the first is 0.")],
    output: Annotated[
        Path, Option("-o", "--output", help="The coloured still, a PNG.", rich_help_panel=DELIVERY)
    ],
    flags: Flags,
    force: flag.Force = False,
) -> None:
    """Colour one frame, to look at before the film is made. Takes the flags of colorize."""
    with plain_errors():
        from lvocal.cli import rendering

        rendering.preview(film, frame, output, flags, force)


@app.command()
def rerun(
    sidecar: Annotated[Path, Argument(metavar="SIDECAR", help="The .json that lies beside a coloured film.")],
    output: Annotated[
        Path | None, Option("-o", "--output", help="Keep the repeat here; without it, it is only compared.")
    ] = None,
    source: Annotated[
        Path | None, Option(help="Where the black-and-white film lies now, if it was moved.")
    ] = None,
    force: flag.Force = False,
) -> None:
    """Make a film again from its sidecar, and say whether it is the same file, to the bit.

    Prints the hash of the film before and of the repeat. Exits with 1 when they differ.
    """
    with plain_errors():
        from lvocal.cli import rendering

        rendering.rerun(sidecar, output, source, force)


@app.command()
@takes(*ALL)
def estimate(
    film: flag.Film,
    flags: Flags,
    work: Annotated[
        Path | None,
        Option(
            metavar="FOLDER",
            help="The folder of app.py --work, which remembers how fast this machine is.",
            rich_help_panel=DELIVERY,
        ),
    ] = None,
) -> None:
    """Say how long colorize would take, before it starts. Takes the flags of colorize."""
    with plain_errors():
        from lvocal.cli import foretelling

        foretelling.tell(film, flags, work)


@app.command()
@takes(*FOR_LISTENING)
def listen(film: flag.Film, flags: Flags) -> None:
    """Show what is heard in a film over time: the emotions of its music, the places of its ambience.

    With --music or --ambience: what would be heard with other sound.
    """
    with plain_errors():
        from lvocal.cli import hearing

        hearing.listen(film, flags)


@app.command()
@takes("separator")
def stems(
    film: flag.Film,
    output: Annotated[
        Path,
        Option("-o", "--output", metavar="FOLDER", help="Where speech, music and effects go, a WAV each."),
    ],
    flags: Flags,
    force: flag.Force = False,
) -> None:
    """Take the sound of a film apart into speech, music and effects, and say how loud they are.

    The three add up to the sound of the film. Music sets tone, effects set the place, speech neither.
    """
    with plain_errors():
        from lvocal.cli import hearing

        hearing.stems(film, output, flags, force)


@app.command()
def presets() -> None:
    """List the sounds that come with the program: surroundings for --ambience, moods for --music."""
    from lvocal.cli import hearing

    hearing.presets()


@app.command()
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


@app.command()
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


@app.command("look-sheet")
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


app.add_typer(lab)


if __name__ == "__main__":
    app(prog_name="python -m lvocal")
