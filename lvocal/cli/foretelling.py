"""`estimate`: how long a film will take."""

from __future__ import annotations

from pathlib import Path

from lvocal.cli.console import err, out
from lvocal.cli.flags import Flags
from lvocal.cli.wishes import request_of
from lvocal.estimate import estimate
from lvocal.media.video import probe
from lvocal.speeds import Speeds
from lvocal.values import UserError


def tell(film: Path, flags: Flags, work: Path | None) -> None:
    """Print the seconds; on stderr, how far they can be trusted."""
    request = request_of(film, flags)
    found = estimate(request, probe(request.source), Speeds(work / "speeds.json" if work else None))
    if found is None:
        raise UserError(
            f"Nobody has measured {flags.engine} on this machine yet.",
            "Colour one film on the page of app.py --work FOLDER, then say --work FOLDER here.",
        )
    if found.is_rough:
        err().print("Rough: from the speed of two server cores, not of this machine.")
    out().print(f"{found.seconds:.0f} s")
