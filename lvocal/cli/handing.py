"""`deliver` and `read`: further files of a take, and what a file was made with."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from lvocal.cli.beginnings import found_near
from lvocal.cli.console import err, out
from lvocal.cli.delivery import COLORS, check_delivery, hand_over
from lvocal.cli.rendering import SESSION, engine_near, follow, found_source
from lvocal.cli.wishes import existing
from lvocal.media.masters import KINDS
from lvocal.sample.delivering import check_kinds
from lvocal.sample.sidecar import read_settings
from lvocal.sample.sounding import probed
from lvocal.values import ColorizeResult, Delivery


def deliver(take: Path, kinds: str, folder: Path, source: Path | None, force: bool) -> None:
    """Write the kinds, parted by commas, into `folder`."""
    request, _ = read_settings(existing(take))
    request = found_near(replace(request, source=found_source(request, take, source)), take)
    wanted = tuple(dict.fromkeys(kind.strip().lower() for kind in kinds.split(",") if kind.strip()))
    check_kinds(wanted, probed(request.source))
    check_delivery(folder, take.stem, wanted, force)
    colors = take.with_suffix(COLORS)
    delivery = Delivery(request, wanted, colors, _film_of(take).name)
    with engine_near(folder.absolute().parent) as engine:
        result = follow(engine.deliver(delivery, SESSION))
        paths = hand_over(result.delivered, folder)
    say_found(result)
    for path in paths:
        out().print(str(path))


def read(file: Path) -> None:
    """Print the settings inside a film or still, or of a sidecar."""
    _, record = read_settings(existing(file))
    out().print_json(json.dumps(record))


def say_found(result: ColorizeResult) -> None:
    """What reading back has shown, kind by kind."""
    say = err()
    for item in result.delivered:
        title = KINDS[item.kind].title if item.kind in KINDS else item.kind.upper()
        found = item.readback
        say.print(f"{title}: {' '.join(found.said) if found else ''}")
        for fault in found.faults if found else ():
            say.print(f"Wrong: {fault}")
    for note in result.notes:
        say.print(f"Note: {note}")


def _film_of(take: Path) -> Path:
    """The film that a sidecar lies beside, where there is one."""
    if take.suffix != ".json":
        return take
    films = (take.with_suffix(suffix) for suffix in (".mp4", ".mov", ".mkv"))
    return next((film for film in films if film.is_file()), take.with_suffix(".mp4"))
