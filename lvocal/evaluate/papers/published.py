"""What the papers print; published.toml holds the numbers."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Published:
    """One table of a paper, or the half of one that belongs to one set of clips."""

    title: str
    columns: tuple[str, ...]
    """Named as `clips.measures` names them, where they mean the same."""
    rows: Mapping[str, tuple[float, ...]]
    """By the paper's name of a line; NaN where it prints nothing."""

    def figure(self, row: str, column: str) -> float:
        """NaN where it prints nothing."""
        return self.rows[row][self.columns.index(column)] if column in self.columns else math.nan


@cache
def published() -> Mapping[str, Published]:
    """Every table by its short name."""
    tables = tomllib.loads(Path(__file__).with_name("published.toml").read_text())
    return {
        key: Published(
            said["title"], tuple(said["columns"]), {name: tuple(row) for name, *row in said["rows"]}
        )
        for key, said in tables.items()
    }
