"""Painting only between two frames: all others keep the colours of a take of the same film.

Shapes: H, W pixels of the film; chroma is signed, at half size (ceil(H/2), ceil(W/2)).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np

from lvocal.color.spaces import srgb_to_lab
from lvocal.media.pixels import Array, gray_unit
from lvocal.media.video import probe, read_chroma, read_luma, read_rgb
from lvocal.values import Clip, Repaint, Shot, UserError

FADE_FRAMES = 8
"""New colours come in over so many frames, or over a quarter of the span where that is less."""

LOOKED_AT = 5
"""Frames in which the take is held against the film."""

SAME = 0.03
"""Mean difference of brightness, of its whole range, up to which two pictures are the same one."""


class OverTake:
    """The take under a repainted span."""

    def __init__(self, repaint: Repaint, clip: Clip, cuts: Sequence[int]) -> None:
        """`cuts` are the first frames of the shots. UserError when the span does not lie in the film, or the
        take is not one of this film."""
        self.start, self.stop, self.clip = repaint.start, repaint.stop, clip
        if not 0 <= self.start < self.stop <= clip.num_frames:
            raise UserError(
                f"Frames {self.start} to {self.stop - 1} do not lie in {clip.path.name}.",
                f"Choose two of its frames, 0 to {clip.num_frames - 1}.",
            )
        self.take = probe(repaint.take)
        _check(self.take, clip)
        fade = min(FADE_FRAMES, (self.stop - self.start) // 4)
        self.fade_in = 0 if self.start in cuts else fade
        self.fade_out = 0 if self.stop in (*cuts, clip.num_frames) else fade

    @property
    def ends(self) -> list[int]:
        """The first and last frame of the span, as far as the take goes on beyond them within the shot."""
        return [
            *([self.start] if self.fade_in else []),
            *([self.stop - 1] if self.fade_out else []),
        ]

    def holds(self, frames: Iterable[int]) -> bool:
        """Whether any of these marked frames lies in the span. Then its ends are left to the cross-fade
        alone: told beside all the places of two whole frames, a pin is not heard."""
        return any(self.start <= frame < self.stop for frame in frames)

    def within(self, shot: Shot) -> Shot | None:
        """What of a shot is painted."""
        start, stop = max(self.start, shot.start), min(self.stop, shot.stop)
        return Shot(start, stop) if start < stop else None

    def planes(self, start: int, stop: int) -> Iterator[tuple[Array, Array]]:
        """Cb and Cr of the take."""
        return read_chroma(self.take, start, stop)

    def share(self, frame: int) -> float:
        """How much of a frame's colours is new: 0 outside the span, rising and falling at its ends."""
        if not self.start <= frame < self.stop:
            return 0.0
        begun = (frame - self.start + 1) / (self.fade_in + 1)
        left = (self.stop - frame) / (self.fade_out + 1)
        return min(1.0, begun, left)

    def end_colors(self) -> list[tuple[int, np.ndarray]]:
        """The ends of the span, each with its a*b* (2, H/2, W/2) in the take."""
        return [(frame, self._colors(frame)) for frame in self.ends]

    def _colors(self, frame: int) -> np.ndarray:
        rgb = next(iter(read_rgb(self.take, frame, frame + 1))).astype(np.float32) / 255
        half = ((self.clip.width + 1) // 2, (self.clip.height + 1) // 2)
        lab = srgb_to_lab(cv2.resize(rgb, half, interpolation=cv2.INTER_AREA))
        return np.ascontiguousarray(lab[..., 1:].transpose(2, 0, 1), np.float32)

    @property
    def note(self) -> str:
        """Which frames are new, for the person."""
        return (
            f"Frames {self.start} to {self.stop - 1} were painted anew; all others have the colours of "
            f"{self.take.path.name}."
        )


def _check(take: Clip, clip: Clip) -> None:
    """UserError unless the take shows the film, frame by frame."""
    name = take.path.name
    remedy = "Choose a film that was coloured from this one, whole."
    for what, one, two in (
        ("frames", take.num_frames, clip.num_frames),
        ("pixels across", take.width, clip.width),
        ("pixels down", take.height, clip.height),
    ):
        if one != two:
            raise UserError(f"{name} has {one} {what}, and {clip.path.name} has {two}.", remedy)
    if not take.has_color:
        raise UserError(f"{name} has no colours to keep.", remedy)
    for at in sorted({clip.num_frames * part // LOOKED_AT for part in range(LOOKED_AT)}):
        seen, shown = (gray_unit(next(iter(read_luma(film, at, at + 1))), film) for film in (take, clip))
        if float(np.abs(seen - shown).mean()) > SAME:
            raise UserError(f"Frame {at} of {name} does not show what {clip.path.name} shows there.", remedy)
