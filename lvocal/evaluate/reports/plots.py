"""Drawings of a report, as SVG that reads on a light and on a dark page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lvocal.evaluate.reports.intervals import mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, DOTS, MARK = "#808080", "#4f8fc0", "#d1643c"
"""All three stand out from white and from black."""

LEAST_SPAN = 5.0
"""A scale of growth shows at least such a ratio: what stays flat looks flat, with two round values on it."""


@dataclass(frozen=True)
class Curve:
    """What was measured at some places, and the line fitted to it."""

    values: Sequence[float]
    line_places: Sequence[float]
    line_values: Sequence[float]


def draw_spread(path: Path, figures: Mapping[str, Sequence[float]]) -> None:
    """One line a figure: every clip as a dot, the mean and its interval."""
    figure, all_axes = _figure(len(figures), 1, 8, 0.62 * len(figures) + 0.3)
    for axes, (name, values) in zip(all_axes, figures.items(), strict=True):
        known = np.array([value for value in values if np.isfinite(value)])
        mean = mean_of(list(known))
        axes.plot(known, np.zeros(len(known)), "o", color=DOTS, alpha=0.6, markersize=6, mew=0, zorder=3)
        if np.isfinite(mean.low):
            axes.plot([mean.low, mean.high], [0, 0], color=MARK, linewidth=2, zorder=2)
        axes.plot([mean.value], [0], "|", color=MARK, markersize=15, markeredgewidth=2)
        axes.set_yticks([0], [name])
        axes.set_ylim(-1, 1)
        for side in ("left", "right", "top"):
            axes.spines[side].set_visible(False)
        axes.tick_params(axis="y", length=0)
    _save(figure, path)


def draw_dial(
    path: Path, amounts: Sequence[float], panels: Mapping[str, tuple[np.ndarray, np.ndarray]],
    ends: tuple[str, str],
) -> None:  # fmt: skip
    """What changes where the emotion dial goes from one end to the other: by its name, every clip (clips,
    amounts) and all together (amounts)."""
    figure, all_axes = _figure(1, len(panels), 9, 3.4)
    for axes, (name, (rows, together)) in zip(all_axes, panels.items(), strict=True):
        for row in rows:
            axes.plot(amounts, row, color=DOTS, alpha=0.7, linewidth=1.3)
        axes.plot(amounts, together, color=MARK, linewidth=2.5, marker="o", markersize=4)
        axes.set_ylabel(name)
        axes.set_xlabel(f"0 = {ends[0]}, 1 = {ends[1]}")
        axes.spines[["right", "top"]].set_visible(False)
    _save(figure, path)


def draw_growth(path: Path, places: Mapping[int, str], axis: str, panels: Mapping[str, Curve]) -> None:
    """Curves over the same places, each with its label, on logarithmic scales; the fitted lines below."""
    figure, all_axes = _figure(1, len(panels), 9, 3.6)
    for axes, (name, curve) in zip(all_axes, panels.items(), strict=True):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.plot(curve.line_places, curve.line_values, color=MARK, linewidth=2)
        axes.plot(list(places), curve.values, "o", color=DOTS, markersize=7, mew=0)
        low, high = min(curve.values), max(curve.values)
        room = max(LEAST_SPAN / (high / low), 1.5) ** 0.5
        axes.set_ylim(low / room, high * room)
        axes.set_xticks(list(places), list(places.values()))
        axes.minorticks_off()
        axes.set_yticks(ticks := _round_values(low / room, high * room), [f"{tick:g}" for tick in ticks])
        axes.set_xlabel(axis)
        axes.set_ylabel(name)
        axes.spines[["right", "top"]].set_visible(False)
    _save(figure, path)


def _round_values(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten, from `low` to `high`, which lie LEAST_SPAN apart or more."""
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    return [
        digit * 10.0**power for power in powers for digit in (1, 2, 5) if low <= digit * 10.0**power <= high
    ]


def _figure(rows: int, columns: int, width: float, height: float) -> tuple[Figure, list[Axes]]:
    """A figure in inches, and its panels."""
    from matplotlib.figure import Figure  # heavy, and wanted by reports alone

    figure = Figure(figsize=(width, height), layout="constrained")
    panels = list(figure.subplots(rows, columns, squeeze=False).ravel())
    for axes in panels:
        axes.patch.set_alpha(0)
        axes.tick_params(colors=INK, labelcolor=INK)
        axes.xaxis.label.set_color(INK)
        axes.yaxis.label.set_color(INK)
        for spine in axes.spines.values():
            spine.set_color(INK)
    return figure, panels


def _save(figure: Figure, path: Path) -> None:
    """The same drawing is the same file."""
    from matplotlib import rc_context

    with rc_context({"svg.hashsalt": "lvocal"}):
        figure.savefig(path, transparent=True, metadata={"Date": None})
