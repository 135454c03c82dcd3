"""A suite: a folder of clips, each measured by itself, so that a run can be interrupted, continued and shared
among processes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from lvocal.evaluate.clips.excerpt import Excerpt
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.methods import Method, Ours
from lvocal.evaluate.clips.panel import Panel
from lvocal.evaluate.clips.records import Record, Value, file_stem, key_of, read_record, write_record
from lvocal.media.picture_film import pictures_in
from lvocal.model.bundle import Networks
from lvocal.sample.sidecar import file_hash
from lvocal.settings import ColorizeSettings
from lvocal.values import UserError

COMPARE_PX = 256


@dataclass(frozen=True)
class Setup:
    """What all clips of a run are measured with."""

    report: Path
    settings: ColorizeSettings = ColorizeSettings()
    compare_px: int = COMPARE_PX
    """Shorter side at which pictures are compared; 0 is source size."""
    method: Method = Ours()
    engine: str = "mini"
    excerpt: Excerpt = Excerpt()
    panel: Panel = Panel()


@dataclass(frozen=True)
class Found:
    """What was found out about a clip."""

    facts: dict[str, Any]
    values: dict[str, Value]


@dataclass(frozen=True)
class Task:
    """One clip in the hands of a suite."""

    footage: Footage
    setup: Setup
    folder: Path
    """Where its record and its pictures lie."""
    missing: tuple[str, ...]
    """What to find out."""

    def file(self, kind: str) -> Path:
        """Where one of its pictures, or what a network saw, goes; `kind` ends as the file shall end."""
        return self.folder / f"{file_stem(self.footage.name)}-{kind}"


@dataclass(frozen=True)
class Suite:
    """Which clips, and what to find out about each."""

    name: str
    title: str
    find: Callable[[Path], list[Path]]
    what: str
    """What `find` looks for, in words."""
    codes: Callable[[Setup], Mapping[str, str]]
    """Every figure and picture of a clip by name, with the hash of the code and the judges that make it."""
    measure: Callable[[Task, Networks], Found]
    """UserError for a clip that cannot be measured."""

    def folder(self, setup: Setup) -> Path:
        """Of the records; a method that is another than usual has one of its own."""
        name = setup.method.name
        return setup.report / self.name / ("" if name == Ours().name else file_stem(name))


def measure_clip(suite: Suite, footage: Footage, setup: Setup, networks: Networks) -> Record:
    """What is asked of a clip, with all that was missing measured and written down."""
    folder, codes = suite.folder(setup), dict[str, str]()
    try:
        codes, key = dict(suite.codes(setup)), _key(footage, setup, networks)
        known = read_record(folder, footage.name, key)
        missing = known.missing(codes, folder)
        told = {"learned": footage.is_learned}
        if not missing:
            return replace(known, facts=known.facts | told).only(codes)
        task = Task(footage, setup, folder, tuple(missing))
        found = suite.measure(task, setup.method.changed(networks))
    except (UserError, OSError) as problem:
        fault = str(problem) if isinstance(problem, UserError) else f"It cannot be read: {problem}."
        record = Record(footage.name, "", fault=fault)
    else:
        values = {name: _plain(found.values[name]) for name in missing}
        record = replace(known, facts=known.facts | found.facts | told, fault="").with_findings(values, codes)
    write_record(folder, record)
    return record.only(codes)


def some_of(footage: Sequence[Footage], limit: int | None) -> list[Footage]:
    """At most `limit` clips, evenly spread and always the same ones."""
    count = min(len(footage), limit or len(footage))
    return [footage[len(footage) * k // count] for k in range(count)]


def _key(footage: Footage, setup: Setup, networks: Networks) -> str:
    path = footage.path
    files = [path] if path.is_file() else pictures_in(path)
    return key_of(
        source=[file_hash(file) for file in files], caption=footage.caption, pin=asdict(footage.pin),
        settings=asdict(setup.settings), compare_px=setup.compare_px, excerpt=asdict(setup.excerpt),
        method=dict(setup.method.facts), weights=networks.fingerprint,
    )  # fmt: skip


def _plain(value: Value) -> Value:
    """JSON knows no NaN."""
    return None if isinstance(value, float) and math.isnan(value) else value
