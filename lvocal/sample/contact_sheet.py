"""One film in up to nine looks at once: a grid of stills, or of small films that play together.

The film is read and heard once. Looks that ask the network for the same colours are painted once, too: their
saturation and their trims act afterwards. What is drawn is small and meant for choosing, not for delivery.

Shapes: T frames of the sheet, h, w pixels of one picture, H, W of the whole sheet.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lvocal.color.looks import Look, dressed
from lvocal.media.mix import MixedSound
from lvocal.media.pixels import gray_unit
from lvocal.media.shots import find_shots
from lvocal.media.stills import png_bytes, still
from lvocal.media.video import read_luma
from lvocal.media.writer import Writer
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.pipeline import STILL_REACH, painter_of
from lvocal.sample.plane_math import lights_of, planes, trim_painted
from lvocal.sample.render import Check
from lvocal.sample.sheet_layout import Grid, codes, lay, shrunk
from lvocal.sample.sounding import mixed_sound, probed
from lvocal.sample.stopwatch import Stopwatch
from lvocal.sample.windows import Crossfade, plan_windows
from lvocal.sample.wording import shots_where_needed
from lvocal.values import Clip, ColorizeRequest, Progress, Shot, Trim, UserError

MOST = 9
"""Looks on one sheet."""

MOVING_SHARE = 0.5
"""Of a film's painted size, what a moving sheet takes; stills are painted as the film would be."""

LONGEST_SEC = 10.0
"""Of a moving sheet."""

READ, HEARD, PAINTED = 0.05, 0.15, 0.85
"""Shares of the work."""

Painted = dict[ColorizeRequest, list[np.ndarray]]
"""a*b* of every frame, by what the network was asked."""


@dataclass(frozen=True)
class SheetOrder:
    """What a contact sheet shows."""

    looks: tuple[Look, ...]
    frames: tuple[int, ...] = (0,)
    """Of a sheet of stills: side by side in every tile."""
    seconds: float | None = None
    """A moving sheet of so much of the film's beginning instead."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.looks) <= MOST:
            raise UserError(f"A contact sheet shows one to {MOST} looks.", "Choose fewer, or at least one.")
        if not 1 <= len(self.frames) <= 3:
            raise UserError("A contact sheet shows one to three frames.", "Choose fewer.")
        if self.seconds is not None and not 0 < self.seconds <= LONGEST_SEC:
            raise UserError(f"A moving sheet lasts up to {LONGEST_SEC:g} s.", "Ask for fewer seconds.")


@dataclass(frozen=True)
class Sheet:
    """A finished contact sheet."""

    path: Path
    looks: tuple[str, ...]
    """Names, row by row."""
    columns: int
    rows: int
    grid_share: float
    """Of the sheet's height, what its rows take; a line of facts is below them."""
    seconds: dict[str, float]
    """Wall-clock time by stage."""


def contact_sheet(
    request: ColorizeRequest, order: SheetOrder, networks: AnyNetworks, folder: Path, check: Check
) -> Iterator[Progress | Sheet]:
    """Draw a sheet into `folder`; yields Progress, and at last one Sheet. UserError for a frame that the film
    has not, and for all that a film could not be coloured with."""
    request = replace(request, repaint=None)
    if order.seconds is not None:
        size = max(64, round(request.settings.paint_px * MOVING_SHARE))
        request = replace(request, settings=replace(request.settings, paint_px=size))
    drawing = _Drawing(request, order, networks, check)
    yield Progress("reading", 0.0, "Reading the film")
    drawing.read()
    yield Progress("listening", READ, "Listening to music and ambience")
    yield from drawing.hear()
    painted = yield from drawing.paint()
    folder.mkdir(parents=True, exist_ok=True)
    path = yield from drawing.draw(painted, folder)
    grid, names = drawing.grid, tuple(look.name for look in order.looks)
    yield Sheet(path, names, grid.columns, grid.rows, grid.share, dict(drawing.watch.seconds))


