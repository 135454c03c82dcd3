"""Votes for whoever counts them: read from a copy, while the study goes on."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from lvocal.study.nouns import Participant, Vote
from lvocal.study.store.backups import copy_votes
from lvocal.study.store.vote_store import Store
from lvocal.values import UserError

VOTES = "votes.db"
"""Where a study's folder holds them."""


def read_votes(path: Path, study: str, manifest: str) -> tuple[list[Participant], list[Vote]]:
    """Everybody who did not withdraw, and their votes; `path` may be a store in use, or a backup of one, of
    this or an older version, and stays as it is.

    UserError where it is missing or damaged, or another study's.
    """
    if not path.is_file():
        raise UserError(f"There are no votes in {path}.", "Name the file that holds them.")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy_votes(path, copy, study, manifest)
        store = Store(copy, study, manifest)
        try:
            return store.participants(), store.votes()
        finally:
            store.close()
