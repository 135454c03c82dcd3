"""A text inside a file: tags of MP4, MOV and Matroska, an iTXt chunk of PNG, an attribute of OpenEXR."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import OpenEXR
from PIL import Image, PngImagePlugin, UnidentifiedImageError

from lvocal.media.door import film_kind, open_film
from lvocal.media.exr import MAGIC, TEXT
from lvocal.values import UserError

PNG = b"\x89PNG\r\n\x1a\n"

MAX_BYTES = 16 * 2**20
"""Longer texts are not ours; Pillow bounds what a compressed one may grow to."""


def with_text(png: bytes, text: str) -> bytes:
    """The same PNG file with the text in it (PNG 3rd edition, 11.3.3.4: iTXt, not compressed)."""
    body = b"iTXt" + TEXT.encode() + b"\0\0\0\0\0" + text.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    head = len(PNG) + 4 + 4 + 13 + 4  # IHDR is always first and always 13 bytes
    return png[:head] + chunk + png[head:]


def text_in(path: Path) -> str | None:
    """The text of a film, a picture or, where it is a folder, of its first picture; None where there is none.

    Raises UserError for what cannot be read at all.
    """
    if path.is_dir():
        pictures = sorted(file for file in path.iterdir() if file.suffix in (".png", ".exr"))
        return text_in(pictures[0]) if pictures else None
    if not path.exists():
        raise UserError(f"There is no file {path.name}.", "Check the name and the folder.")
    with path.open("rb") as file:
        head = file.read(len(PNG))
    text = _of_png(path) if head == PNG else _of_exr(path) if head.startswith(MAGIC) else _of_film(path)
    return None if text is None or len(text) > MAX_BYTES else text


def _of_png(path: Path) -> str | None:
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            assert isinstance(picture, PngImagePlugin.PngImageFile)
            return picture.info.get(TEXT)
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError) as problem:
        raise UserError(f"{path.name} cannot be read as a picture.", "Choose another file.") from problem


def _of_exr(path: Path) -> str | None:
    try:
        with OpenEXR.File(str(path), header_only=True) as file:
            text = file.header().get(TEXT)
    except (RuntimeError, OSError, ValueError) as problem:
        raise UserError(f"{path.name} cannot be read as OpenEXR.", "Choose another file.") from problem
    return text if isinstance(text, str) else None


def _of_film(path: Path) -> str | None:
    film_kind(path)
    with open_film(path) as container:
        tags = {key.lower(): value for key, value in container.metadata.items()}
    return tags.get(TEXT)
