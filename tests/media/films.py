"""Small films made on the spot, of every awkward kind."""

from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import av
import numpy as np
import pytest

from lvocal.media.pixels import fill
from lvocal.media.video import read_luma
from lvocal.values import Clip

DATA = Path(__file__).parents[3] / "shared" / "data" / "clips"
needs_clips = pytest.mark.skipif(not DATA.exists(), reason="the sample clips of ../shared/data are not here")
RATE_HZ = 48_000


def drawing(width: int, height: int, number: int, depth: int = 8) -> np.ndarray:
    """A picture (H, W) no other frame has: moving stripes, and the frame number as a bar code of grey."""
    across, down = np.arange(width)[None], np.arange(height)[:, None]
    codes = 40 + (3 * across + 2 * down + 11 * number) % 160
    codes[: height // 3] = 20 + (number * 37) % 200
    return (codes << (depth - 8)).astype(np.uint8 if depth == 8 else np.uint16)


def tone(seconds: float, rate_hz: int = RATE_HZ, channels: int = 2) -> np.ndarray:
    """(C, N) float32: a gliding tone, so that every moment sounds different."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    wave = 0.5 * np.sin(2 * np.pi * (200 + 150 * time) * time)
    return np.stack([wave * (1 - 0.3 * channel) for channel in range(channels)]).astype(np.float32)


def make_film(
    path: Path,
    width: int = 64,
    height: int = 48,
    num_frames: int = 12,
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    fps: Fraction = Fraction(25),
    pts: list[int] | None = None,
    time_base: Fraction | None = None,
    depth: int = 8,
    chroma: int = 0,
    options: dict[str, str] | None = None,
    container: str | None = None,
    rotation: int = 0,
    aspect: Fraction | None = None,
    timecode: str | None = None,
    full_range: bool = False,
    sound: str | None = None,
    sound_sec: float | None = None,
) -> Path:
    """Write `drawing`s with an encoder that keeps them well; `chroma` shifts Cb away from neutral."""
    with av.open(str(path), "w", format=container) as out:
        options = options if options is not None else {"crf": "1", "g": "5"} if codec == "libx264" else {}
        stream = out.add_stream(codec, rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        context = stream.codec_context
        context.time_base = time_base or 1 / fps
        context.color_range = 2 if full_range else 1
        if aspect:
            context.sample_aspect_ratio = aspect
        if timecode:
            stream.metadata["timecode"] = timecode
        if rotation:
            stream.set_display_rotation(-rotation)
        audio = _add_sound(out, sound) if sound else None
        for number in range(num_frames):
            frame = _frame(width, height, number, pixels, depth, chroma)
            frame.pts, frame.time_base = (pts[number] if pts else number), context.time_base
            frame.color_range = context.color_range
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if audio:
            _write_sound(out, audio, num_frames / float(fps) if sound_sec is None else sound_sec)
    return path


def _frame(width: int, height: int, number: int, pixels: str, depth: int, chroma: int) -> av.VideoFrame:
    luma = drawing(width, height, number, depth)
    if pixels in ("rgb24", "rgba", "argb", "gbrp", "rgb48be"):
        rgb = np.stack([luma] * 3, -1)
        return av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format=pixels)
    frame = av.VideoFrame(width, height, pixels)
    fill(frame, 0, luma)
    for index in range(1, len(frame.planes)):
        plane = frame.planes[index]
        middle = (128 + (chroma if index == 1 else 0)) << (depth - 8)
        opaque = (1 << depth) - 1
        fill(frame, index, np.full((plane.height, plane.width), opaque if index == 3 else middle))
    return frame


def _add_sound(out: av.container.OutputContainer, codec: str) -> av.AudioStream:
    options = {"strict": "-2"} if codec in ("vorbis", "opus") else {}
    return out.add_stream(codec, rate=RATE_HZ, layout="stereo", options=options)


def _write_sound(out: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    frame = av.AudioFrame.from_ndarray(tone(seconds), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts = RATE_HZ, 0
    out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def sound_packets(path: Path) -> list[tuple[float, str]]:
    """When and what: time in seconds and hash of every packet of the first sound stream."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        return [
            (float(packet.pts * packet.time_base), sha256(bytes(packet)).hexdigest())
            for packet in container.demux(stream)
            if packet.size
        ]


def lumas(clip: Clip, start: int = 0, stop: int | None = None) -> np.ndarray:
    """(T, H, W) of a small clip."""
    return np.stack(list(read_luma(clip, start, stop)))


def neutral(clip: Clip) -> tuple[np.ndarray, np.ndarray]:
    """Half-size planes without colour."""
    plane = np.zeros(((clip.height + 1) // 2, (clip.width + 1) // 2), np.float32)
    return plane, plane.copy()
