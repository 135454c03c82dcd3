"""Reading, resampling and writing sound; PyAV is the only decoder.

Shapes: C channels, N samples. Time zero of a film is its first picture, so sound that starts later begins
with silence here, and sound that starts earlier is cut. Long sound lies on disk (see scratch), 23 MB a minute
of stereo at 48 kHz.
"""

from __future__ import annotations

import wave as wav_format
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from lvocal.media.scratch import Joined, reel, roomy_zeros, stretches
from lvocal.media.sound_door import open_sound
from lvocal.values import Waveform

RATE_HZ = 48_000
"""What people hear is mixed at this rate."""

LISTEN_HZ = 16_000
"""What the network listens to."""

GAP_SEC = 0.1
"""Holes in the time stamps longer than this are filled with silence, so that what follows stays in step."""


@dataclass(frozen=True)
class Sound:
    """Decoded sound and how far it could be read."""

    wave: Waveform
    stops_sec: float | None
    """Where a broken stream stops being readable; None when all of it was read."""


def read_audio(
    path: Path, rate_hz: int = RATE_HZ, channels: int = 2, limit_sec: float | None = None
) -> Waveform | None:
    """The first sound stream of any sound or film file as (channels, N); None when it has none.

    Raises UserError when the file is no container this program opens.
    """
    sound = read_sound(path, rate_hz, channels, limit_sec)
    return sound.wave if sound else None


def read_sound(
    path: Path, rate_hz: int = RATE_HZ, channels: int = 2, limit_sec: float | None = None
) -> Sound | None:
    """Like `read_audio`, and says where a broken stream stops. None when nothing at all can be decoded.

    `limit_sec` reads only so much from the start, which keeps hour-long films out of memory.
    """
    with open_sound(path) as container:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        reader = _Reader(rate_hz, channels, _zero_sec(container, stream))
        for frame in reader.frames(container, stream):
            reader.place(frame)
            if limit_sec is not None and reader.length_sec >= limit_sec:
                break
        return reader.result(_declared_sec(stream), limit_sec)


