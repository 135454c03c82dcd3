"""`python -m lvocal …`: one command per verb, each a thin call.

What a command needs is imported when it runs, so that --help answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Exit, Option, Typer

from lvocal.cli import flags as flag
from lvocal.cli.console import USER_ERROR, plain_errors
from lvocal.cli.flags import ALL, DELIVERY, FOR_A_STILL, FOR_LISTENING, EngineName, Flags, takes

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
def evaluate(
    suite: Annotated[
        str,
        Argument(
            metavar="SUITE",
            help="quick: every bar, on the validation splits. ablations: without each part. "
            "separation: how well sound is taken apart. clips: a contact sheet of each film in --data.",
        ),
    ],
    data: Annotated[Path, Option(help="The folder that holds images/, or the films.")] = Path(
        "../shared/data"
    ),
    limit: Annotated[
        int | None,
        Option(min=1, help="Use only so many pictures, sounds or films per line, for a first look."),
    ] = None,
    only: Annotated[
        str | None, Option(metavar="PART", help="Measure one part alone, such as words, music or drift.")
    ] = None,
    report: Annotated[Path | None, Option(help="The folder for the contact sheets.")] = None,
    engine: flag.EngineFlag = EngineName.mini,
) -> None:
    """Measure how good the colours are, against the bar beside each figure. Exits with 1 if one is missed."""
    with plain_errors():
        from lvocal.cli import measuring

        if not measuring.evaluate(suite, data, engine.value, limit, only, report):
            raise Exit(USER_ERROR)


@app.command()
def bench(
    frames: Annotated[int, Option(min=1, help="Length of the made film.")] = 81,
    size: Annotated[str, Option(metavar="HxW", help="Its height and width.")] = "480x832",
    repeat: Annotated[int, Option(min=1, help="Times to measure; medians are shown.")] = 3,
) -> None:
    """Measure how fast a made film is coloured here, stage by stage, against reading and writing alone."""
    with plain_errors():
        from lvocal.cli import measuring

        measuring.run_bench(frames, size, repeat)


@app.command()
def train(
    stage: Annotated[
        str,
        Argument(metavar="STAGE", help="codec, listener, colorizer, aligner, separator or palettes."),
    ],
    data: Annotated[Path, Option(help="The folder that holds images/, audio/ and words/.")],
    run: Annotated[Path, Option(help="The folder of this run; an interrupted run goes on from it.")],
    recipe: Annotated[str, Option(help="Which recipe of the stage.")] = "mini-cpu",
    steps: Annotated[
        int | None, Option(min=1, help="Train this long instead of what the recipe says.")
    ] = None,
    weights: Annotated[Path | None, Option(help="The folder of the networks this stage builds on.")] = None,
    device: Annotated[str | None, Option(help="cpu or cuda.")] = None,
) -> None:
    """Train one part of the network by a recipe, and write its weights into the run's folder."""
    with plain_errors():
        from lvocal.cli import schooling

        schooling.train(stage, recipe, data, run, steps, weights, device)


@app.command()
def pack(
    data: Annotated[Path, Option(help="The folder that holds images/, audio/ and words/.")],
    output: Annotated[Path, Option("-o", "--output", help="The packed folder; it must be new or empty.")],
    cache: Annotated[
        Path | None, Option(help="Keep what is made of the sounds here, so that packing again is quicker.")
    ] = None,
) -> None:
    """Make a data folder small enough for one upload; train and evaluate take it as --data like any other."""
    with plain_errors():
        from lvocal.cli import packing

        packing.pack(data, output, cache)


if __name__ == "__main__":
    app(prog_name="python -m lvocal")
