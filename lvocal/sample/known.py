"""Colours that are known: a person's marks, coloured reference frames, and what the window before painted.

All reach the network by one road, latents with a mask (ARCHITECTURE: references), so that marks, keyframes
and the overlap of windows need no mechanism of their own.

Shapes: F latent frames, h, w latent pixels; a latent pixel covers 8x8 painted ones. N places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from lvocal.model.codec import SPACE_STRIDE
from lvocal.sample.canvas import Told
from lvocal.sample.following import Motions, followable, stops
from lvocal.sample.marks import Dab, Marks
from lvocal.sample.trails import NEAR_FRAMES, NOWHERE, Places, Trail, on_grid, together
from lvocal.values import Hint, Shot, Stroke

TOLD_FRAMES = 3
"""Marks are told where they have gone in so many latent frames of a window, from beginning to end. Over a
window that does not hold the marked frame, a pinned garment is so far from its colour, and so much spills
beside it (mean dE of a*b*, 4 films of 145 frames): 1 frame 5.8 and 2.4, 2 frames 4.1 and 3.3, 3 frames 3.2
and 3.5, 5 frames 2.5 and 4.0, all 21 frames 2.0 and 5.9."""

MEETS = 2.0
"""Latent pixels: where marks of two frames come so near to one another, those of the nearer frame hold."""

Lights = Callable[[Sequence[int]], Iterator[np.ndarray]]
"""L* (H, W) at painting size of frames by number, ascending."""


class Known:
    """What is known about the clip's colours, by frame number."""

    def __init__(
        self,
        hints: Sequence[Hint] = (),
        references: Sequence[tuple[int, np.ndarray]] = (),
        strokes: Sequence[Stroke] = (),
        paints: Sequence[tuple[int, np.ndarray]] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """`references` are (frame, a*b* (2, H, W) at any size), `paints` as Marks takes them; `notes` are
        what the person should know of them."""
        self.marks, self.references, self.notes = Marks(hints, strokes, paints), tuple(references), notes
        self.painted: dict[int, Tensor] = {}
        """a*b* (2, ., .) of latent frames."""
        self.trails: list[Trail] = []
        """Of every mark of the shot."""

    @property
    def is_empty(self) -> bool:
        return not self.marks.frames and not self.references

    def stretch(self, part: Shot, shot: Shot) -> Shot:
        """The frames of a shot over which marks must be followed for a part of it."""
        marked = [frame for frame in self.marks.frames if shot.start <= frame < shot.stop]
        return Shot(min([part.start, *marked]), max([part.stop, *(frame + 1 for frame in marked)]))

    def follow(self, shot: Shot, lights: Lights, check: Callable[[], None] = lambda: None) -> None:
        """Find where the marks of a shot go over all of it."""
        marked = [frame for frame in self.marks.frames if shot.start <= frame < shot.stop]
        if not marked or len(shot) == 1:
            return
        frames, pictures, dabs = stops(shot.start, shot.stop, marked), list[np.ndarray](), {}
        for frame, light in zip(frames, lights(frames), strict=True):
            check()
            pictures.append(followable(light))
            if frame in marked:
                dabs[frame] = self.marks.on(frame, light)
        motions = Motions(frames, pictures)
        self.trails = [Trail(frame, dab, motions, check) for frame in marked for dab in dabs[frame]]

    def told(self, frames: Sequence[int], lightness: np.ndarray) -> list[Told]:
        """What to reveal of latent frames standing at `frames`, of L* (F, H, W) at painting size; what comes
        later is written over what came before."""
        size = [side // SPACE_STRIDE for side in lightness.shape[1:]]
        whole = torch.ones(*size, dtype=torch.bool)
        told: list[Told] = []
        if self.references:
            seen = [(at, self._seen(frame)) for at, frame in enumerate(frames)]
            told = [Told(at, whole, painted) for at, painted in seen if painted is not None]
        for frame, ab in self.references:
            told += [Told(at, whole, torch.from_numpy(ab)) for at in _nearest(frames, frame)]
        own = {marked: _nearest(frames, marked) for marked in self.marks.frames}
        self._go_on(frames, own, size)
        reached = [_reached(trail, frames) for trail in self.trails]
        for at, frame in enumerate(frames):
            here = [marked for marked in own if at in own[marked]]
            there = [trail for trail, places in zip(self.trails, reached, strict=True) if at in places]
            dabs = self._gone(frame, size, here, there)
            dabs += [dab for marked in here for dab in self.marks.on(marked, lightness[at])]
            told += [Told(at, *dab[:2], marked=True) for dab in dabs]
        return told

    def remember(self, frames: Sequence[int], colors: np.ndarray) -> None:
        """Keep the a*b* (F, 2, ., .) that were painted, for the windows beside; without a coloured reference
        only those of the last window. Beside a reference these are told whole what is known of their frames.
        Marks are followed, and a window is told no more than their places: one that was told all that took a
        colour handed on what had spilled as well."""
        now = {frame: torch.from_numpy(ab) for frame, ab in zip(frames, colors, strict=True)}
        self.painted = self.painted | now if self.references else now

    def forget(self) -> None:
        """A cut: nothing that was painted or marked before says anything about what comes."""
        self.painted, self.trails = {}, []

    def _go_on(self, frames: Sequence[int], own: Mapping[int, list[int]], size: Sequence[int]) -> None:
        """Pins that were lost before a window go on in it from what took their colour in the one beside."""
        shared = [frame for frame in frames if frame in self.painted]
        for trail in self.trails if shared else ():
            if not own[trail.marked] and not _reached(trail, frames):
                nearest = min(shared, key=lambda frame: abs(frame - trail.marked))
                trail.go_on(nearest, adaptive_avg_pool2d(self.painted[nearest], (size[0], size[1])))

    def _gone(
        self, frame: int, size: Sequence[int], here: Sequence[int], there: Sequence[Trail]
    ) -> list[Dab]:
        """The marks of other frames, `there`, as they lie in this one, which has those of `here` itself;
        where they meet, those of the nearer frame hold."""
        taken = np.concatenate([NOWHERE, *(t.begun.spots for t in self.trails if t.marked in here)])
        spots, colors = NOWHERE, NOWHERE
        others = [trail for trail in there if trail.marked not in here]
        for marked in sorted({trail.marked for trail in others}, key=lambda other: abs(other - frame)):
            found = [trail.at(frame) for trail in others if trail.marked == marked]
            new = together([places for places in found if places])
            apart = np.linalg.norm((new.spots[:, None] - taken[None]) * size, axis=-1)
            free = (apart > MEETS).all(axis=1)
            spots, colors = np.concatenate([spots, new.spots[free]]), np.concatenate([colors, new.ab[free]])
            taken = np.concatenate([taken, new.spots[free]])
        return [on_grid(Places(spots, colors), size)] if len(spots) else []

    def _seen(self, frame: int) -> Tensor | None:
        """What a window beside has painted of a frame, or of one as near as can be."""
        close = [other for other in self.painted if abs(other - frame) <= NEAR_FRAMES]
        return self.painted[min(close, key=lambda other: abs(other - frame))] if close else None


def _reached(trail: Trail, frames: Sequence[int]) -> list[int]:
    """Of those latent frames to which a mark was followed, a few from beginning to end."""
    reached = [at for at, frame in enumerate(frames) if trail.at(frame)]
    few = np.linspace(0, len(reached) - 1, min(TOLD_FRAMES, len(reached)))
    return [reached[round(part)] for part in few.tolist()]


def _nearest(frames: Sequence[int], frame: int) -> list[int]:
    """The latent frame that a known colour counts for, if one is near."""
    at = min(range(len(frames)), key=lambda k: abs(frames[k] - frame))
    return [at] if abs(frames[at] - frame) <= NEAR_FRAMES else []
