"""A visit on disk: one JSON file in its private room, written whole or not at all, read strictly.

Paths inside the room are written relative to it ("room:…"), so that the folder may be moved. What belongs to
the moment (pictures on the screen that are quickly made again) is written all the same: a page that comes
back shows what it showed.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, get_type_hints

from pydantic import ConfigDict, TypeAdapter

from lvocal.jobs import OVER, Job, State
from lvocal.media.video import probe
from lvocal.ui.status import problem_status
from lvocal.ui.takes import STRICT, Request, Take
from lvocal.ui.visits import Visit
from lvocal.values import Cancelled, Delivery, UserError

log = logging.getLogger(__name__)

VERSION = 1
FILE = "visit.json"
ROOM = "room:"

APART = ("id", "folder", "clip", "takes", "jobs", "lock", "token", "tried")
"""Fields of a visit that are known from elsewhere, written in a form of their own, or found anew: the sound
of the form is listened to again."""


@dataclass(frozen=True)
class DeliveryRecord:
    """What a delivery shall make of its take."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kinds: tuple[str, ...]
    colors: Path | None
    film: str
    of: str


@dataclass(frozen=True)
class JobRecord:
    """A job as it is written down."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: str
    name: str
    number: int
    state: State
    request: Request
    form: dict[str, Any]
    asked: float
    repeats: str | None = None
    files: tuple[Path, ...] = ()
    problem: tuple[str, str] | None = None
    """Why it failed, and what can be done."""
    delivery: DeliveryRecord | None = None

    def asked_for(self) -> Delivery | None:
        """The delivery again, of the request; None of a film."""
        asked = self.delivery
        if asked is None:
            return None
        return Delivery(self.request, asked.kinds, asked.colors, asked.film, asked.of)


Recall = Callable[[str, JobRecord], Job]
"""A job of the engine from what was written down: session, record."""


def write_visit(visit: Visit, written: str | None = None) -> str:
    """Write the visit into its room, unless that stands there already (`written`); gives what was written."""
    text = json.dumps(_packed(_record(visit), visit.folder), ensure_ascii=False, allow_nan=False)
    if text != written:
        part = visit.folder / f".{FILE}.part"
        part.touch(mode=0o600)
        part.write_text(text)
        part.replace(visit.folder / FILE)
    return text


def read_visit(visit_id: str, folder: Path, recall: Recall) -> Visit | None:
    """The visit of a room; None when there is none. A damaged file is put aside and said in the log."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return _visit(visit_id, folder, _unpacked(json.loads(path.read_text()), folder), recall)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        log.error("the visit in room %s is damaged and begins anew: %s", folder.name, problem)
        path.replace(path.with_suffix(".damaged"))
        return None


def is_kept(folder: Path | None) -> bool:
    """There is a visit in this room."""
    return folder is not None and (folder / FILE).is_file()


def waits(folder: Path) -> bool:
    """A job of the visit in this room was waiting or running when the program ended."""
    try:
        jobs = json.loads((folder / FILE).read_text())["jobs"]
        return any(job["state"] not in OVER for job in jobs)
    except (OSError, ValueError, KeyError, TypeError):
        return False  # whoever reads it in full says what is wrong


@cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    hints = get_type_hints(Visit, include_extras=True)
    return {item.name: TypeAdapter(hints[item.name]) for item in fields(Visit) if item.name not in APART}


@cache
def _takes() -> TypeAdapter[list[Take]]:
    return TypeAdapter(list[Take])


@cache
def _jobs() -> TypeAdapter[list[JobRecord]]:
    return TypeAdapter(list[JobRecord])


def _record(visit: Visit) -> dict[str, Any]:
    with visit.lock:
        state = {
            name: kind.dump_python(getattr(visit, name), mode="json") for name, kind in _adapters().items()
        }
        return {
            "version": VERSION,
            "film": None if visit.clip is None else str(visit.clip.path),
            "visit": state,
            "takes": _takes().dump_python(visit.takes, mode="json"),
            "jobs": _jobs().dump_python([_job_record(job) for job in visit.jobs], mode="json"),
        }


def _job_record(job: Job) -> JobRecord:
    problem = None
    if job.state == "failed":
        said = problem_status(job.problem)
        problem = (said["text"], said["remedy"])
    asked = job.delivery
    delivery = None
    if asked is not None:
        delivery = DeliveryRecord(asked.kinds, asked.colors, asked.film, asked.of)
    return JobRecord(
        job.id, job.name, job.number, job.state, job.request, job.form, job.asked, job.repeats, job.files,
        problem, delivery,
    )  # fmt: skip


def _visit(visit_id: str, folder: Path, record: dict[str, Any], recall: Recall) -> Visit:
    if record["version"] != VERSION:
        raise ValueError(f"it is of version {record['version']}, this program reads {VERSION}")
    if unknown := record["visit"].keys() - _adapters().keys():
        raise ValueError(f"unknown fields {sorted(unknown)}")
    state = {name: _adapters()[name].validate_python(value) for name, value in record["visit"].items()}
    takes, jobs = _takes().validate_python(record["takes"]), _jobs().validate_python(record["jobs"])
    visit = Visit(visit_id, folder, **state)
    visit.takes = [take for take in takes if take.video.exists()]
    _reopen(visit, record["film"])
    visit.jobs = [_recalled(visit, job, recall) for job in jobs]
    return visit


def _reopen(visit: Visit, film: str | None) -> None:
    """Look the film up again; a visit whose film has gone keeps its takes."""
    try:
        visit.clip = None if film is None else probe(Path(film))
    except UserError as problem:
        log.warning("the film of room %s cannot be opened again: %s", visit.folder.name, problem)


def _recalled(visit: Visit, record: JobRecord, recall: Recall) -> Job:
    """A job that ran is interrupted, and what it had begun to write goes."""
    if Path(record.id).name != record.id:
        raise ValueError(f"{record.id!r} is no id of a job")
    job = recall(visit.id, record)
    job.name, job.number, job.form = record.name, record.number, record.form
    job.asked, job.repeats, job.files = record.asked, record.repeats, record.files
    if record.state == "running":
        shutil.rmtree(visit.folder / job.id, ignore_errors=True)
        job.recall("interrupted")
    elif record.state == "failed":
        job.recall("failed", UserError(*(record.problem or ("It failed.", ""))))
    elif record.state == "cancelled":
        job.recall("cancelled", Cancelled("Stopped."))
    elif record.state != "queued":
        job.recall(record.state)
    return job


def _packed(tree: Any, room: Path) -> Any:
    """The same with every path below the room written relative to it."""
    start = f"{room.as_posix()}/"
    return _mapped(tree, lambda text: ROOM + text.removeprefix(start) if text.startswith(start) else text)


def _unpacked(tree: Any, room: Path) -> Any:
    """The same with paths as they are now; none leads out of the room."""
    return _mapped(tree, lambda text: _inside(text, room) if text.startswith(ROOM) else text)


def _inside(text: str, room: Path) -> str:
    path = room / text.removeprefix(ROOM)
    if ".." in path.parts:
        raise ValueError(f"{text} leads out of the room")
    return path.as_posix()


def _mapped(tree: Any, change: Callable[[str], str]) -> Any:
    if isinstance(tree, str):
        return change(tree)
    if isinstance(tree, dict):
        return {key: _mapped(value, change) for key, value in tree.items()}
    return [_mapped(value, change) for value in tree] if isinstance(tree, list) else tree
