"""Colours that are known: a person's marks, coloured reference frames, and what the window before painted.

All reach the network by one road, latents with a mask (ARCHITECTURE: references), so that marks, keyframes
and the overlap of windows need no mechanism of their own.

Shapes: F latent frames, h, w latent pixels; a latent pixel covers 8x8 painted ones. N places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lvocal.model.codec import SPACE_STRIDE
from lvocal.sample.canvas import Told
from lvocal.sample.following import Motions, followable, stops
from lvocal.sample.marks import Dab, Marks, spread
from lvocal.values import Hint, Shot, Stroke

NEAR_FRAMES = 2
"""A known colour counts for a latent frame this close in time."""

TOLD_FRAMES = 3
"""Marks are told where they have gone in so many latent frames of a window, from beginning to end. Over a
window that does not hold the marked frame, a pinned garment is so far from its colour, and so much spills
beside it (mean dE of a*b*, 4 films of 145 frames): 1 frame 5.8 and 2.4, 2 frames 4.1 and 3.3, 3 frames 3.2
and 3.5, 5 frames 2.5 and 4.0, all 21 frames 2.0 and 5.9."""

MEETS = 2.0
"""Latent pixels: where marks of two frames come so near to one another, those of the nearer frame hold."""

NOWHERE = np.zeros((0, 2), np.float32)

Lights = Callable[[Sequence[int]], Iterator[np.ndarray]]
"""L* (H, W) at painting size of frames by number, ascending."""


class Places(NamedTuple):
    """Where marks have gone."""

    spots: np.ndarray
    """(N, 2) down and across, as shares."""
    ab: np.ndarray
    """(N, 2)"""


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
        self.begun: dict[int, Places] = {}
        """Where the marks of every marked frame of the shot are in that frame."""
        self.gone: dict[int, dict[int, Places]] = {}
        """For every marked frame: where its marks are in the frames to which they were followed."""

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
        frames, pictures = stops(shot.start, shot.stop, marked), list[np.ndarray]()
        for frame, light in zip(frames, lights(frames), strict=True):
            check()
            pictures.append(followable(light))
            if frame in marked:
                self.begun[frame] = _places(self.marks.on(frame, light))
        motions = Motions(frames, pictures)
        self.gone = {frame: _ways(motions, frame, self.begun[frame], check) for frame in marked}

    def told(self, frames: Sequence[int], lightness: np.ndarray) -> list[Told]:
        """What to reveal of latent frames standing at `frames`, of L* (F, H, W) at painting size; what comes
        later is written over what came before."""
        size = [side // SPACE_STRIDE for side in lightness.shape[1:]]
        whole = torch.ones(*size, dtype=torch.bool)
        seen = [(at, self._seen(frame)) for at, frame in enumerate(frames)]
        told = [Told(at, whole, painted) for at, painted in seen if painted is not None]
        for frame, ab in self.references:
            told += [Told(at, whole, torch.from_numpy(ab)) for at in _nearest(frames, frame)]
        own = {marked: _nearest(frames, marked) for marked in self.marks.frames}
        gone = {marked: self._reached(marked, frames) for marked in self.gone}
        for at, frame in enumerate(frames):
            here = [marked for marked in own if at in own[marked]]
            there = [marked for marked in gone if at in gone[marked] and marked not in here]
            told += [Told(at, *dab[:2]) for dab in self._gone(frame, size, here, there)]
            told += [Told(at, *dab[:2]) for marked in here for dab in self.marks.on(marked, lightness[at])]
        return told

    def remember(self, frames: Sequence[int], colors: np.ndarray) -> None:
        """Keep the a*b* (F, 2, ., .) that were painted, for the windows beside. With a coloured reference
        these are told whole what is known of their frames. Marks need no such memory, they are followed: a
        window that was told all that took a colour handed on what had spilled as well."""
        if self.references:
            self.painted |= {frame: torch.from_numpy(ab) for frame, ab in zip(frames, colors, strict=True)}

    def forget(self) -> None:
        """A cut: nothing that was painted or marked before says anything about what comes."""
        self.painted, self.begun, self.gone = {}, {}, {}

    def _reached(self, marked: int, frames: Sequence[int]) -> list[int]:
        """Of those latent frames to which the marks of a frame were followed, a few from beginning to end."""
        reached = [at for at, frame in enumerate(frames) if self._places(marked, frame)]
        few = np.linspace(0, len(reached) - 1, min(TOLD_FRAMES, len(reached)))
        return [reached[round(part)] for part in few.tolist()]

    def _places(self, marked: int, frame: int) -> Places | None:
        """Where the marks of one frame are in another, or in one as near as can be."""
        near = min(self.gone[marked], key=lambda other: abs(other - frame), default=None)
        return None if near is None or abs(near - frame) > NEAR_FRAMES else self.gone[marked][near]

    def _gone(self, frame: int, size: Sequence[int], here: Sequence[int], there: Sequence[int]) -> list[Dab]:
        """The marks of other frames, `there`, as they lie in this one, which has those of `here` itself;
        where they meet, those of the nearer frame hold."""
        taken = np.concatenate(
            [NOWHERE, *(self.begun[marked].spots for marked in here if marked in self.begun)]
        )
        spots, colors = NOWHERE, NOWHERE
        for marked in sorted(there, key=lambda marked: abs(marked - frame)):
            places = self._places(marked, frame)
            assert places is not None
            apart = np.linalg.norm((places.spots[:, None] - taken[None]) * size, axis=-1)
            free = (apart > MEETS).all(axis=1)
            spots, colors = (
                np.concatenate(pair) for pair in ((spots, places.spots[free]), (colors, places.ab[free]))
            )
            taken = np.concatenate([taken, places.spots[free]])
        return [_dab(Places(spots, colors), size)] if len(spots) else []

    def _seen(self, frame: int) -> Tensor | None:
        """What a window beside has painted of a frame, or of one as near as can be."""
        close = [other for other in self.painted if abs(other - frame) <= NEAR_FRAMES]
        return self.painted[min(close, key=lambda other: abs(other - frame))] if close else None


def _nearest(frames: Sequence[int], frame: int) -> list[int]:
    """The latent frame that a known colour counts for, if one is near."""
    at = min(range(len(frames)), key=lambda k: abs(frames[k] - frame))
    return [at] if abs(frames[at] - frame) <= NEAR_FRAMES else []


def _places(dabs: Sequence[Dab]) -> Places:
    """The latent pixels of dabs as places to follow; of dabs that overlap, the later wins."""
    spots: dict[tuple[int, int], tuple[float, float]] = {}
    colors: dict[tuple[int, int], np.ndarray] = {}
    for where, color, middle in dabs:
        height, width = where.shape
        for row, column in where.nonzero().tolist():
            spots[row, column] = middle or ((row + 0.5) / height, (column + 0.5) / width)
            colors[row, column] = (color if color.ndim == 1 else color[:, row, column]).numpy()
    return Places(
        np.array(list(spots.values()), np.float32).reshape(-1, 2),
        np.array(list(colors.values()), np.float32).reshape(-1, 2),
    )


def _ways(motions: Motions, frame: int, places: Places, check: Callable[[], None]) -> dict[int, Places]:
    return {
        there: Places(spots[held], places.ab[held])
        for there, spots, held in motions.paths(frame, places.spots, check)
    }


def _dab(places: Places, size: Sequence[int]) -> Dab:
    """Places on the latent grid."""
    rows, columns = (np.clip((places.spots * size).astype(int), 0, np.array(size) - 1)).T
    where, color = np.zeros(size, bool), torch.zeros(2, *size)
    where[rows, columns] = True
    color[:, rows, columns] = torch.from_numpy(places.ab.T)
    return Dab(torch.from_numpy(where), spread(color, where))
