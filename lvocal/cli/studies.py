"""The commands of studies with participants: study new, check, export and analyze.

What a command needs is imported when it runs, so that --help answers at once. Commands of another file join
by studies.add_typer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from lvocal.cli.console import plain_errors

studies = Typer(
    no_args_is_help=True,
    help="Ask people which films they prefer, and say how sure the answer is.\n\n"
    "new makes a folder of films; its study.toml may be edited until the first participant. check says how "
    "many participants are needed. analyze and export may be called at any time.",
)

Folder = Annotated[Path, Argument(metavar="STUDY", help="The folder of the study.")]

Votes = Annotated[
    Path | None, Option(metavar="FILE", help="The votes, or a backup of them [STUDY/votes.db].")
]

Force = Annotated[bool, Option("--force", help="Replace what was written there before.")]


@studies.command()
def new(
    films: Annotated[
        Path,
        Argument(
            metavar="FILMS",
            help="A folder that holds CLIP/CONDITION.mp4, and CLIP/sound.wav where the sound is not that of "
            "the films.",
        ),
    ],
    folder: Annotated[Path, Argument(metavar="STUDY", help="The folder of the study, which may be new.")],
    title: Annotated[str | None, Option(help="As participants read it; by default the name.")] = None,
    name: Annotated[str | None, Option(help="In exports; by default that of the folder.")] = None,
    question: Annotated[
        list[str],
        Option(
            metavar="ID[=A,B]",
            help="cve, aae, cve-pair or aae-pair, of these conditions or of all; may be given again. By "
            "default cve and aae.",
        ),
    ] = [],  # noqa: B006 - Typer copies it
    label: Annotated[
        list[str], Option(metavar="A=TEXT", help="How tables call a condition; may be given again.")
    ] = [],  # noqa: B006
    tie: Annotated[bool, Option("--tie", help='Allow "no difference" in pairs.')] = False,
    votes: Annotated[int | None, Option(min=1, help="Votes of each participant [20].")] = None,
    seed: Annotated[int, Option(min=0, help="Decides all orders and sides.")] = 0,
    contact: Annotated[str, Option(help="Whom participants may write to.")] = "",
) -> None:
    """Begin a study with films that lie in folders.

    The films are copied without their titles, encoders and dates; pictures and sound stay as they are.
    """
    with plain_errors():
        from lvocal.cli import study_commands
        from lvocal.cli.study_wishes import wish_of

        wish = wish_of(folder, name, title, question, label, tie, votes, seed, contact)
        study_commands.new(films, folder, wish)


@studies.command()
def check(
    folder: Folder,
    participants: Annotated[
        list[int],
        Option(min=1, metavar="N", help="How sure the answer is with so many; may be given again."),
    ] = [],  # noqa: B006
    width: Annotated[
        float | None,
        Option(
            metavar="POINTS",
            help="Say how many participants make every 95 % interval so narrow, in per cent points from end "
            "to end.",
        ),
    ] = None,
) -> None:
    """Look a study through before it begins: its files, its length, and how sure its answer will be."""
    with plain_errors():
        from lvocal.cli import study_commands

        study_commands.check(folder, participants, width)


@studies.command()
def export(
    folder: Folder,
    output: Annotated[Path, Option("-o", "--output", metavar="FOLDER", help="Where the tables go.")],
    votes: Votes = None,
    force: Force = False,
) -> None:
    """Write every vote as CSV and JSON Lines, and a codebook; participants are numbers in it."""
    with plain_errors():
        from lvocal.cli import study_results

        study_results.export(folder, output, votes, force)


@studies.command()
def analyze(
    folder: Folder,
    output: Annotated[Path, Option("-o", "--output", metavar="FOLDER", help="Where the report goes.")],
    samples: Annotated[
        int | None, Option(min=10, metavar="N", help="How often participants are drawn anew [1000].")
    ] = None,
    votes: Votes = None,
    force: Force = False,
) -> None:
    """Print how often each condition was preferred, and write a report, a drawing and a table.

    Who does not count is decided by the rules of study.toml alone.
    """
    with plain_errors():
        from lvocal.cli import study_results

        study_results.analyze(folder, output, samples, votes, force)
