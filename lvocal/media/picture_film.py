"""Numbered pictures as a film, so that a folder of frames goes the same way as every other film.

Shapes: H, W pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lvocal.media.picture_file import read_picture
from lvocal.values import UserError, Waveform

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp")


def pictures_in(folder: Path) -> list[Path]:
    """The pictures that lie directly in a folder, by name, in which 10 comes after 9."""
    found = (path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(found, key=_in_order)


def _in_order(path: Path) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", path.name)]


def film_from_pictures(pictures: Sequence[Path], path: Path, fps: Fraction) -> Path:
    """Write pictures of one size as a film without loss, as `lossless_film` does.

    Raises UserError where there is no picture, one cannot be read, or one has another size.
    """
    if not pictures:
        raise UserError(f"There are no pictures for {path.stem}.", "Choose a folder of JPEG or PNG files.")
    return lossless_film(path, _of_one_size(pictures), fps)


def lossless_film(
    path: Path, frames: Iterable[np.ndarray], fps: Fraction, sound: Waveform | None = None
) -> Path:
    """Write frames (H, W, 3) uint8 as FFV1 in R'G'B' (Matroska), the sound beside them in 16 bits; a sound
    of no length is none.

    Raises UserError where a frame has another size than the first.
    """
    sound = sound if sound is not None and sound.samples.size else None
    with av.open(str(path.absolute()), "w", format="matroska") as out:
        stream = out.add_stream("ffv1", rate=fps, options={"level": "3"})
        assert isinstance(stream, VideoStream)
        stream.pix_fmt = "bgr0"
        track = _track(out, sound) if sound is not None else None
        for number, rgb in enumerate(frames):
            if not number:
                stream.height, stream.width = rgb.shape[:2]
            elif rgb.shape[:2] != (stream.height, stream.width):
                first = (stream.height, stream.width)
                raise _another_size(f"Frame {number} of {path.stem}", rgb.shape, first)
            frame = VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24").reformat(format="bgr0")
            frame.pts, frame.time_base = number, 1 / fps
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if track is not None and sound is not None:
            _write_sound(out, track, sound)
    return path


def _of_one_size(pictures: Sequence[Path]) -> Iterator[np.ndarray]:
    first: tuple[int, ...] = ()
    for picture in pictures:
        rgb = read_picture(picture)
        first = first or rgb.shape
        if rgb.shape != first:
            raise _another_size(f"{picture.parent.name}/{picture.name}", rgb.shape, first)
        yield rgb


def _track(out: OutputContainer, sound: Waveform) -> AudioStream:
    layout = "mono" if len(sound.samples) == 1 else "stereo"
    track = out.add_stream("pcm_s16le", rate=sound.rate_hz, layout=layout)
    assert isinstance(track, AudioStream)
    return track


def _write_sound(out: OutputContainer, track: AudioStream, sound: Waveform) -> None:
    codes = np.rint(sound.samples * 32768).clip(-32768, 32767).astype(np.int16)
    packed = np.ascontiguousarray(codes.T).reshape(1, -1)
    frame = AudioFrame.from_ndarray(packed, format="s16", layout=track.layout)
    frame.sample_rate, frame.pts, frame.time_base = sound.rate_hz, 0, Fraction(1, sound.rate_hz)
    out.mux(track.encode(frame))
    out.mux(track.encode(None))


def _another_size(what: str, found: tuple[int, ...], first: tuple[int, ...]) -> UserError:
    return UserError(
        f"{what} has {found[1]}x{found[0]} pixels and the first picture {first[1]}x{first[0]}.",
        "Bring all pictures of a clip to one size.",
    )
