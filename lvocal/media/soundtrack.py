"""The sound of a finished film, copied packet by packet or encoded, in step with the picture."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet

from lvocal.media.door import open_film, picture_stream
from lvocal.media.scratch import stretches
from lvocal.values import Clip, Waveform

BLOCK = 4096
"""Samples encoded at a time."""

AAC_BITS_PER_SEC = 320_000

_EVERYWHERE = {"aac", "mp3", "mp2", "ac3", "eac3", "alac"}
_PCM = {"pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_s16be", "pcm_s24be", "pcm_u8"}
CARRIES = {
    "mp4": _EVERYWHERE | {"opus", "flac"},
    "mov": _EVERYWHERE | _PCM,
    "matroska": _EVERYWHERE | _PCM | {"opus", "flac", "vorbis", "dts", "truehd", "wavpack"},
}
"""Sound codecs that are copied untouched into each container; others are encoded anew, with a note."""


class Soundtrack:
    """Feeds one stream of sound packets into a film in step with its pictures."""

    def __init__(self, out: OutputContainer, packets: Iterator[tuple[float, Packet]]) -> None:
        self.notes: list[str] = []
        self._out, self._packets = out, packets
        self._waiting: tuple[float, Packet] | None = None
        self._time_sec = 0.0

    @property
    def lead_sec(self) -> float:
        """How long before time zero the sound begins; codecs need a run-up."""
        self._waiting = self._waiting or next(self._packets, None)
        return max(0.0, -self._waiting[0]) if self._waiting else 0.0

    def advance(self, until_sec: float) -> None:
        """Write all sound that begins before `until_sec` of the finished film."""
        try:
            while (item := self._waiting or next(self._packets, None)) is not None:
                self._waiting = item
                if item[0] >= until_sec:
                    return
                self._out.mux(item[1])
                self._time_sec, self._waiting = item[0], None
        except av.FFmpegError:
            self.notes.append(f"The sound breaks at {self._time_sec:.1f} s; the film goes on in silence.")
            self.close()

    def close(self) -> None:
        """Let go of the source; nothing more is written."""
        if isinstance(self._packets, Generator):
            self._packets.close()
        self._packets, self._waiting = iter(()), None


def copied(clip: Clip, out: OutputContainer, zero_sec: float) -> Soundtrack | None:
    """The first sound stream of the film, bit for bit; None when this container cannot carry it.

    `zero_sec` of the film becomes 0 of the output; 0 keeps every time stamp as it is.
    """
    if clip.audio is None or clip.audio.codec not in CARRIES[_family(out)]:
        return None
    source = open_film(clip.path)
    stream = source.streams.audio[0]
    target = out.add_stream_from_template(stream)
    return Soundtrack(out, _copied_packets(source, stream, target, zero_sec))


def encoded(
    clip: Clip, sound: Waveform | None, out: OutputContainer, start: int, zero_sec: float
) -> Soundtrack:
    """AAC at 320 kbit/s in MP4, 24-bit PCM in masters. Without `sound`, the film's own sound is encoded.

    Second 0 of `sound` is the first picture of the film; what lies before frame `start` is left out.
    """
    if sound is not None:
        first_sec = clip.pts[start] * float(clip.time_base) - zero_sec
        frames, rate_hz = _blocks(clip, sound, start, first_sec), sound.rate_hz
        layout = "mono" if sound.samples.shape[0] == 1 else "stereo"
    else:
        source = open_film(clip.path)
        stream = source.streams.audio[0]
        frames, rate_hz = _decoded(source, stream, zero_sec), stream.sample_rate
        layout = stream.codec_context.layout.name
    if _family(out) == "mp4":
        target = out.add_stream("aac", rate=rate_hz, layout=layout, bit_rate=AAC_BITS_PER_SEC)
    else:
        target = out.add_stream("pcm_s24le", rate=rate_hz, layout=layout)
    assert isinstance(target, AudioStream)
    return Soundtrack(out, _encoded_packets(frames, target))


def readable_end_sec(path: Path) -> float | None:
    """When the last sound that can be decoded ends, counted from the first picture; None when nothing can.

    Decodes the whole stream but keeps none of it.
    """
    with open_film(path) as container:
        if not container.streams.audio:
            return None
        video = picture_stream(container, path.name)
        zero_sec = float((video.start_time or 0) * (video.time_base or 0))
        end_sec = None
        for frame in _frames(container, container.streams.audio[0]):
            if frame.time is not None and frame.sample_rate:
                end_sec = frame.time + frame.samples / frame.sample_rate - zero_sec
        return end_sec


def write_wav24(path: Path, sound: Waveform) -> None:
    """24-bit PCM beside a picture sequence, which cannot carry sound itself."""
    with av.open(str(path), "w", format="wav", container_options={"fflags": "+bitexact"}) as out:
        layout = "mono" if sound.samples.shape[0] == 1 else "stereo"
        target = out.add_stream("pcm_s24le", rate=sound.rate_hz, layout=layout)
        assert isinstance(target, AudioStream)
        for _, packet in _encoded_packets(_cut_up(sound.samples, sound.rate_hz, 0), target):
            out.mux(packet)


def _family(out: OutputContainer) -> str:
    return out.format.name


def _copied_packets(
    source: InputContainer, stream: AudioStream, target: AudioStream, zero_sec: float
) -> Iterator[tuple[float, Packet]]:
    tick_sec = stream.time_base
    assert tick_sec is not None
    shift = round(zero_sec / tick_sec)
    with source:
        for packet in source.demux(stream):
            if not packet.size:
                continue
            when = packet.pts if packet.pts is not None else packet.dts
            if when is None or (shift and when < shift):
                continue
            packet.pts, packet.dts = when - shift, (when if packet.dts is None else packet.dts) - shift
            packet.stream = target
            yield float((when - shift) * tick_sec), packet


def _encoded_packets(frames: Iterator[AudioFrame], target: AudioStream) -> Iterator[tuple[float, Packet]]:
    for frame in frames:
        yield from ((_time_sec(packet), packet) for packet in target.encode(frame))
    yield from ((_time_sec(packet), packet) for packet in target.encode(None))


def _time_sec(packet: Packet) -> float:
    return float((packet.pts or 0) * (packet.time_base or 0))


def _blocks(clip: Clip, sound: Waveform, start: int, first_sec: float) -> Iterator[AudioFrame]:
    """The part of `sound` from frame `start` to the end of the film, in small frames."""
    begin, end = (round(sec * sound.rate_hz) for sec in (clip.time_sec(start), clip.duration_sec))
    return _cut_up(sound.samples[:, begin:end], sound.rate_hz, round(first_sec * sound.rate_hz))


def _cut_up(samples: np.ndarray, rate_hz: int, first: int) -> Iterator[AudioFrame]:
    layout = "mono" if len(samples) == 1 else "stereo"
    for span in stretches(samples, size=BLOCK):
        block = np.ascontiguousarray(samples[:, span], np.float32)
        frame = AudioFrame.from_ndarray(block, format="fltp", layout=layout)
        frame.sample_rate, frame.pts = rate_hz, first + span.start
        yield frame


def _decoded(source: InputContainer, stream: AudioStream, zero_sec: float) -> Iterator[AudioFrame]:
    """Decoded frames on the clock of the output; what lies before its zero is left out."""
    with source:
        for frame in _frames(source, stream):
            if frame.time is None or frame.time < zero_sec - 1e-6:
                continue
            frame.pts = round((frame.time - zero_sec) * frame.sample_rate)
            yield frame


def _frames(source: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """Whatever can be decoded: one broken packet does not end the sound behind it."""
    demuxed = source.demux(stream)
    while True:
        try:
            packet = next(demuxed, None)
            if packet is None:
                return
            yield from (frame for frame in packet.decode() if isinstance(frame, AudioFrame))
        except av.FFmpegError:
            if not isinstance(packet, Packet):
                return
