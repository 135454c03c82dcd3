"""Public weights, from a folder or from a hub; when they are missing, how to get them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lvocal.values import UserError


def place(where: str, near: Path) -> str:
    """A folder or file in `near` when there is one of that name, else the hub id or path as it was
    written."""
    return str(near / where) if (near / where).exists() else where


def pretrained(kind: Any, where: str, what: str, **options: Any) -> Any:
    """`kind.from_pretrained`; UserError naming `what` is missing and the command that fetches it."""
    try:
        return kind.from_pretrained(where, **options)
    except (OSError, ValueError) as problem:
        remedy = f"Fetch it once with: hf download {where}"
        if Path(where).is_dir():
            remedy = f"Look whether {where} is complete, as its hub or save_pretrained wrote it."
        raise UserError(f"{what} could not be loaded from {where}.", remedy) from problem
