"""A short piece of a clip, small if asked for, with its sound: what many methods can be tried on in one run.

Shapes: T frames, H, W pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import NamedTemporaryFile

import cv2
import numpy as np

from lvocal.evaluate.clips.sheets import middle
from lvocal.media.audio import read_audio
from lvocal.media.picture_film import lossless_film
from lvocal.media.video import probe, read_rgb
from lvocal.sample.sidecar import file_hash
from lvocal.values import Clip, Shot, Waveform


@dataclass(frozen=True)
class Excerpt:
    """Which piece, and how large."""

    frames: int | None = None
    """From the middle of the longest shot; None is the whole clip."""
    px: int = 0
    """Most pixels of the shorter side; 0 leaves them as they are."""

    @property
    def is_whole(self) -> bool:
        """The film itself will do."""
        return self.frames is None and not self.px

    def of(self, film: Path, folder: Path) -> Path:
        """The piece, kept in `folder` without loss and played at an even rate; the film itself when all of it
        is asked for. UserError for a film that cannot be read."""
        if self.is_whole:
            return film
        path = folder / f"{film.stem}-{self.frames or 'all'}-{self.px}-{file_hash(film)[:12]}.mkv"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            clip = probe(film)
            piece = Shot(0, clip.num_frames) if self.frames is None else middle(clip, self.frames)
            rate = Fraction(clip.fps).limit_denominator(65535)
            with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as draft:
                pass
            lossless_film(Path(draft.name), self._pictures(clip, piece), rate, _sound(clip, piece))
            Path(draft.name).replace(path)
        return path

    def _pictures(self, clip: Clip, piece: Shot) -> Iterator[np.ndarray]:
        size = smaller(clip.width, clip.height, self.px)
        for rgb in read_rgb(clip, piece.start, piece.stop):
            yield rgb if rgb.shape[1::-1] == size else cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)


def smaller(width: int, height: int, px: int) -> tuple[int, int]:
    """(width, height) with a shorter side of `px` at most, in its shape; 0 is no bound."""
    scale = min(1.0, px / min(width, height)) if px else 1.0
    return max(1, round(width * scale)), max(1, round(height * scale))


def _sound(clip: Clip, piece: Shot) -> Waveform | None:
    """What is heard while the piece is seen; None of a silent film."""
    wave = read_audio(clip.path) if clip.audio else None
    if wave is None:
        return None
    start, stop = (round(wave.rate_hz * _time_sec(clip, frame)) for frame in (piece.start, piece.stop))
    return Waveform(np.ascontiguousarray(wave.samples[:, start:stop]), wave.rate_hz)


def _time_sec(clip: Clip, frame: int) -> float:
    """When a frame begins, or the film ends."""
    if frame < clip.num_frames:
        return float((clip.pts[frame] - clip.pts[0]) * clip.time_base)
    return float((clip.pts[-1] - clip.pts[0]) * clip.time_base + 1 / clip.fps)
