"""A film on disk: what is known about it, and its luma by range. Frames are streamed, never collected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lvocal.media import faults
from lvocal.media.door import check_length, check_size, open_film, picture_stream
from lvocal.media.pixels import Array, chroma_planes_of, luma_depth, luma_plane, turn
from lvocal.media.remarks import remarks_on
from lvocal.media.seeking import decode, frames_of, packets, rewind, stamp
from lvocal.media.soundtrack import readable_end_sec
from lvocal.values import AudioTrack, Clip

COLOR_SAMPLES = 5
"""Places at which chroma is looked at to tell a colour film from a grey one stored as 4:2:0."""

COLOR_CODES = 2.0
"""Mean distance of chroma from neutral, in 8-bit codes, above which a film is coloured; noise is < 1."""

ONE_TO_ONE = {"h264", "hevc", "prores", "ffv1", "mjpeg", "vp9", "av1", "dnxhd", "png"}
"""Codecs in which one packet of MP4, MOV or Matroska is one frame; all others are counted by decoding."""

MATRICES = {0: "rgb", 1: "bt709", 5: "bt601", 6: "bt601", 9: "bt2020", 10: "bt2020"}
HDR_CURVES = {16, 18}
"""PQ and HLG."""


@dataclass(frozen=True)
class _FrameTable:
    """When every readable frame is shown, and how many the file had promised."""

    pts: tuple[int, ...]
    promised: int


def probe(path: Path) -> Clip:
    """Read all that is known about a film; its frames are counted one by one, their times taken as they are.

    Raises UserError when the file is no film, is broken beyond use, or exceeds the limits of `media.door`.
    """
    with open_film(path) as container:
        stream = picture_stream(container, path.name)
        stream.thread_type = "AUTO"
        check_length(float(container.duration or 0) / 1e6)
        first = next(decode(container, stream), None)
        if first is None:
            raise faults.no_frames(path.name)
        check_size(first.width, first.height)
        table = _frame_table(container, stream, first, path.name)
        colored = _has_color(container, stream, first, table.pts)
        return _clip(path, container, stream, first, table, colored)


def read_luma(clip: Clip, start: int = 0, stop: int | None = None) -> Iterator[Array]:
    """Y planes (H, W) of frames start..stop, upright, uint8 or uint16 in the codes of the film, read-only.

    Exactly stop - start planes come; only the frame at hand is in memory.
    """
    for frame in frames_of(clip, start, stop):
        luma = turn(luma_plane(frame), clip.rotation)
        luma.flags.writeable = False
        yield luma


def read_rgb(clip: Clip, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
    """True colours (H, W, 3) uint8 of frames start..stop, by the film's own matrix and range, upright."""
    matrix = {"bt709": 1, "bt601": 5, "bt2020": 9, "rgb": 1}[clip.matrix]
    for frame in frames_of(clip, start, stop):
        if not frame.format.is_rgb:
            frame.colorspace, frame.color_range = matrix, 2 if clip.full_range else 1
        yield turn(frame.to_ndarray(format="rgb24"), clip.rotation)


def read_chroma(clip: Clip, start: int = 0, stop: int | None = None) -> Iterator[tuple[Array, Array]]:
    """Cb and Cr (ceil(H/2), ceil(W/2)) signed, as `Writer.write` takes them, of frames start..stop, upright;
    written again as 4:2:0 of the same depth they give the very codes of the file."""
    for frame in frames_of(clip, start, stop):
        frame.color_range = 2 if clip.full_range else 1
        cb, cr = chroma_planes_of(frame)
        yield turn(cb, clip.rotation), turn(cr, clip.rotation)


def _clip(
    path: Path,
    container: InputContainer,
    stream: VideoStream,
    first: VideoFrame,
    table: _FrameTable,
    colored: bool,
) -> Clip:
    rotation = round(-first.rotation / 90) % 4 * 90
    sideways = rotation in (90, 270)
    aspect = stream.sample_aspect_ratio or Fraction(1)
    time_base = stream.time_base or Fraction(1, 1000)
    size = (first.height, first.width) if sideways else (first.width, first.height)
    clip = Clip(
        path=path,
        width=size[0],
        height=size[1],
        fps=_rate(stream, table.pts, time_base),
        time_base=time_base,
        pts=table.pts,
        pixel_format=first.format.name,
        bit_depth=luma_depth(first),
        full_range=_is_full_range(stream, first),
        matrix=_matrix(stream, first),
        has_color=colored,
        rotation=rotation,
        sample_aspect=1 / aspect if sideways else aspect,
        interlaced=bool(first.interlaced_frame),
        has_alpha=_has_alpha(stream, first),
        timecode=_timecode(container, stream),
        audio=_audio_track(container),
    )
    check_length(clip.duration_sec)
    is_hdr = int(stream.codec_context.color_trc or 0) in HDR_CURVES
    sound_end_sec = readable_end_sec(path) if clip.audio else None
    return replace(clip, notes=remarks_on(clip, table.promised, is_hdr, sound_end_sec))


