"""Films that everybody may see: the examples, coloured once and shown again to whoever asks for the same.

Only requests made of nothing but this project's own films, sounds and words are kept, so no visitor's file
can come to another.
"""

from __future__ import annotations

import secrets
import shutil
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from lvocal.values import ColorizeRequest, ColorizeResult

FILMS_KEPT = 24
"""The one asked for longest ago makes way."""

FILES = ("video", "sidecar", "still", "colors")
"""What a result names, as ColorizeResult does."""

NOTE = "Coloured earlier with these very settings, so it was there at once."


class Shelf:
    """Finished examples by request."""

    def __init__(self, examples: Path, folder: Path, films_kept: int = FILMS_KEPT) -> None:
        """`examples` holds the project's own films, `folder` those that are kept."""
        self._folder = folder
        self._examples, self._films_kept = examples.resolve(), films_kept
        self._films: OrderedDict[ColorizeRequest, ColorizeResult] = OrderedDict()
        self._lock = Lock()

    def is_public(self, request: ColorizeRequest) -> bool:
        """Nothing in the request belongs to a visitor."""
        sounds = [sound for lane in (request.mix.music, request.mix.ambience) for sound in (lane.a, lane.b)]
        own_sounds = all(
            sound is None or sound in ("original", "silence") or sound.startswith("preset:")
            for sound in sounds
        )
        is_ours = request.source.resolve().parent == self._examples
        return is_ours and own_sounds and not request.references

    def take(self, request: ColorizeRequest, folder: Path) -> ColorizeResult | None:
        """A copy of the finished film in `folder`; None when it has not been made yet."""
        with self._lock:
            kept = self._films.get(request)
            if kept is None:
                return None
            self._films.move_to_end(request)
            return replace(_copied(kept, folder), seconds={}, notes=(*kept.notes, NOTE))

    def put(self, request: ColorizeRequest, result: ColorizeResult) -> None:
        """Keep a copy, when the film is whole and everybody may see it."""
        if not (result.complete and result.video.is_file() and self.is_public(request)):
            return
        with self._lock:
            if request in self._films:
                return
            self._films[request] = _copied(result, self._folder / secrets.token_hex(8))
            if len(self._films) > self._films_kept:
                _, oldest = self._films.popitem(last=False)
                shutil.rmtree(oldest.video.parent, ignore_errors=True)


def _copied(result: ColorizeResult, folder: Path) -> ColorizeResult:
    folder.mkdir(parents=True, exist_ok=True)
    named = ("video", "sidecar", "still", "colors")
    files = {name: file for name in named if (file := getattr(result, name)) is not None}
    copies: dict[str, Any] = {name: Path(shutil.copy(file, folder)) for name, file in files.items()}
    return replace(result, **copies)
