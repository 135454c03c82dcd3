"""From a study's folder to a page that is served."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import uvicorn

from lvocal.checkpoint.hub_files import fetch_file, upload_file
from lvocal.study.design.locking import LOCK, key_of, lock_study, open_study
from lvocal.study.design.manifest import read_study
from lvocal.study.store.keeper import Keeper
from lvocal.study.store.vote_reading import VOTES
from lvocal.study.store.vote_store import Store
from lvocal.ui.survey.survey_app import survey_alone, survey_app
from lvocal.ui.survey.survey_desk import Desk
from lvocal.ui.survey.vote_keeping import kept

HUB = "hf://datasets/"
"""A backup that begins so goes to a dataset of a hub, a private one."""


@contextmanager
def open_desk(folder: Path, work: Path | None = None, backup: str = "") -> Iterator[Desk]:
    """Lock the study, or see that it is as it was locked, and open its votes.

    Votes lie in `work`, or else beside the manifest. `backup` is a folder, or "hf://datasets/owner/name"; a
    store that is missing is taken from there. UserError where the study or its votes are not sound.
    """
    if (folder / LOCK).exists():
        study, lock = open_study(folder)
    else:
        lock, study = lock_study(folder), read_study(folder)
    place, name = work or folder, f"{study.name}.db"
    keeps, publish = None, None
    if backup.startswith(HUB):
        keeps, dataset = place / "backup" / name, backup.removeprefix(HUB)
        publish = partial(upload_file, dataset=dataset, name=name)
        if not (place / VOTES).exists():
            fetch_file(keeps, dataset, name)
    elif backup:
        keeps = Path(backup).resolve() / name
    store = Store(place / VOTES, study.name, lock.fingerprint, keeps)
    try:
        keeper = Keeper(store, keeps, publish) if keeps else None
        desk = Desk(study, folder, key_of(folder), store, keeper)
        with kept(desk):
            yield desk
    finally:
        store.close()


def serve_study(
    folder: Path, host: str, port: int, work: Path | None, backup: str, tell: Callable[[str], None]
) -> None:
    """Serve a study and nothing else, until interrupted; `tell` is called with its title once it is open."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the last backup is made
    with open_desk(folder, work, backup) as desk:
        app = survey_alone(survey_app(desk))
        tell(desk.study.title)
        uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
