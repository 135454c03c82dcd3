"""How fast this machine was, stage by stage and engine by engine; remembered between runs of the program."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from lvocal.estimate import stage_of_writing, work_of
from lvocal.values import ColorizeRequest, ColorizeResult

log = logging.getLogger(__name__)

VERSION = 1

KEPT = 8
"""So many films of an engine are remembered."""

ROUGH: dict[str, dict[str, float]] = {
    "mini": {
        "reading": 0.016,
        "listening": 0.15,
        "colouring": 1.2,
        "writing h264": 0.082,
    }
}
"""Seconds for one unit of lvocal.estimate on two server cores, from one run of the film of `python -m lvocal
bench`, which they give back as 15 s. Only a beginning: the first film on a machine replaces them. Of the full
size nothing was measured."""


@dataclass(frozen=True)
class Speed:
    """Seconds for one unit of work."""

    sec: float
    is_rough: bool


class Speeds:
    """What was measured, kept in a JSON file where one is named. Safe from several threads."""

    def __init__(self, path: Path | None = None) -> None:
        self._path, self._lock = path, Lock()
        self._measured: dict[str, dict[str, list[list[float]]]] = {}
        """Engine -> stage -> [units, seconds] of its last films."""
        if path is not None and path.is_file():
            self._measured = _read(path)

    def sec_per_unit(self, engine: str, stage: str) -> Speed | None:
        """Measured here where it was, else on another machine; None where it never was."""
        with self._lock:
            films = self._measured.get(engine, {}).get(stage, [])
            units, seconds = (sum(film[part] for film in films) for part in (0, 1))
        if units > 0:
            return Speed(seconds / units, False)
        rough = ROUGH.get(engine, {})
        sec = rough.get(stage, rough.get("writing h264") if stage.startswith("writing") else None)
        return None if sec is None else Speed(sec, True)

    def remember(self, request: ColorizeRequest, result: ColorizeResult) -> None:
        """Learn from a film that was finished."""
        if not (result.complete and result.seconds):
            return
        spent = {**result.seconds, stage_of_writing(request): result.seconds.get("writing", 0.0)}
        with self._lock:
            stages = self._measured.setdefault(request.weights.engine, {})
            for stage, units in work_of(request, result.clip).items():
                if units > 0 and stage in spent:
                    films = stages.setdefault(stage, [])
                    films.append([round(units, 4), round(spent[stage], 4)])
                    del films[:-KEPT]
            self._write()

    def _write(self) -> None:
        if self._path is None:
            return
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps({"version": VERSION, "measured": self._measured}, indent=1) + "\n")
        part.replace(self._path)


def _read(path: Path) -> dict[str, dict[str, list[list[float]]]]:
    """What was written before; nothing, and a word in the log, when it cannot be read."""
    try:
        record = json.loads(path.read_text())
        if record["version"] != VERSION:
            raise ValueError(f"version {record['version']}")
        return _checked(record["measured"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        log.warning("%s cannot be read (%s); speeds are measured anew", path, problem)
        return {}


def _checked(measured: Mapping[str, Any]) -> dict[str, dict[str, list[list[float]]]]:
    return {
        engine: {
            stage: [[float(units), float(sec)] for units, sec in films] for stage, films in stages.items()
        }
        for engine, stages in measured.items()
    }
