"""Where the colours that were said have landed: added up while a film is painted, at no pass of its own.

A network that copies colours says of every place which word its colour came from. That, and what was painted
there, is all that is looked at: whether the place *is* the thing that was meant nobody here can say.

Measured on cells of 4x4 painted pixels of the latent frames (one in four), each frame once, before windows
fade into each other and chroma is fitted to the film's own brightness:

- A thing *takes* a cell when more than half of the cell's colour came from its words. It is *found* when it
  takes FOUND of any frame, and the network was SURE of it there; else it is doubtful: what is asked for is
  put somewhere rather than nowhere, if it may be there at all (model/color_shares).
- delta_e is the mean CIEDE2000, over the cells it takes, between what was painted, as far as sRGB shows it,
  and the asked colour on a thing of the cell's own lightness L* (color/constancy): both have that L*, for the
  brightness is the film's.
- A cell is *nearly grey* when its chroma is below NEARLY_GREY and its L* lies in COULD_SHOW.

Shapes: F latent frames, H, W painted pixels, h = H/4, w = W/4 cells, L words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lvocal.color.asked import asked_for
from lvocal.color.gamut import into_gamut
from lvocal.metrics.classic import delta_e2000
from lvocal.model.color_shares import BEST_PLACES
from lvocal.model.things import Thing
from lvocal.values import Landed, State, WordReport

CELL = 4

TAKES = 0.5
"""Of a cell's colour, to be counted for a thing."""

FOUND = 0.002
"""Of a frame's cells, below which a thing counts as not found."""

SURE = 0.65
"""How likely a thing is to be in the BEST_PLACES of some frame. On 60 garments of the validation pictures, 93
% of those that were there are found by it, and 10 % of things that are hardly ever there (a camel, a boat, a
tree): see `evaluate quick --only finding`."""

NEARLY_GREY = 5.0
"""Chroma below which a cell is nearly grey."""

COULD_SHOW = (10.0, 95.0)
"""L* within which a picture could show colour; letterboxes and blown windows are nobody's fault."""

HAS_HUE = 10.0
"""Chroma that an asked colour must have, at the lightness of what took it, for grey to be a failure."""

FIELDS = tuple(
    " ".join(filter(None, (row, column))) or "middle"
    for row in ("top", "", "bottom")
    for column in ("left", "", "right")
)

GATHERED = 0.25
"""Of all that is nearly grey, in one ninth of the picture, for that ninth to be named; even would be 0.11."""

WORTH_A_WORD = 0.02
"""Of the picture; where less stayed nearly grey, no place is named."""


@dataclass(frozen=True)
class Wording:
    """One wording and the things in it."""

    things: tuple[Thing, ...]
    frame: int | None = None
    """Of the ShotWords; None is the film's."""


@dataclass
class Sums:
    """Of one thing."""

    share: float = 0.0
    """Of each frame, added up."""
    most: float = 0.0
    sureness: float = 0.0
    """Of the frame in which it is largest."""
    cells: int = 0
    delta_e: float = 0.0
    chroma: float = 0.0
    asked: float = 0.0
    """Chroma of the asked colour at the lightness of what took it."""


