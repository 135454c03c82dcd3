"""What was found about one clip, in a JSON file of its own, so that an interrupted run goes on."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

Value = float | str | None
"""A figure; the name of a file beside the record, a picture or what a network saw; None where there was
nothing to measure it on."""


@dataclass(frozen=True)
class Finding:
    """One figure or picture."""

    code: str
    """Hash of what made it."""
    value: Value


@dataclass(frozen=True)
class Record:
    """One clip."""

    name: str
    key: str
    """Hash of the clip, the settings, the weights and the code that colours; with another one all is new."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What the clip is: plain values."""
    findings: dict[str, Finding] = field(default_factory=dict)
    fault: str = ""
    """Why it could not be measured."""

    def figure(self, name: str) -> float:
        """NaN where there is none."""
        found = self.findings.get(name)
        return found.value if found and isinstance(found.value, int | float) else math.nan

    def file(self, name: str) -> str | None:
        """The name of a file beside the record."""
        found = self.findings.get(name)
        return found.value if found and isinstance(found.value, str) else None

    def missing(self, wanted: Mapping[str, str], folder: Path) -> list[str]:
        """Of what is wanted, by name and code, what this record has not, or whose file is gone."""
        return [
            name
            for name, code in wanted.items()
            if self.fault or name not in self.findings or self.findings[name].code != code
            or ((file := self.file(name)) and not (folder / file).is_file())
        ]  # fmt: skip

    def only(self, wanted: Iterable[str]) -> Record:
        """The same without what nobody asked for now, whose code may have changed since."""
        return replace(self, findings={name: self.findings[name] for name in wanted if name in self.findings})

    def with_findings(self, found: Mapping[str, Value], codes: Mapping[str, str]) -> Record:
        """The same with more, as far as it was asked for."""
        fresh = {name: Finding(codes[name], value) for name, value in found.items()}
        return replace(self, findings=self.findings | fresh)


def key_of(**facts: Any) -> str:
    """Hash of plain values."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()


def file_stem(name: str) -> str:
    """A clip's name as the beginning of a file's: folders become dashes, and a hash keeps names apart that
    would then be one."""
    stem = name.replace("/", "-")
    return stem if stem == name else f"{stem}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def read_record(folder: Path, name: str, key: str) -> Record:
    """What is known of a clip under this key; nothing where there is no such record, or only half of one."""
    path = folder / f"{file_stem(name)}.json"
    try:
        plain = json.loads(path.read_text())
        if plain["key"] == key:
            findings = {name: Finding(**found) for name, found in plain["findings"].items()}
            return Record(**{**plain, "findings": findings})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass  # measured anew
    return Record(name, key)


def write_record(folder: Path, record: Record) -> None:
    """Written aside first, so that an interrupted run leaves no half record."""
    path = folder / f"{file_stem(record.name)}.json"
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(asdict(record), indent=1, ensure_ascii=False) + "\n")
    draft.replace(path)
