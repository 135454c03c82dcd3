"""The only place where a film that somebody brought is opened.

What a file is, is read from its first bytes, never from its name, and the demuxer for just that kind is
forced. Play lists and scripts (concat, HLS, DASH …) are text, have no such bytes, and so can never make the
program read another file; the network is closed as well.
"""

from __future__ import annotations

from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from lvocal.media import faults

MAX_BYTES = 32 * 2**30
"""Beyond this even reading the frame table takes minutes; masters of an hour in ProRes stay below it."""

MAX_PIXELS = 36_864 * 256
"""4096 x 2304, the largest frame of H.264 level 5.2: browsers end there, and memory stays bounded."""

MIN_PX = 16
"""One block of the codecs; below it there is nothing to see."""

MAX_SEC = 3600.0
"""One hour a job: on two cores that is already a night's work."""

MAX_STREAMS = 64
"""No honest film has more; each costs buffers."""

_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")
_STARTS = (
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"FLV\x01", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"OggS", "ogg"),
    (b"\x06\x0e\x2b\x34\x02\x05\x01\x01", "mxf"),
    (b"\x00\x00\x01\xba", "mpeg"),
)


def open_film(path: Path) -> InputContainer:
    """Open a film by its content.

    Raises UserError when it is missing, empty, not one of the known containers, too big or broken.
    """
    kind = film_kind(path)
    try:
        # An absolute path cannot be mistaken for a protocol such as "concat:".
        container = av.open(
            str(path.resolve()),
            format=kind,
            options={"protocol_whitelist": "file", "format_whitelist": kind},
            metadata_errors="ignore",
        )
    except (av.FFmpegError, OSError) as problem:
        raise faults.cut_off(path.name) from problem
    if len(container.streams) > MAX_STREAMS:
        container.close()
        raise faults.not_a_film(path.name)
    return container


def film_kind(path: Path) -> str:
    """The demuxer for the first bytes of the file; UserError when it is no film."""
    if not path.exists():
        raise faults.missing(path.name)
    if path.is_dir():
        raise faults.folder(path.name)
    size = path.stat().st_size
    if not size:
        raise faults.empty(path.name)
    if size > MAX_BYTES:
        raise faults.too_heavy(path.name, size / 2**30, MAX_BYTES / 2**30)
    try:
        with path.open("rb") as file:
            kind = _kind(file.read(1024))
    except OSError as problem:
        raise faults.unreadable(path.name) from problem
    if kind is None:
        raise faults.not_a_film(path.name)
    return kind


def picture_stream(container: InputContainer, name: str) -> VideoStream:
    """The first video stream that is a film and not a cover picture; UserError when there is none."""
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            if stream.codec_context is None:
                raise faults.unknown_codec(name)
            return stream
    raise faults.no_video(name)


def check_size(width: int, height: int) -> None:
    """UserError when a picture is too small or too large to be coloured."""
    if min(width, height) < MIN_PX:
        raise faults.too_small(width, height, MIN_PX)
    if width * height > MAX_PIXELS:
        raise faults.too_large(width, height, MAX_PIXELS)


def check_length(length_sec: float) -> None:
    """UserError when a film lasts too long for one job."""
    if length_sec > MAX_SEC:
        raise faults.too_long(length_sec, MAX_SEC)


def _kind(head: bytes) -> str | None:
    """MPEG transport packets carry 0x47 every 188 bytes, in Blu-ray files after four bytes of clock."""
    if head[4:8] in _BOXES:
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    for first, step in ((0, 188), (4, 192)):
        if len(head) > first + 2 * step and all(head[first + step * n] == 0x47 for n in range(3)):
            return "mpegts"
    return next((kind for start, kind in _STARTS if head.startswith(start)), None)
