"""`python -m lvocal …`: one command per verb, each a thin call.

What a command needs is imported when it runs, so that --help answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Option, Typer

from lvocal.cli import options as flag
from lvocal.cli.console import plain_errors
from lvocal.cli.flags import ALL, FOR_A_STILL, FOR_LISTENING, Flags, takes
from lvocal.cli.gallery import gallery
from lvocal.cli.lab import lab
from lvocal.cli.options import DELIVERY
from lvocal.cli.studies import studies
from lvocal.cli.study_opening import open_with

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
    sidecar: Annotated[
        Path, Argument(metavar="SIDECAR", help="The .json that lies beside a coloured film, or the film.")
    ],
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
def deliver(
    take: Annotated[Path, Argument(metavar="TAKE", help="A coloured film, or its .json sidecar.")],
    kinds: Annotated[
        str,
        Option(
            "--as",
            metavar="KINDS",
            help="Parted by commas: h264, prores, dnxhr, ffv1, png, exr, burnin, chroma, otio, edl.",
        ),
    ],
    output: Annotated[Path, Option("-o", "--output", metavar="FOLDER", help="Where the files go.")],
    source: Annotated[
        Path | None, Option(help="Where the black-and-white film lies now, if it was moved.")
    ] = None,
    force: flag.Force = False,
) -> None:
    """Write further files of a take, all in one pass, and read every one back.

    With the colours kept beside it (colorize --keep-colors) nothing is painted again; without them the take
    is painted once more, with the same seed. The files are the same, to the bit.
    """
    with plain_errors():
        from lvocal.cli import handing

        handing.deliver(take, kinds, output, source, force)


@app.command()
def read(
    file: Annotated[
        Path, Argument(metavar="FILE", help="A film, a picture or a sidecar that this program made.")
    ],
) -> None:
    """Print the settings inside a file, as JSON; `colorize --from FILE` begins from them."""
    with plain_errors():
        from lvocal.cli import handing

        handing.read(file)


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


def _serve_study(*how: Any) -> None:
    from lvocal.ui.survey.survey_serving import serve_study

    serve_study(*how)


studies.command("open")(open_with(_serve_study))

app.add_typer(gallery)
app.add_typer(lab)
app.add_typer(studies, name="study")


if __name__ == "__main__":
    app(prog_name="python -m lvocal")
