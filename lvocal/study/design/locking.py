"""A study is locked before its first vote: from then on neither its manifest nor a film may change.

stimuli.json holds the hashes of both, alias.key the secret that aliases are made with.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from lvocal import __version__
from lvocal.study.design.manifest import MANIFEST, read_study
from lvocal.study.design.toml_records import record_from
from lvocal.study.nouns import Study
from lvocal.values import UserError

LOCK, KEY = "stimuli.json", "alias.key"

KEY_BYTES = 32


@dataclass(frozen=True)
class Lock:
    """What a study was when it was locked."""

    manifest: str
    """SHA-256 of study.toml."""
    stimuli: dict[str, str]
    """SHA-256 of every film and sound, by its path from the study's folder."""
    version: str
    """Of the program that locked it."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that was locked: kept beside votes, it tells which study they belong to."""
        return hashlib.sha256(json.dumps([self.manifest, self.stimuli], sort_keys=True).encode()).hexdigest()


def lock_study(folder: Path) -> Lock:
    """Lock a study, or verify one that is locked already. UserError where it is not sound."""
    if (folder / LOCK).exists():
        return open_study(folder)[1]
    lock = draft_lock(folder)
    _draw_key(folder / KEY)
    draft = folder / f"{LOCK}.part"
    draft.write_text(json.dumps(asdict(lock), indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / LOCK)
    return lock


def draft_lock(folder: Path) -> Lock:
    """What a study would be locked as now; nothing is written. UserError where it is not sound."""
    manifest = _file_hash(folder / MANIFEST) if (folder / MANIFEST).exists() else ""
    study = read_study(folder)
    lock = Lock(manifest, _hashes(study, folder), __version__)
    _check_twins(study, lock)
    return lock


def open_study(folder: Path) -> tuple[Study, Lock]:
    """A locked study, read and verified; UserError where anything of it was changed, or it is not locked."""
    lock = _read_lock(folder / LOCK)
    remedy = "Put the old file back, or begin a new study: votes on other terms cannot be counted together."
    manifest = folder / MANIFEST
    if manifest.exists() and _file_hash(manifest) != lock.manifest:
        raise UserError(f"{MANIFEST} was changed since the study was locked.", remedy)
    study = read_study(folder)
    for path, found in _hashes(study, folder).items():
        if found != lock.stimuli.get(path):
            raise UserError(f'"{path}" was changed since the study was locked.', remedy)
    return study, lock


def key_of(folder: Path) -> bytes:
    """The secret of a locked study."""
    try:
        key = bytes.fromhex((folder / KEY).read_text(encoding="ascii"))
    except (OSError, ValueError) as problem:
        raise UserError(f"{folder / KEY} cannot be read.", "Put the file back as it was.") from problem
    if len(key) != KEY_BYTES:
        raise UserError(f"{folder / KEY} holds no key.", "Put the file back as it was.")
    return key


def _draw_key(path: Path) -> None:
    """For the owner's eyes; one that is there stays."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
    except FileExistsError:
        key_of(path.parent)


def _read_lock(path: Path) -> Lock:
    try:
        return record_from(Lock, json.loads(path.read_text(encoding="utf-8")), path.name)
    except FileNotFoundError as problem:
        raise UserError(
            f"The study in {path.parent} is not locked yet.", "Open it to participants first."
        ) from problem
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise UserError(f"{path} cannot be read: {problem}.", "Put the file back as it was.") from problem


def _hashes(study: Study, folder: Path) -> dict[str, str]:
    paths = {path for clip in study.clips for path in (*clip.stimuli.values(), clip.sound) if path}
    return {path.as_posix(): _file_hash(folder / path) for path in sorted(paths)}


def _check_twins(study: Study, lock: Lock) -> None:
    """Nobody can choose between two films that are the same."""
    for clip in study.clips:
        by_hash: dict[str, str] = {}
        for condition, path in clip.stimuli.items():
            twin = by_hash.setdefault(lock.stimuli[path.as_posix()], condition)
            if twin != condition:
                raise UserError(
                    f'Clip "{clip.id}" has one and the same film as "{twin}" and as "{condition}".',
                    "Mend one of them.",
                )


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