def _frame_table(container: InputContainer, stream: VideoStream, first: VideoFrame, name: str) -> _FrameTable:
    """Count by demuxing where packets can be trusted to be frames, else by decoding everything."""
    start, pts, sound = stamp(first), [], True
    rewind(container, stream)
    for packet in packets(container, stream):
        if packet.size and not packet.is_discard:
            sound = sound and packet.pts is not None and not packet.is_corrupt
            pts.append(packet.pts)
    packaged = container.format.name.startswith(("mov", "matroska"))
    trusted = packaged and stream.codec_context.codec.canonical_name in ONE_TO_ONE
    short = len(pts) < stream.frames
    if not (sound and trusted and not short and len(set(pts)) == len(pts)):
        rewind(container, stream)
        pts = [time for frame in decode(container, stream) if (time := stamp(frame)) is not None]
    # Frames before the first decodable one belong to a group whose beginning was cut away.
    shown = sorted({time for time in pts if time is not None and start is not None and time >= start})
    if not shown:
        raise faults.no_frames(name)
    return _FrameTable(tuple(shown), max(stream.frames, len(shown)))


def _rate(stream: VideoStream, pts: tuple[int, ...], time_base: Fraction) -> Fraction:
    """Frames per second as stated; where nothing is stated, as counted."""
    if stream.average_rate or stream.guessed_rate:
        return Fraction(stream.average_rate or stream.guessed_rate or 25)
    if len(pts) > 1:
        return Fraction(len(pts) - 1) / ((pts[-1] - pts[0]) * time_base)
    return Fraction(25)


def _is_full_range(stream: VideoStream, first: VideoFrame) -> bool:
    stated = int(first.color_range or stream.codec_context.color_range or 0)
    if stated:
        return stated == 2
    name = first.format.name
    still_codec = stream.codec_context.codec.canonical_name in {"ffv1", "png", "mjpeg", "rawvideo"}
    return (
        first.format.is_rgb or name.startswith(("yuvj", "pal8", "mono")) or ("gray" in name and still_codec)
    )


def _matrix(stream: VideoStream, first: VideoFrame) -> str:
    """As stated; unstated means HD is BT.709 and anything smaller BT.601, as players assume."""
    if first.format.is_rgb or first.format.name.startswith("pal8"):
        return "rgb"
    stated = int(first.colorspace if first.colorspace is not None else 2)
    return MATRICES.get(stated, "bt709" if min(first.width, first.height) > 576 else "bt601")


def _has_alpha(stream: VideoStream, first: VideoFrame) -> bool:
    alpha = any(component.is_alpha for component in first.format.components)
    return alpha or stream.metadata.get("alpha_mode") == "1"


def _has_color(
    container: InputContainer, stream: VideoStream, first: VideoFrame, pts: tuple[int, ...]
) -> bool:
    """Look at chroma in a few places over the film."""
    if len(first.format.components) < 3:
        return False
    for part in range(COLOR_SAMPLES):
        container.seek(pts[len(pts) * part // COLOR_SAMPLES], stream=stream, backward=True)
        frame = next(decode(container, stream), first)
        small = frame.reformat(width=64, height=64, format="yuv444p").to_ndarray()
        if np.abs(small[1:3].astype(np.float32) - 128).mean() > COLOR_CODES:
            return True
    return False


def _timecode(container: InputContainer, stream: VideoStream) -> str | None:
    """Of the picture, the container, or a data track beside them."""
    places = [stream.metadata, container.metadata, *(other.metadata for other in container.streams)]
    named = (item for place in places for item in place.items())
    return next((value for key, value in named if key.lower() == "timecode"), None)


def _audio_track(container: InputContainer) -> AudioTrack | None:
    if not container.streams.audio:
        return None
    stream: AudioStream = container.streams.audio[0]
    base = stream.time_base or Fraction(1)
    return AudioTrack(
        codec=stream.codec_context.codec.canonical_name,
        rate_hz=stream.sample_rate,
        channels=stream.channels,
        duration_sec=float(stream.duration * base) if stream.duration else None,
        start_sec=float((stream.start_time or 0) * base),
    )
