"""Shares with their intervals, as SVG that reads on a light and on a dark page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lvocal.study.analysis.analyzing import Analysis, Answered

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, DOT, CHANCE = "#808080", "#4f8fc0", "#d1643c"
"""All three stand out from white and from black."""

LINE_IN, FRAME_IN = 0.34, 0.85
"""Height of one condition, and of what stands above and below a panel."""


def draw_preferences(path: Path, analysis: Analysis) -> None:
    """A panel for every question: conditions from top to bottom, share and Wilson's interval, chance dashed.

    The same figures are the same file.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure  # heavy, and wanted by the drawing alone

    labels = {condition.id: condition.label for condition in analysis.study.conditions}
    heights = [LINE_IN * len(answered.shares) + FRAME_IN for answered in analysis.answered]
    figure = Figure(figsize=(7.5, sum(heights)), layout="constrained")
    panels = figure.subplots(len(heights), 1, squeeze=False, gridspec_kw={"height_ratios": heights}).ravel()
    right = max(_end(answered) for answered in analysis.answered)
    for axes, answered in zip(panels, analysis.answered, strict=True):
        _draw(axes, answered, labels)
        axes.set_xlim(0, right)
    panels[-1].set_xlabel("chosen where shown (%), 95 % interval; dashed: blind choice", color=INK)
    with rc_context({"svg.hashsalt": "lvocal"}):
        figure.savefig(path, transparent=True, metadata={"Date": None})


def _draw(axes: Axes, answered: Answered, labels: dict[str, str]) -> None:
    places = range(len(answered.shares))
    axes.axvline(
        100 * answered.shares[0].chance, color=CHANCE, linestyle=(0, (4, 3)), linewidth=1.2, zorder=1
    )
    for place, share in zip(places, answered.shares, strict=True):
        if share.shown:
            ends = [100 * share.interval.low, 100 * share.interval.high]
            axes.plot(ends, [place, place], color=DOT, linewidth=2, alpha=0.7, zorder=2)
            axes.plot(
                [100 * share.value], [place], "o", color=DOT, markersize=7, mew=0, zorder=3, clip_on=False
            )
    axes.set_yticks(list(places), [_plain(labels[share.condition]) for share in answered.shares])
    axes.set_ylim(len(answered.shares) - 0.4, -0.6)
    votes = f"{answered.votes} votes of {answered.participants} participants"
    axes.set_title(f"{_plain(answered.question.id)}   {votes}", loc="left", color=INK, fontsize=10)
    axes.patch.set_alpha(0)
    axes.tick_params(colors=INK, labelcolor=INK)
    axes.tick_params(axis="y", length=0)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(INK)


def _end(answered: Answered) -> float:
    """All panels share one scale, which ends a little beyond the longest interval."""
    return max(105 * share.interval.high for share in answered.shares)


def _plain(text: str) -> str:
    """Dollars are no formula."""
    return text.replace("$", r"\$")