class _Reader:
    """Collects decoded frames in presentation order, one piece after another on a reel."""

    def __init__(self, rate_hz: int, channels: int, zero_sec: float) -> None:
        self.rate_hz, self.channels, self.zero_sec = rate_hz, channels, zero_sec
        self.reel, self.pieces = reel(), array("L")
        self.length = 0
        self.skip = 0
        self.faults = 0
        self.resampler: av.AudioResampler | None = None
        self.form: tuple[str, str, int] | None = None

    @property
    def length_sec(self) -> float:
        return (self.length - self.skip) / self.rate_hz

    def frames(self, container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
        """Decode packet by packet: one broken packet must not end the sound behind it."""
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                yield from (frame for frame in packet.decode() if isinstance(frame, AudioFrame))
            except av.FFmpegError:
                self.faults += 1
                if self.faults > 1000:
                    return

    def place(self, frame: AudioFrame) -> None:
        """Put one frame where its time stamp says."""
        if frame.time is not None:
            start = round((frame.time - self.zero_sec) * self.rate_hz)
            if not self.length and start < 0:
                self.skip = -start
            gap = start + self.skip - self.length
            if gap > (GAP_SEC * self.rate_hz if self.length else 0):
                self._append(np.zeros((self.channels, gap), np.float32))
        for piece in self._convert(frame):
            self._append(piece)

    def result(self, declared_sec: float | None, limit_sec: float | None) -> Sound | None:
        """Everything collected, cut to what belongs to the film; None when that is nothing."""
        for piece in self._convert(None):
            self._append(piece)
        if self.length <= self.skip:
            return None
        length = self.length - self.skip
        if limit_sec is not None:
            length = min(length, max(round(limit_sec * self.rate_hz), 1))
        wave = Waveform(self._played(length), self.rate_hz)
        full = limit_sec is not None and wave.duration_sec >= limit_sec
        cut = declared_sec is not None and wave.duration_sec < declared_sec - 0.5
        return Sound(wave, wave.duration_sec if cut and not full else None)

    def _played(self, length: int) -> np.ndarray:
        """(C, length) from where the film begins."""
        joined = Joined(roomy_zeros((self.channels, length)), self.skip)
        self.reel.seek(0)
        for count in self.pieces:
            piece = np.frombuffer(self.reel.read(4 * self.channels * count), np.float32)
            joined.add(piece.reshape(self.channels, count))
        self.reel.close()
        return joined.whole

    def _append(self, piece: np.ndarray) -> None:
        self.reel.write(piece.tobytes())
        self.pieces.append(piece.shape[1])
        self.length += piece.shape[1]

    def _convert(self, frame: AudioFrame | None) -> Iterator[np.ndarray]:
        """Resample one frame; None flushes. A stream may change its layout half way (broadcast does)."""
        form = (frame.format.name, frame.layout.name, frame.sample_rate) if frame else None
        if self.resampler and form != self.form:
            yield from (_samples(piece, self.channels) for piece in self.resampler.resample(None))
            self.resampler = None
        if frame is None:
            return
        if self.resampler is None:
            self.resampler, self.form = _resampler(self.rate_hz, frame.layout.nb_channels), form
        yield from (_samples(piece, self.channels) for piece in self.resampler.resample(frame))


def resample(wave: Waveform, rate_hz: int, channels: int) -> Waveform:
    """Another rate and channel count; the same value comes back when nothing changes."""
    if wave.rate_hz == rate_hz and wave.samples.shape[0] == channels:
        return wave
    if wave.samples.shape[1] == 0:
        return Waveform(np.zeros((channels, 0), np.float32), rate_hz)
    length = round(wave.samples.shape[1] * rate_hz / wave.rate_hz)
    joined = Joined(roomy_zeros((channels, length)))
    for piece in _resampled(wave, rate_hz, channels):
        joined.add(piece)
    return Waveform(joined.whole, rate_hz)


def _resampled(wave: Waveform, rate_hz: int, channels: int) -> Iterator[np.ndarray]:
    """The same piece by piece, (channels, n); its end may be some samples early or late."""
    tool = _resampler(rate_hz, channels)
    for span in stretches(wave.samples):
        source = np.ascontiguousarray(_fit_channels(wave.samples[:, span], channels))
        if wave.rate_hz == rate_hz:
            yield source
            continue
        frame = AudioFrame.from_ndarray(source, format="fltp", layout=_layout(channels))
        frame.sample_rate = wave.rate_hz
        yield from (_samples(piece, channels) for piece in tool.resample(frame))
    if wave.rate_hz != rate_hz:
        yield from (_samples(piece, channels) for piece in tool.resample(None))


def for_listener(wave: Waveform, rate_hz: int = LISTEN_HZ) -> np.ndarray:
    """What a network listens to: (N,) mono."""
    return resample(wave, rate_hz, 1).samples[0]


def write_wav(path: Path, wave: Waveform) -> None:
    """16-bit PCM, for previews; whatever lies outside [-1, 1] is clipped."""
    codes = np.clip(np.round(wave.samples * 32768), -32768, 32767).astype("<i2")
    with wav_format.open(str(path), "wb") as file:
        file.setnchannels(len(codes))
        file.setsampwidth(2)
        file.setframerate(wave.rate_hz)
        file.writeframes(codes.T.tobytes())


def _zero_sec(container: InputContainer, stream: AudioStream) -> float:
    """When the first picture is shown; for pure sound, when the sound starts. Cover pictures do not count."""
    for video in container.streams.video:
        if not video.disposition & Disposition.attached_pic and video.start_time is not None:
            return float(video.start_time * (video.time_base or 0))
    return float((stream.start_time or 0) * (stream.time_base or 0))


def _declared_sec(stream: AudioStream) -> float | None:
    return float(stream.duration * stream.time_base) if stream.duration and stream.time_base else None


def _resampler(rate_hz: int, channels: int) -> av.AudioResampler:
    return av.AudioResampler(format="fltp", layout=_layout(channels), rate=rate_hz)


def _layout(channels: int) -> str:
    """More than two channels are mixed down to stereo by the resampler."""
    return "mono" if channels == 1 else "stereo"


def _samples(frame: AudioFrame, channels: int) -> np.ndarray:
    """(C, N) float32, copied out of the decoder's buffer."""
    return _fit_channels(np.array(frame.to_ndarray(), np.float32), channels)


def _fit_channels(samples: np.ndarray, channels: int) -> np.ndarray:
    """Mean of two, or one repeated: levels stay (FFmpeg would keep the power and change them by 3 dB)."""
    if channels not in (1, 2):
        raise ValueError(f"channels must be 1 or 2, got {channels}")
    if len(samples) == channels:
        return samples
    return samples.mean(0, keepdims=True) if channels == 1 else np.repeat(samples[:1], 2, axis=0)
