"""How time and memory grow with the length of a film, its size and the steps; each point in a process of its
own, all in one run.

How is said by the slope of a straight line through the logarithms: 1 grows as fast as what is swept, 0 not at
all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from lvocal.evaluate.speed.bench import STANDARD, in_fresh_process, make_film, render
from lvocal.settings import ColorizeSettings
from lvocal.values import UserError

if TYPE_CHECKING:
    from lvocal.model.bundle import MiniNetworks

FRAMES, SIZE = 81, (480, 832)
"""What is not swept stays here."""

SWEEPS: dict[str, tuple[int, ...]] = {
    "frames": (17, 33, 81, 161, 321, 641, 1200),
    "size": (240, 360, 480, 720, 1080),
    "steps": (1, 2, 4, 8),
}
"""Sizes are heights, at the shape of the standard film."""

LONG = 81
"""Of the points of a sweep of frames, those from a whole window on say how it grows."""


@dataclass(frozen=True)
class Point:
    """One film."""

    frames: int
    height: int
    width: int
    steps: int
    seconds: float = 0.0
    """File to file."""
    peak_gb: float = 0.0

    def along(self, what: str) -> int:
        """Where it stands in a sweep; of a size, its pixels."""
        return {"frames": self.frames, "size": self.height * self.width, "steps": self.steps}[what]


@dataclass(frozen=True)
class Growth:
    """y = factor * x ** exponent."""

    factor: float
    exponent: float

    def at(self, x: float) -> float:
        """y."""
        return self.factor * x**self.exponent


@dataclass(frozen=True)
class Sweep:
    """The points of one sweep, in their order."""

    what: str
    points: tuple[Point, ...]

    @property
    def seconds_growth(self) -> Growth:
        """Of time."""
        return self._growth([point.seconds for point in self.fitted])

    @property
    def memory_growth(self) -> Growth:
        """Of peak memory."""
        return self._growth([point.peak_gb for point in self.fitted])

    @property
    def fitted(self) -> list[Point]:
        """Those that say how it grows."""
        return [point for point in self.points if self.what != "frames" or point.frames >= LONG]

    def _growth(self, values: Sequence[float]) -> Growth:
        return growth([point.along(self.what) for point in self.fitted], values)


def points_of(what: str, most: int | None = None, steps: int = STANDARD.steps) -> list[Point]:
    """The films of a sweep, of so many steps where these are not swept; `most` leaves out what is larger.
    UserError for a sweep that there is not, or of fewer than two points."""
    if what not in SWEEPS:
        raise UserError(f'There is no sweep of "{what}".', f"Choose one of: {', '.join(SWEEPS)}.")
    standard = Point(FRAMES, *SIZE, steps)
    values = [value for value in SWEEPS[what] if most is None or value <= most]
    if len(values) < 2:
        raise UserError(f"A sweep of {what} up to {most} has too few points.", f"Allow {SWEEPS[what][1]}.")
    if what == "size":
        wide = SIZE[1] / SIZE[0]
        return [replace(standard, height=value, width=2 * round(value * wide / 2)) for value in values]
    return [replace(standard, **{what: value}) for value in values]


def sweep(
    what: str, load: Callable[[], MiniNetworks], settings: ColorizeSettings = STANDARD,
    most: int | None = None, say: Callable[[str], None] = lambda text: None,
) -> Sweep:  # fmt: skip
    """Measure; `load` is a plain function, because it is called in other processes."""
    measured = []
    for point in points_of(what, most, settings.steps):
        say(f"{point.frames} frames {point.height}x{point.width}, {point.steps} steps")
        with TemporaryDirectory(prefix="lvocal-sweep-") as name:
            film = make_film(Path(name) / "film.mp4", point.frames, point.height, point.width)
            run = in_fresh_process(render, film, Path(name), load, replace(settings, steps=point.steps))
        measured.append(replace(point, seconds=run.total_sec, peak_gb=run.peak_gb))
    return Sweep(what, tuple(measured))


def growth(x: Sequence[float], y: Sequence[float]) -> Growth:
    """The line through log y over log x, both positive; NaN of fewer than two points."""
    if len(x) < 2:
        return Growth(float("nan"), float("nan"))
    slope, start = np.polyfit(np.log(x), np.log(y), 1)
    return Growth(float(np.exp(start)), float(slope))
