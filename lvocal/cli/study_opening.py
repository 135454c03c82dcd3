"""`lvocal study open`. What serves the page is handed in: commands know no page."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from lvocal.cli.console import err, plain_errors

Serve = Callable[[Path, str, int, Path | None, str, Callable[[str], None]], None]
"""(study's folder, host, port, folder for work, backup, what to call with its title once it is open); comes
back when interrupted."""

BACKUP, PASSWORD = "LVOCAL_STUDY_BACKUP", "LVOCAL_STUDY_PASSWORD"


def open_with(serve: Serve) -> Callable[..., None]:
    """The command, around what serves."""

    def open_study(
        study: Annotated[
            Path, Argument(metavar="STUDY", help="The study's folder.", exists=True, file_okay=False)
        ],
        host: Annotated[str, Option(help="Address to listen on.")] = "127.0.0.1",
        port: Annotated[int, Option(min=1, max=65535)] = 7861,
        work: Annotated[
            Path | None, Option(metavar="FOLDER", help="Keep the votes here, not in the study's folder.")
        ] = None,
        backup: Annotated[
            str | None,
            Option(
                metavar="DIR",
                help="Keep a copy of the votes here: a folder, or hf://datasets/OWNER/NAME for a private "
                f"dataset. Without it, {BACKUP} says where.",
            ),
        ] = None,
    ) -> None:
        """Open a study to participants: from now on neither its manifest nor a film may change.

        Its page is at /study. At /study/admin its owner sees how far it is, once LVOCAL_STUDY_PASSWORD is
        set. Ctrl-C closes it; opened again, everybody goes on where they stopped.

        Behind a proxy, set FORWARDED_ALLOW_IPS to its address: guesses are limited by where they come from.
        """

        def tell(title: str) -> None:
            shown = "127.0.0.1" if host == "0.0.0.0" else host
            err().print(f"{title}: http://{shown}:{port}/study/", markup=False)
            if not os.environ.get(PASSWORD):
                err().print(f"The owner's page is shut; set {PASSWORD} to open it.")

        with plain_errors():
            kept = os.environ.get(BACKUP, "") if backup is None else backup
            serve(study.resolve(), host, port, work and work.resolve(), kept, tell)

    return open_study
