"""A few seconds of film as bytes, small enough to lie in a shard: colour pictures, and the sound beside them.

Shapes: T frames, H, W pixels (even), C channels, N samples.
"""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import av
import numpy as np
import soundfile
from av.video.frame import VideoFrame

from lvocal.media.masters import BT709
from lvocal.values import UserError, Waveform

QUALITY = {"crf": "14", "preset": "fast"}
"""Of H.264: hardly to be told from the source, at about a tenth of a byte for each pixel."""

LIMITED = 1
"""Of FFmpeg: codes from 16 to 235."""


def clip_bytes(frames: np.ndarray, fps: Fraction) -> bytes:
    """(T, H, W, 3) uint8 -> an MP4 in H.264, 4:2:0, BT.709."""
    target = BytesIO()
    with av.open(target, "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=fps, options=dict(QUALITY))
        stream.height, stream.width, stream.pix_fmt = *frames.shape[1:3], "yuv420p"
        stream.codec_context.colorspace, stream.codec_context.color_range = BT709, LIMITED
        for rgb in frames:
            frame = VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
            coded = frame.reformat(format="yuv420p", dst_colorspace=BT709, dst_color_range=LIMITED)
            out.mux(stream.encode(coded))
        out.mux(stream.encode(None))
    return target.getvalue()


def clip_frames(data: bytes, name: str) -> np.ndarray:
    """What clip_bytes wrote -> (T, H, W, 3) uint8. Raises UserError, calling it `name`, when it is broken."""
    try:
        with av.open(BytesIO(data), "r") as container:
            frames = []
            for frame in container.decode(video=0):
                frame.colorspace, frame.color_range = BT709, LIMITED
                frames.append(frame.to_ndarray(format="rgb24"))
            return np.stack(frames)
    except (av.FFmpegError, ValueError, IndexError) as problem:
        raise UserError(f"The film in {name} cannot be read.", "Fetch or make the shard again.") from problem


def sound_bytes(wave: Waveform) -> bytes:
    """(C, N) -> FLAC of 16 bits."""
    target = BytesIO()
    soundfile.write(target, wave.samples.T.clip(-1, 1), wave.rate_hz, format="FLAC", subtype="PCM_16")
    return target.getvalue()
