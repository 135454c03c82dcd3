"""Takes: what renders leave behind. Each keeps its film, its still, and all that is needed to repeat it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import cv2
from pydantic import ConfigDict, PlainSerializer, PlainValidator

from lvocal.jobs import Job
from lvocal.media.picture_file import read_picture
from lvocal.media.stills import png_bytes
from lvocal.sample.sidecar import request_from_json, request_to_json
from lvocal.ui.served import one_file
from lvocal.values import ColorizeRequest, ColorizeResult, UserError

THUMB_PX = 90
"""Height of a take's picture."""

MAX_NAME = 60

STRICT = ConfigDict(extra="forbid")

if TYPE_CHECKING:
    Request = ColorizeRequest
else:
    Request = Annotated[Any, PlainValidator(request_from_json), PlainSerializer(request_to_json)]
"""A request, which is plain values in files, as in sidecars."""


@dataclass
class Handed:
    """A file of a take that was made for somebody else."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: str
    """As values.Delivered names it."""
    file: Path
    """What is downloaded; a folder of pictures as a ZIP."""
    sidecar: Path | None
    said: tuple[str, ...]
    """What reading it back has shown."""
    faults: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass
class Take:
    """One finished film, or the finished part of one."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: str
    """Of the job that made it, whose folder holds its files."""
    number: int
    name: str
    video: Path
    """H.264 for the viewer, or the master, which is only downloaded."""
    sidecar: Path
    thumb: Path
    request: Request
    form: dict[str, Any]
    """Every control of the page, as it stood."""
    seconds: dict[str, float]
    notes: tuple[str, ...]
    model: dict[str, str]
    """Name and fingerprint of the networks."""
    complete: bool = True
    starred: bool = False
    made: float = field(default_factory=time.time)
    """When, in seconds of the calendar."""
    colors: Path | None = None
    """Its painted colours, from which further files are written without painting."""
    handed: list[Handed] = field(default_factory=list)
    """The newest of every kind."""

    @property
    def source(self) -> Path:
        """The film it was made from."""
        return self.request.source

    @property
    def is_master(self) -> bool:
        """It is delivered, and no browser plays it."""
        return self.request.master is not None

    @property
    def is_draft(self) -> bool:
        """A quick look, smaller than the film."""
        return self.request.draft

    @property
    def is_text_only(self) -> bool:
        """No sound had a say in its colours."""
        settings = self.request.settings
        return settings.music_strength == settings.ambience_strength == 0

    @property
    def files(self) -> list[Path]:
        """The film, its sidecar and its still."""
        return [path for path in (self.video, self.sidecar, self.thumb) if path.exists()]


def take_from(job: Job, result: ColorizeResult) -> Take:
    """What a job has left; its thumbnail is written beside it."""
    record = json.loads(result.sidecar.read_text())
    thumb = result.still.with_name("thumb.png")
    picture = read_picture(result.still)
    width = max(1, round(picture.shape[1] * THUMB_PX / picture.shape[0]))
    thumb.write_bytes(png_bytes(cv2.resize(picture, (width, THUMB_PX), interpolation=cv2.INTER_AREA)))
    return Take(
        id=job.id, number=job.number, name=job.name, video=one_file(result.video), sidecar=result.sidecar,
        thumb=thumb, request=job.request, form=job.form, seconds=dict(result.seconds), notes=result.notes,
        model=record["model"], complete=result.complete, colors=result.colors,
    )  # fmt: skip


def hand(take: Take, result: ColorizeResult) -> None:
    """Keep what a delivery has left with its take; older files of the same kinds go."""
    for item in result.delivered:
        for old in [old for old in take.handed if old.kind == item.kind]:
            take.handed.remove(old)
            old.file.unlink(missing_ok=True)
        found = item.readback
        said, faults = (found.said, found.faults) if found else ((), ())
        take.handed.append(Handed(item.kind, one_file(item.path), item.sidecar, said, faults, item.notes))


def take_of(takes: Sequence[Take], take_id: str | None) -> Take:
    """A take by its id; UserError when it is gone."""
    for take in takes:
        if take.id == take_id:
            return take
    raise UserError("This take is not known any more.", "Colorize the film again.")


def rename(take: Take, name: str) -> None:
    """Give a take another name; UserError for an empty one."""
    words = " ".join(name.split())[:MAX_NAME]
    if not words:
        raise UserError("A take needs a name.", "Write one, or leave it as it was.")
    take.name = words


def remove(takes: list[Take], take: Take) -> None:
    """Take it from the list, and its files from the disk."""
    takes.remove(take)
    for folder in {take.sidecar.parent, *(item.file.parent for item in take.handed)}:
        shutil.rmtree(folder, ignore_errors=True)