class Landing:
    """Adds up what became of the words, window by window."""

    def __init__(self, tells: bool, most_words: int) -> None:
        """`tells`: the network says which word each place took its colour from; of `most_words` it reads."""
        self.tells, self.most_words = tells, most_words
        self.frames: dict[Wording, int] = {}
        self.sums: dict[tuple[Wording, int], Sums] = {}
        self.cells, self.gray = 0, np.zeros((3, 3))

    def add(
        self, wording: Wording, light: np.ndarray, colors: np.ndarray, shares: np.ndarray | None = None
    ) -> None:
        """Painted frames: L* (F, H, W), a*b* (F, 2, H/2, W/2), and of each cell (2, F, h, w, L) which part of
        its colour came from which word, and how likely that was; None where no word offered a colour."""
        light, ab = _cells(light, CELL), _cells(colors, CELL // 2)
        self._add_gray(light, np.hypot(ab[:, 0], ab[:, 1]))
        self.frames[wording] = self.frames.get(wording, 0) + len(light)
        if shares is not None and len(light):
            for number, thing in enumerate(wording.things):
                read = [place for place in thing.places if place < self.most_words]
                if read and thing.lab is not None:
                    sums = self.sums.setdefault((wording, number), Sums())
                    words, likely = shares[..., read].sum(axis=-1)
                    sums.sureness = max(sums.sureness, _best(likely))
                    _add(sums, thing.lab, words > TAKES, light, ab)

    def report(self) -> WordReport:
        """What became of the words so far; wordings of which nothing was painted are left out."""
        things = [
            self._landed(wording, number, thing)
            for wording in self.frames
            for number, thing in enumerate(wording.things)
            if self.tells or thing.is_row
        ]
        things = [replace(one, state="overruled") if _is_overruled(one, things) else one for one in things]
        whole = self.gray.sum()
        share = round(float(whole / self.cells), 4) if self.cells else 0.0
        at = int(self.gray.argmax())
        gathered = share >= WORTH_A_WORD and self.gray.flat[at] >= GATHERED * whole
        return WordReport(tuple(things), share, FIELDS[at] if gathered else "")

    def _add_gray(self, light: np.ndarray, chroma: np.ndarray) -> None:
        low, high = COULD_SHOW
        gray = (chroma < NEARLY_GREY) & (light >= low) & (light <= high)
        self.cells += gray.size
        for row, band in enumerate(np.array_split(gray, 3, axis=1)):
            for column, part in enumerate(np.array_split(band, 3, axis=2)):
                self.gray[row, column] += part.sum()

    def _landed(self, wording: Wording, number: int, thing: Thing) -> Landed:
        said: dict[str, Any] = {"object": thing.object, "color": thing.color, "is_row": thing.is_row}
        said["frame"] = wording.frame
        if thing.is_row and not thing.places:
            return Landed(state="off", **said)
        if not self.tells:
            return Landed(state="unknown", **said)
        if any(place >= self.most_words for place in thing.places):
            return Landed(state="unread", **said)
        sums = self.sums.get((wording, number), Sums())
        share = round(sums.share / self.frames[wording], 4)
        said["sureness"] = round(sums.sureness, 2)
        if sums.most < FOUND:
            return Landed(state="missing", **said, share=share)
        chroma = sums.chroma / sums.cells
        is_gray = chroma < NEARLY_GREY and sums.asked / sums.cells >= HAS_HUE
        delta_e = round(sums.delta_e / sums.cells, 1)
        painted: State = "grey" if is_gray else "found" if sums.sureness >= SURE else "doubtful"
        return Landed(state=painted, **said, share=share, delta_e=delta_e, chroma=round(chroma, 1))


def _is_overruled(one: Landed, things: Sequence[Landed]) -> bool:
    """Whether the caption speaks of a thing, and a row of the same words took it."""
    rows = [other for other in things if other.is_row and other.frame == one.frame]
    taken = {_noun(row.object) for row in rows if row.delta_e is not None}
    return not one.is_row and one.state == "missing" and _noun(one.object) in taken - {""}


def _noun(thing: str) -> str:
    """What a thing is, of how it was said: "coat" of "the long coat"."""
    return thing.casefold().split()[-1] if thing.split() else ""


def _add(
    sums: Sums, lab: tuple[float, float, float], taken: np.ndarray, light: np.ndarray, ab: np.ndarray
) -> None:
    """`taken` (F, h, w) bool, light (F, h, w), ab (F, 2, h, w)."""
    shares = taken.mean(axis=(1, 2))
    sums.share, sums.most = sums.share + float(shares.sum()), max(sums.most, float(shares.max(initial=0)))
    here = light[taken]
    painted = into_gamut(here, np.moveaxis(ab, 1, -1)[taken])
    asked = asked_for(lab)[np.rint(here).clip(0, 100).astype(int)]
    sums.cells += len(here)
    sums.chroma += float(np.hypot(*painted.T).sum())
    sums.asked += float(np.hypot(*asked.T).sum())
    sums.delta_e += float(delta_e2000(_lab(here, painted), _lab(here, asked)).sum())


def _best(likely: np.ndarray) -> float:
    """(F, h, w) -> the mean over the BEST_PLACES of the frame where that is highest."""
    flat = likely.reshape(len(likely), -1)
    count = max(1, int(BEST_PLACES * flat.shape[1]))
    return float(np.partition(flat, -count, axis=1)[:, -count:].mean(axis=1).max())


def _lab(light: np.ndarray, ab: np.ndarray) -> np.ndarray:
    return np.concatenate([light[:, None], ab], axis=1)


def _cells(x: np.ndarray, side: int) -> np.ndarray:
    """(..., H, W) -> means (..., H / side, W / side)."""
    *rest, height, width = x.shape
    return x.reshape(*rest, height // side, side, width // side, side).mean(axis=(-3, -1))
