"""Opens whatever carries sound: films through `door`, pure sound files here, both by their first bytes."""

from __future__ import annotations

from pathlib import Path

import av
from av.container import InputContainer

from lvocal.media.door import film_kind, open_film
from lvocal.values import UserError

_STARTS = (
    (b"fLaC", "flac"), (b"ID3", "mp3"), (b"\xff\xf1", "aac"), (b"\xff\xf9", "aac"), (b"caff", "caf"),
    (b"#!AMR", "amr"), (b".snd", "au"), (b"riff\x2e\x91\xcf\x11", "w64"),
)  # fmt: skip
_MP3 = {b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3", b"\xff\xe2"}
_KINDS = "a WAV, FLAC, MP3, OGG, M4A, AIFF or video file"


def open_sound(path: Path) -> InputContainer:
    """Open a sound or film file by its content, with the demuxer for just that kind.

    Raises UserError when it is missing, empty, of no known kind or broken.
    """
    kind = _sound_kind(path) if path.is_file() else None
    if kind is None:
        return _open_film(path)
    try:
        return av.open(
            str(path.resolve()),
            format=kind,
            options={"protocol_whitelist": "file", "format_whitelist": kind},
            metadata_errors="ignore",
        )
    except (av.FFmpegError, OSError) as problem:
        raise UserError(
            f"{path.name} begins like a sound file but cannot be read.", "Copy or download it again."
        ) from problem


def _open_film(path: Path) -> InputContainer:
    """A missing or empty file is said by the door; what is no film is no sound either, and said so here."""
    if path.is_file() and path.stat().st_size:
        try:
            film_kind(path)
        except UserError as problem:
            raise UserError(
                f"{path.name} holds no sound this program can read.", f"Use {_KINDS}."
            ) from problem
    return open_film(path)


def _sound_kind(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(16)
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if head[:2] in _MP3:
        return "mp3"
    return next((kind for start, kind in _STARTS if head.startswith(start)), None)