class _Drawing:
    """One sheet on its way."""

    def __init__(
        self, request: ColorizeRequest, order: SheetOrder, networks: AnyNetworks, check: Check
    ) -> None:
        self.request, self.order, self.networks, self.check = request, order, networks, check
        self.watch = Stopwatch()
        self.worn = [dressed(request, look) for look in order.looks]

    def read(self) -> None:
        """Find the shots and keep what will be seen of them, (T, h, w)."""
        order = self.order
        with self.watch.measure("reading"):
            self.clip = clip = probed(self.request.source)
            self.shots = _shots(order, clip, self.check)
            self.grid = Grid(clip, len(order.looks), 1 if order.seconds else len(order.frames))
            self.grays = [
                shrunk(gray_unit(luma, clip), self.grid.picture)
                for shot in self.shots
                for luma in read_luma(clip, shot.start, shot.stop)
            ]

    def hear(self) -> Iterator[Progress]:
        """The mix, once for all looks."""
        separating = mixed_sound(self.request.source, self.request.mix, self.networks, self.check)
        while True:
            try:
                with self.watch.measure("listening"):
                    share = next(separating)
            except StopIteration as finished:
                self.sound: MixedSound = finished.value
                return
            done = READ + (HEARD - READ) * share
            yield Progress("listening", done, f"Taking the sound apart: {share:.0%}")

    def paint(self) -> Generator[Progress, None, Painted]:
        """a*b* of every frame, for every way in which the looks ask the network to paint."""
        kinds = list(dict.fromkeys(map(_as_painted, self.worn)))
        painted: Painted = {}
        for number, kind in enumerate(kinds):
            painting = self._paint_one(kind)
            with closing(painting):
                while True:
                    self.check()
                    try:
                        with self.watch.measure("colouring"):
                            share = (number + next(painting)) / len(kinds)
                    except StopIteration as finished:
                        painted[kind] = finished.value
                        break
                    done = HEARD + (PAINTED - HEARD) * share
                    yield Progress(
                        "colouring", done, f"Painting the looks: {share:.0%}", self.watch.eta_sec(done)
                    )
        return painted

    def _paint_one(self, kind: ColorizeRequest) -> Generator[float, None, list[np.ndarray]]:
        cuts = shots_where_needed(kind, self.clip, self.check)
        painter = painter_of(kind, self.networks, self.clip, self.sound, self.check, cuts)
        settings, known = kind.settings, painter.known
        frames: list[np.ndarray] = []
        for shot in self.shots:
            fader, first = Crossfade(), len(frames)
            painter.forget()
            near = known.stretch(shot, Shot(shot.start - STILL_REACH, shot.stop + STILL_REACH))
            known.follow(near, lambda frames: lights_of(self.clip, frames, painter.shrink), self.check)
            for window in plan_windows(shot, settings.together_frames, settings.overlap_frames):
                start = first + window.start - shot.start
                light = np.stack([painter.shrink(gray) for gray in self.grays[start : start + len(window)]])
                painting, fresh = painter.paint(light, window), len(window) - window.overlap
                with closing(painting):
                    while True:
                        try:
                            done = next(painting)
                        except StopIteration as finished:
                            frames += fader.push(window, finished.value)
                            break
                        yield (start + window.overlap + done * fresh) / len(self.grays)
            frames += fader.finish()
        return frames

    def draw(self, painted: Painted, folder: Path) -> Generator[Progress, None, Path]:
        """Every look's pictures into the grid, and the grid into a file."""
        clip, order = self.grid.sheet_clip, self.order
        self.ground = self.grid.ground(tuple(look.title for look in order.looks), self._facts())
        if order.seconds is None:
            with self.watch.measure("writing"):
                path = folder / "sheet.png"
                path.write_bytes(png_bytes(still(*self._frame(painted, range(len(self.grays))), clip)))
            return path
        path = folder / "sheet.mp4"
        heard = self.sound.heard
        with Writer(path, clip, None, "copy" if heard is None else heard) as writer:
            for at in range(len(self.grays)):
                self.check()
                with self.watch.measure("writing"):
                    writer.write(*self._frame(painted, [at]))
                done = PAINTED + (1 - PAINTED) * (at + 1) / len(self.grays)
                yield Progress("writing", done, f"Writing: {at + 1} of {len(self.grays)} frames")
        return path

    def _frame(self, painted: Painted, shown: Sequence[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Luma codes (H, W), Cb and Cr (H/2, W/2) of a sheet; every tile shows the same frames abreast."""
        luma = self.ground.copy()
        cb, cr = np.zeros((2, (luma.shape[0] + 1) // 2, (luma.shape[1] + 1) // 2), np.float32)
        for tile, request in enumerate(self.worn):
            colors, saturation = painted[_as_painted(request)], np.float32(request.settings.saturation)
            for abreast, at in enumerate(shown):
                y, x = self.grid.corner(tile, abreast)
                lay(luma, codes(self.grays[at]), (y, x))
                ab = trim_painted(request.trim, self.grays[at], colors[at] * saturation)
                for plane, piece in zip((cb, cr), planes(self.grays[at], ab), strict=True):
                    lay(plane, piece, (y // 2, x // 2))
        return luma, cb, cr

    def _facts(self) -> str:
        """What the sheet is, in one line."""
        source, order = self.request.source.name, self.order
        if order.seconds is None:
            return f"{source} · frame {', '.join(map(str, order.frames))}"
        shown = f"the first {self.clip.time_sec(len(self.grays) - 1):.1f} s"
        return f"{source} · {shown} · painted at {self.request.settings.paint_px} px, to choose by"


def _as_painted(request: ColorizeRequest) -> ColorizeRequest:
    """What of a request the network is asked; the rest happens to its colours afterwards."""
    return replace(request, trim=Trim(), settings=replace(request.settings, saturation=1.0))


def _shots(order: SheetOrder, clip: Clip, check: Check) -> list[Shot]:
    """The frames to paint, none of them across a cut."""
    if order.seconds is None:
        for frame in order.frames:
            if not 0 <= frame < clip.num_frames:
                raise UserError(
                    f"{clip.path.name} has no frame {frame}.", f"Choose one from 0 to {clip.num_frames - 1}."
                )
        return [Shot(frame, frame + 1) for frame in order.frames]
    stop = next((n for n in range(clip.num_frames) if clip.time_sec(n) >= order.seconds), clip.num_frames)
    whole = [shot for shot in find_shots(clip, check) if shot.start < stop]
    return [Shot(shot.start, min(shot.stop, stop)) for shot in whole]
