"""Decoded frames by number: start near, drop what comes before, never guess.

A frame is known by its time stamp alone, so variable rates, B-frames and leading frames that cannot be
decoded do not shift the count.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lvocal.media import faults
from lvocal.media.door import open_film, picture_stream
from lvocal.values import Clip

log = logging.getLogger(__name__)


def frames_of(clip: Clip, start: int = 0, stop: int | None = None) -> Iterator[VideoFrame]:
    """Frames start..stop as coded, exactly stop - start of them.

    A frame that is listed but cannot be decoded is replaced by the one before it, and the log says so.
    """
    stop = clip.num_frames if stop is None else stop
    if not 0 <= start <= stop <= clip.num_frames:
        raise ValueError(f"frames {start}..{stop} do not lie in 0..{clip.num_frames}")
    if start == stop:
        return
    with open_film(clip.path) as container:
        stream = picture_stream(container, clip.path.name)
        stream.thread_type = "AUTO"
        yield from _by_number(clip, _from(container, stream, clip.pts[start]), start, stop)


def _by_number(clip: Clip, frames: Iterator[VideoFrame], start: int, stop: int) -> Iterator[VideoFrame]:
    """Pick the frames of `clip.pts[start:stop]` out of a stream that may begin early or have holes."""
    number_of = {clip.pts[number]: number for number in range(start, stop)}
    next_number, last = start, None
    for frame in frames:
        time = stamp(frame)
        number = number_of.get(time) if time is not None else None
        if number is None or number < next_number:
            continue
        _check_size(clip, frame, number)
        yield from _hold(clip, frame if last is None else last, next_number, number)
        yield frame
        next_number, last = number + 1, frame
        if next_number == stop:
            return
    if last is None:
        raise faults.no_frames(clip.path.name)
    yield from _hold(clip, last, next_number, stop)


def _hold(clip: Clip, frame: VideoFrame, start: int, stop: int) -> Iterator[VideoFrame]:
    for number in range(start, stop):
        log.warning("%s: frame %d cannot be decoded, its neighbour is shown instead", clip.path.name, number)
        yield frame


def _check_size(clip: Clip, frame: VideoFrame, number: int) -> None:
    coded = (clip.width, clip.height) if clip.rotation % 180 == 0 else (clip.height, clip.width)
    if (frame.width, frame.height) != coded:
        raise faults.size_changes(number)


def _from(container: InputContainer, stream: VideoStream, pts: int) -> Iterator[VideoFrame]:
    """Decoded frames from one at or before `pts` on.

    Seeking may land too late (indexes count decoding times, streams open in the middle of a group), so the
    landing is checked and the leap widened until it is early enough; the last resort is the beginning.
    """
    for leap_sec in (0.0, 1.0, 4.0, 16.0, 64.0):
        target = pts - round(leap_sec / stream.time_base) if stream.time_base else pts
        if target <= (stream.start_time or 0):
            break
        try:
            container.seek(target, stream=stream, backward=True)
        except av.FFmpegError:
            break
        frames = decode(container, stream)
        first = next(frames, None)
        landed = stamp(first) if first is not None else None
        if first is not None and landed is not None and landed <= pts:
            yield first
            yield from frames
            return
    rewind(container, stream)
    yield from decode(container, stream)


def rewind(container: InputContainer, stream: VideoStream) -> None:
    """Back to the first packet."""
    stream.codec_context.flush_buffers()
    try:
        container.seek(min(stream.start_time or 0, 0), stream=stream, backward=True, any_frame=True)
    except av.FFmpegError:
        container.seek(0)


def decode(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Frames in the order they are shown; a broken packet costs its own frame and no other."""
    for packet in packets(container, stream):
        try:
            yield from packet.decode()
        except av.FFmpegError as problem:
            log.debug("packet at %s cannot be decoded: %s", packet.pts, problem)


def packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet]:
    """Packets until the end of what can be read; the last one is the empty packet that drains the decoder."""
    demuxed = container.demux(stream)
    while True:
        try:
            packet = next(demuxed, None)
        except av.FFmpegError as problem:
            log.debug("%s ends early: %s", container.name, problem)
            return
        if packet is None:
            return
        yield packet


def stamp(frame: VideoFrame) -> int | None:
    """When the frame is shown, in ticks; old containers only know when it was decoded."""
    return frame.pts if frame.pts is not None else frame.dts
