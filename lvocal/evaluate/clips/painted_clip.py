"""One clip as the app colours it, beside the truth: what every measure of a suite is a function of.

The film is coloured as if it were black and white, by the straight line of the app with its own sound or by
another method, read back, and compared at one stated size.

Shapes: T frames, h, w compared pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import cv2
import numpy as np

from lvocal.color.spaces import luma, srgb_to_lab
from lvocal.evaluate.clips.excerpt import smaller
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.methods import Given
from lvocal.evaluate.clips.panel import Panel
from lvocal.media.audio import read_audio
from lvocal.media.picture_file import read_picture
from lvocal.media.picture_film import pictures_in
from lvocal.media.shots import find_shots
from lvocal.media.video import probe, read_rgb
from lvocal.metrics.classic import delta_e2000
from lvocal.model.bundle import Networks
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, Shot, UserError, Waveform

if TYPE_CHECKING:
    from lvocal.evaluate.clips.suite import Setup

LONGEST_SEC = 60.0
"""Of a clip: all its frames are in memory twice."""

EXCERPTS = "excerpts"
"""Where pieces of films are kept below a report, since every method is given the same ones."""

SOME_FRAMES = 25
"""Evenly spread, for measures that are slow."""


@dataclass(frozen=True, eq=False)
class PaintedClip:
    """A coloured clip and all that it can be held against."""

    clip: Clip
    painted: np.ndarray
    """(T, h, w, 3) uint8 R'G'B'"""
    truth: np.ndarray | None = None
    """The same of the film's own colours; None where there are none."""
    sound: Waveform | None = None
    """What the film plays."""
    caption: str = ""
    shots: tuple[Shot, ...] = ()
    settings: ColorizeSettings = ColorizeSettings()
    luma_error: float | None = None
    """Largest |Y written - Y of the source| at source size, in 8-bit codes."""
    seconds: float = 0.0
    """Wall-clock time of colouring, file to file."""
    peak_gb: float | None = None
    """Most memory of a method that is a process of its own."""
    panel: Panel = Panel()
    """Networks that judge."""

    @property
    def has(self) -> frozenset[str]:
        """What a measure may need: truth, sound, caption, and judges by their names."""
        given = {"truth": self.truth is not None, "sound": self.sound is not None, "caption": self.caption}
        return frozenset(name for name, is_there in given.items() if is_there) | {*self.panel.names}

    @cached_property
    def some(self) -> list[int]:
        """Numbers of SOME_FRAMES frames, or of all where there are fewer."""
        count = min(len(self.painted), SOME_FRAMES)
        return [len(self.painted) * k // count for k in range(count)]

    @cached_property
    def painted_lab(self) -> np.ndarray:
        """CIE Lab of `some` (S, h, w, 3), float32."""
        return _lab(self.painted[self.some])

    @cached_property
    def truth_lab(self) -> np.ndarray:
        """The same of the truth."""
        assert self.truth is not None, "only measures that need the truth may ask for it"
        return _lab(self.truth[self.some])

    @cached_property
    def differences(self) -> np.ndarray:
        """CIEDE2000 of `some` from the truth (S, h, w), frame by frame to spare memory."""
        pairs = zip(self.painted_lab, self.truth_lab, strict=True)
        return np.stack([delta_e2000(painted, truth).astype(np.float32) for painted, truth in pairs])

    def ab_of(self, frames: np.ndarray, shot: Shot) -> np.ndarray:
        """a*b* of a shot (T, 2, h, w), float32, of the painted frames or of the truth."""
        return np.stack([_lab(rgb)[..., 1:].transpose(2, 0, 1) for rgb in frames[shot.start : shot.stop]])

    @cached_property
    def gray(self) -> np.ndarray:
        """`some` painted frames without their colours (S, h, w, 3) uint8: their luma thrice."""
        gray = np.rint(luma(self.painted[self.some].astype(np.float32))).astype(np.uint8)
        return gray[..., None].repeat(3, axis=-1)


def paint_clip(footage: Footage, networks: Networks, setup: Setup, has_truth: bool) -> PaintedClip:
    """Colour a clip as the method of the run does.

    UserError for a clip that cannot be read, lasts too long, has no colours although the truth is wanted, or
    of which the method did not colour every frame.
    """
    with TemporaryDirectory(prefix="lvocal-") as place:
        source = setup.excerpt.of(footage.film(Path(place)), setup.report / EXCERPTS)
        clip = probe(source)
        _check(clip, footage.name, has_truth)
        given = Given(clip, footage.caption, Path(place))
        colored = setup.method.paint(given, networks, setup.settings)
        size = smaller(clip.width, clip.height, setup.compare_px)
        truth = np.stack(list(_sized(read_rgb(clip), size))) if has_truth else None
        return PaintedClip(
            clip, _painted(colored.video, size, clip, setup.method.name), truth,
            read_audio(source) if clip.audio else None, footage.caption, find_shots(clip), setup.settings,
            colored.luma_error, colored.seconds, colored.peak_gb, setup.panel,
        )  # fmt: skip


def _check(clip: Clip, name: str, has_truth: bool) -> None:
    if clip.duration_sec > LONGEST_SEC:
        raise UserError(
            f"{name} lasts {clip.duration_sec:.0f} s, and clips of up to {LONGEST_SEC:.0f} s are measured.",
            "Cut it into shorter pieces, or measure an excerpt with --frames.",
        )
    if has_truth and not clip.has_color:
        raise UserError(f"{name} has no colours to compare with.", "Measure it with the suite bw.")


def _painted(video: Path, size: tuple[int, int], clip: Clip, name: str) -> np.ndarray:
    pictures = map(read_picture, pictures_in(video)) if video.is_dir() else read_rgb(probe(video))
    painted = list(_sized(pictures, size))
    if len(painted) != clip.num_frames:
        raise UserError(
            f"{name} made {len(painted)} frames of {clip.num_frames}.", "It must give one for every frame."
        )
    return np.stack(painted)


def _sized(pictures: Iterable[np.ndarray], size: tuple[int, int]) -> Iterator[np.ndarray]:
    for rgb in pictures:
        yield rgb if rgb.shape[1::-1] == size else cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)


def _lab(rgb: np.ndarray) -> np.ndarray:
    return srgb_to_lab(rgb.astype(np.float32) / np.float32(255)).astype(np.float32)
