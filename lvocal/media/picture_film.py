"""Numbered pictures as a film, so that a folder of frames goes the same way as every other film.

Shapes: H, W pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lvocal.media.picture_file import read_picture
from lvocal.values import UserError

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp")


def pictures_in(folder: Path) -> list[Path]:
    """The pictures that lie directly in a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())


def film_from_pictures(pictures: Sequence[Path], path: Path, fps: Fraction) -> Path:
    """Write pictures of one size as FFV1 in R'G'B' (Matroska), without loss.

    Raises UserError where there is no picture, one cannot be read, or one has another size.
    """
    if not pictures:
        raise UserError(f"There are no pictures for {path.stem}.", "Choose a folder of JPEG or PNG files.")
    first = read_picture(pictures[0])
    with av.open(str(path.absolute()), "w", format="matroska") as out:
        stream = out.add_stream("ffv1", rate=fps, options={"level": "3"})
        assert isinstance(stream, VideoStream)
        stream.height, stream.width, stream.pix_fmt = *first.shape[:2], "bgr0"
        for number, picture in enumerate(pictures):
            rgb = read_picture(picture) if number else first
            if rgb.shape != first.shape:
                raise _another_size(picture, rgb.shape, first.shape)
            frame = VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="bgr0")
            frame.pts, frame.time_base = number, 1 / fps
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def _another_size(picture: Path, found: tuple[int, ...], first: tuple[int, ...]) -> UserError:
    return UserError(
        f"{picture.parent.name}/{picture.name} has {found[1]}x{found[0]} pixels and the first picture "
        f"{first[1]}x{first[0]}.",
        "Bring all pictures of a clip to one size.",
    )
