"""Files of a visit, as the browser asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def served(path: Path | None) -> dict[str, Any] | None:
    """A file for the browser; the version makes it ask again when the file has changed."""
    if path is None or not path.exists():
        return None
    return {"path": path.as_posix(), "version": path.stat().st_mtime_ns}
