"""`evaluate` and `bench`."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from lvocal.checkpoint.engines import load_networks
from lvocal.checkpoint.mini import load_mini
from lvocal.cli.console import err, out
from lvocal.evaluate import ablations, quick, separation_bars
from lvocal.evaluate.bench import BenchRecipe, Figure, bench
from lvocal.evaluate.sheets import write_sheets
from lvocal.memory import choose_device, use_cores
from lvocal.model.bundle import MiniNetworks
from lvocal.values import UserError, Weights

SUITES = {
    "quick": ("--limit", "--only"),
    "ablations": ("--limit",),
    "clips": ("--report",),
    "separation": ("--limit",),
}
"""Each with the options that mean something to it."""

VERDICTS = {True: "yes", False: "[bold red]no[/]", None: ""}
"""Whether a bar was reached; nothing where there is none."""


def evaluate(
    suite: str, data: Path, engine: str, limit: int | None, only: str | None = None,
    report: Path | None = None,
) -> bool:  # fmt: skip
    """Run a suite, or one part of it; True when every bar was reached."""
    if suite not in SUITES:
        raise UserError(f'There is no suite called "{suite}".', f"Choose one of: {', '.join(SUITES)}.")
    _refuse_idle(suite, {"--limit": limit, "--only": only, "--report": report})
    if suite == "clips":
        return _show_clips(data, engine, report)
    if not (data / "images").is_dir():
        raise UserError(f"There are no validation pictures in {data}.", "Say where they are with --data.")
    networks = _embedded(engine)
    if suite == "ablations":
        return _show_ablations(data, networks, limit)
    if suite == "separation":
        measured = separation_bars.run(data, networks, limit, say=err().print)
    else:
        measured = quick.run(data, networks, limit=limit, only=only, say=err().print)
    table = Table(title=measured.title, title_justify="left", show_edge=False)
    for name in ("what", "measured", "bar", ""):
        table.add_column(name)
    for row in measured.rows:
        table.add_row(row.what, row.measured, row.bar, VERDICTS[row.passed])
    out().print(table)
    return all(row.passed is not False for row in measured.rows)


def _embedded(engine: str) -> MiniNetworks:
    """The networks of an engine, on the best device; so far only the embedded ones can be measured."""
    networks = load_networks(Weights(engine))  # type: ignore[arg-type]
    if not isinstance(networks, MiniNetworks):
        raise UserError(f"The suites do not measure {engine} yet.", "Use --engine mini.")
    return networks.to(choose_device())


def _refuse_idle(suite: str, options: dict[str, object]) -> None:
    """An option that a suite would ignore is a misunderstanding."""
    for name, value in options.items():
        if value is not None and name not in SUITES[suite]:
            raise UserError(
                f"The suite {suite} has no use for {name}.", f"It takes {' and '.join(SUITES[suite])}."
            )


def _show_ablations(data: Path, networks: MiniNetworks, limit: int | None) -> bool:
    measured = ablations.run(data, networks, limit, say=err().print)
    table = Table(title="One checkpoint without each of its parts", title_justify="left", show_edge=False)
    for name in ("what", "with", "measured"):
        table.add_column(name)
    for at, figure in enumerate(measured.figures):
        for name, values in measured.lines:
            table.add_row(figure if name == measured.lines[0][0] else "", name, values[at])
        table.add_section()
    out().print(table)
    return True


def _show_clips(folder: Path, engine: str, report: Path | None) -> bool:
    if report is None:
        raise UserError("Contact sheets need a place to go.", "Say where with --report.")
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.", "Say where the films are with --data.")
    networks = _embedded(engine)
    out().print(f"Look at {write_sheets(folder, networks, report, say=err().print)}")
    return True


def run_bench(frames: int, size: str, repeat: int) -> None:
    """Measure a made film and print every figure."""
    recipe = recipe_from(frames, size, repeat)
    err().print(f"Colouring a made film of {frames} frames, {size}, {repeat} times, file to file.")
    out().print(figures_table(bench(recipe, load_as_engine), recipe))


def load_as_engine() -> MiniNetworks:
    """The networks on as many threads and on the device that the engine would take."""
    use_cores()
    return load_mini().to(choose_device())


def recipe_from(frames: int, size: str, repeat: int) -> BenchRecipe:
    """Read "480x832", height first."""
    height, _, width = size.lower().partition("x")
    try:
        return BenchRecipe(frames, int(height), int(width), repeat)
    except ValueError as problem:
        raise UserError(f"This film cannot be made: {problem}.", "Write --size 480x832.") from problem


def figures_table(figures: list[Figure], recipe: BenchRecipe) -> Table:
    """The bars are for the default film only, so others are shown without."""
    table = Table(
        title=f"{recipe.frames} frames {recipe.height}x{recipe.width}", title_justify="left", show_edge=False
    )
    table.add_column("what")
    for name in ("measured", "times the floor", "bar"):
        table.add_column(name, justify="right")
    is_default = (recipe.frames, recipe.height, recipe.width) == (81, 480, 832)
    for item in figures:
        ratio = "" if item.floor_ratio is None else f"{item.floor_ratio:.1f}"
        bar = "" if item.bar is None or not is_default else f"<= {item.bar:g} {item.unit}"
        missed = bool(bar) and item.bar is not None and item.value > item.bar
        table.add_row(
            item.name, f"{item.value:.2f} {item.unit}", ratio, bar, style="bold red" if missed else None
        )
    return table
