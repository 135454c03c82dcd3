"""What a sweep found, as a report: every film, how fast time and memory grow, and both as a drawing."""

from __future__ import annotations

from pathlib import Path

from lvocal import __version__
from lvocal.evaluate.reports.plots import Curve, draw_growth
from lvocal.evaluate.reports.report import Grid, Report, Section, Shown
from lvocal.evaluate.speed.sweep import LONG, Growth, Sweep

ABOUT = (
    "Made films are coloured file to file, each in a process of its own; seconds do not count loading the "
    "networks, and peak memory is the most that this process has held at once, the networks included."
)
AXES = {
    "frames": "frames",
    "size": "lines of the film, spaced by its pixels",
    "steps": "steps of the solver",
}
"""What is written below a drawing."""

FITTED = {"frames": f" Lines are fitted from {LONG} frames on, which is a whole window."}


def sweep_report(found: Sweep, folder: Path) -> Report:
    """Of one sweep; draws into `folder`, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = folder / f"{found.what}.svg"
    _draw(found, drawing)
    shown = Shown(drawing.name, f"Seconds and peak memory against {found.what}, with the fitted lines")
    sections = (
        Section("Every film", grids=(sweep_grid(found),)),
        Section("How it grows", (summary(found),), (_doubled(found),), (shown,)),
    )
    return Report(f"Sweep of {found.what}", (f"L-VOCAL {__version__}.", ABOUT), sections)


def summary(found: Sweep) -> str:
    """Both exponents in one sentence."""
    per, seconds, memory = _per(found), found.seconds_growth, found.memory_growth
    return f"Seconds grow as {per} to the power {seconds.exponent:.2f}, peak memory to the power " + (
        f"{memory.exponent:.2f}.{FITTED.get(found.what, '')}"
    )


def sweep_grid(found: Sweep) -> Grid:
    """One line a film."""
    rows = tuple(
        (
            str(point.frames), f"{point.height}x{point.width}", str(point.steps), f"{point.seconds:.1f} s",
            f"{1000 * point.seconds / point.frames:.0f} ms", f"{point.peak_gb:.2f} GB",
        )
        for point in found.points
    )  # fmt: skip
    return Grid(("frames", "size", "steps", "file to file", "per frame", "peak memory"), rows, words=())


def _doubled(found: Sweep) -> Grid:
    both = {"seconds": found.seconds_growth, "peak memory": found.memory_growth}
    rows = tuple(
        (name, f"{grows.exponent:.2f}", f"{2**grows.exponent:.2f} times") for name, grows in both.items()
    )
    return Grid(("what", "exponent", f"for twice the {_per(found)}"), rows)


def _per(found: Sweep) -> str:
    return "pixels" if found.what == "size" else found.what


def _draw(found: Sweep, path: Path) -> None:
    places = {
        point.along(found.what): str(point.height if found.what == "size" else point.along(found.what))
        for point in found.points
    }
    seconds, memory = ([getattr(point, name) for point in found.points] for name in ("seconds", "peak_gb"))
    panels = {
        "seconds, file to file": Curve(seconds, *_line(found, found.seconds_growth)),
        "peak memory, GB": Curve(memory, *_line(found, found.memory_growth)),
    }
    draw_growth(path, places, AXES[found.what], panels)


def _line(found: Sweep, grows: Growth) -> tuple[list[int], list[float]]:
    """Its two ends; none of fewer than two points."""
    places = [point.along(found.what) for point in found.fitted]
    ends = [places[0], places[-1]] if len(places) > 1 else []
    return ends, [grows.at(end) for end in ends]
