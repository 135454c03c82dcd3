"""Loops of presets kept on disk: some take seconds to make, and they are always the same.

They lie in the user's cache folder under a name that changes with the code that makes them. Shapes: (2, N).
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

log = logging.getLogger(__name__)


def kept_loop(
    name: str, rate_hz: int, make: Callable[[], np.ndarray], folder: Path | None = None
) -> np.ndarray:
    """The loop (2, N) from its file, or made now and kept. A folder that cannot be written to, or a broken
    file, only costs the time to make it again."""
    home = (folder or user_cache_path("lvocal") / "presets") / _version()
    path = home / f"{name}-{rate_hz}.npy"
    try:
        return np.load(path)
    except (OSError, ValueError, EOFError):
        loop = make()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=home, suffix=".part", delete=False) as draft:
            np.save(draft, loop)
        os.replace(draft.name, path)
    except OSError as problem:
        log.info("presets are not kept: %s", problem)
    return loop


@lru_cache(maxsize=1)
def _version() -> str:
    """Of the code that makes sounds, so that no loop outlives a change of it."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("synth*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
