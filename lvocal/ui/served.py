"""Files of a visit, as the browser asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile


def served(path: Path | None) -> dict[str, Any] | None:
    """A file for the browser; the version makes it ask again when the file has changed."""
    if path is None or not path.exists():
        return None
    return {"path": path.as_posix(), "version": path.stat().st_mtime_ns}


def one_file(video: Path) -> Path:
    """What can be downloaded: a film as it is, a folder of pictures as one ZIP beside it."""
    if not video.is_dir():
        return video
    packed = video.with_name(f"{video.name}.zip")
    with ZipFile(packed, "w", ZIP_STORED) as archive:  # PNG does not get smaller by packing
        for file in sorted(video.iterdir()):
            archive.write(file, f"{video.name}/{file.name}")
    return packed
