"""The key under which browsers keep the id of their visit; over a restart it must stay the same."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_of(work: Path | None) -> str | None:
    """Of a work folder, made when it is missing; None without one, for gradio then draws its own."""
    if work is None:
        return None
    path = work / "browser.key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(16))
    except FileExistsError:
        pass
    return path.read_text()
