"""`evaluate` and `bench`."""

from __future__ import annotations

from pathlib import Path

import torch
from rich.table import Table

from lvocal.checkpoint.mini import load_mini
from lvocal.cli.clip_suites import (
    CLIP_SUITES,
    FOR_CLIPS,
    FOR_CONTROLS,
    measure_clips,
    say,
    show_report,
)
from lvocal.cli.console import err, out
from lvocal.cli.flags import Flags
from lvocal.cli.paper_suite import FOR_PAPERS, measure_papers
from lvocal.cli.suite_wishes import Asked, embedded_for
from lvocal.cli.wishes import machine_of, settings_of
from lvocal.evaluate.bars import ablations, choices, long_films, quick, separation_bars
from lvocal.evaluate.reports.report import write_report
from lvocal.evaluate.reports.suite_report import table_report
from lvocal.evaluate.speed import bench_wan
from lvocal.evaluate.speed.bench import BenchRecipe, Figure, bench
from lvocal.evaluate.switches import SWITCHES as ABLATIONS
from lvocal.machine import fit
from lvocal.memory import choose_device, use_cores
from lvocal.model.bundle import MiniNetworks
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.model.video_codec import VideoCodec
from lvocal.settings import ColorizeSettings
from lvocal.values import Machine, UserError

SUITES = {
    "quick": ("--limit", "--only", "--switch", "--report"), "ablations": ("--limit",),
    "long": ("--limit",), "choices": ("--limit",), "separation": ("--limit",),
    **dict.fromkeys(CLIP_SUITES, FOR_CLIPS), "controls": FOR_CONTROLS, "papers": FOR_PAPERS,
}  # fmt: skip
"""Each with the options that mean something to it."""

VERDICTS = {True: "yes", False: "[bold red]no[/]", None: ""}
"""Whether a bar was reached; nothing where there is none."""


def evaluate(suite: str, asked: Asked) -> bool:
    """Run a suite, or one part of it; True when every bar was reached."""
    if suite not in SUITES:
        raise UserError(f'There is no suite called "{suite}".', f"Choose one of: {', '.join(SUITES)}.")
    _refuse_idle(suite, asked)
    if suite in CLIP_SUITES:
        return measure_clips(suite, asked)
    if suite == "papers":
        return measure_papers(asked)
    if not (asked.data / "images").is_dir():
        raise UserError(
            f"There are no validation pictures in {asked.data}.", "Say where they are with --data."
        )
    networks, limit = embedded_for(asked), asked.limit
    if asked.switch:
        networks = ABLATIONS[asked.switch.upper()](networks)
    if suite == "ablations":
        return _show_ablations(asked.data, networks, limit)
    if suite in ("long", "choices", "separation"):
        suites = {"long": long_films.run, "choices": choices.run, "separation": separation_bars.run}
        measured = suites[suite](asked.data, networks, limit, say=say)
    else:
        measured = quick.run(asked.data, networks, limit=limit, only=asked.only, say=say)
    table = Table(title=measured.title, title_justify="left", show_edge=False)
    for name in ("what", "measured", "bar", ""):
        table.add_column(name)
    for row in measured.rows:
        table.add_row(row.what, row.measured, row.bar, VERDICTS[row.passed])
    out().print(table)
    if asked.report:
        show_report(write_report(asked.report, table_report(measured)))
    return all(row.passed is not False for row in measured.rows)


def _refuse_idle(suite: str, asked: Asked) -> None:
    """An option that a suite would ignore is a misunderstanding."""
    for name, value in asked.options.items():
        if value is not None and name not in SUITES[suite]:
            raise UserError(
                f"The suite {suite} has no use for {name}.", f"It takes {' and '.join(SUITES[suite])}."
            )


def _show_ablations(data: Path, networks: MiniNetworks, limit: int | None) -> bool:
    measured = ablations.run(data, networks, limit, say=say)
    table = Table(title="One checkpoint without each of its parts", title_justify="left", show_edge=False)
    for name in ("what", "with", "measured"):
        table.add_column(name)
    for at, figure in enumerate(measured.figures):
        for name, values in measured.lines:
            table.add_row(figure if name == measured.lines[0][0] else "", name, values[at])
        table.add_section()
    out().print(table)
    return True


def run_bench(frames: int, size: str, repeat: int, flags: Flags) -> None:
    """Measure a made film and print every figure."""
    recipe, settings, _ = recipe_from(frames, size, repeat), settings_of(flags), machine_of(flags)
    err().print(f"Colouring a made film of {frames} frames, {size}, {repeat} times, file to file.")
    out().print(figures_table(bench(recipe, load_as_engine, settings), recipe))


def run_bench_wan(frames: int, size: str, repeat: int, flags: Flags) -> None:
    """What one window of the full size costs: counted, and measured where there is a graphics card."""
    recipe, settings, machine = recipe_from(frames, size, repeat), settings_of(flags), machine_of(flags)
    device = choose_device()
    err().print("Counting the operations and the memory of every stage; this takes a minute or two.")
    found = bench_wan.stages(recipe, settings, machine)
    if device.type == "cuda":
        found = _measured(found, recipe, settings, device, machine)
    else:
        err().print("There is no graphics card, so nothing is measured.")
    out().print(stages_table(found, f"{frames} frames {size}, {settings.steps} steps"))


def _measured(
    found: list[bench_wan.Stage],
    recipe: BenchRecipe,
    settings: ColorizeSettings,
    device: torch.device,
    machine: Machine,
) -> list[bench_wan.Stage]:
    """On the graphics card; UserError when its memory is too small for this machine."""

    def brought(painter: LVocalTransformer3DModel, codec: VideoCodec) -> None:
        codec.to(device)
        fit(painter, codec.vae, device, machine)

    try:
        return bench_wan.measured(found, recipe, settings, brought)
    except torch.OutOfMemoryError as problem:
        raise UserError(
            "The graphics card has too little free memory for this.",
            "Add --tiling and --offload parts, or --offload blocks, or a smaller --paint-px.",
        ) from problem


def stages_table(found: list[bench_wan.Stage], title: str) -> Table:
    """One line a stage, and their sum."""
    table = Table(title=title, title_justify="left", show_edge=False)
    for name in ("stage", "times", "TFLOP each", "tensors", "floor", "measured", "times the floor", "peak"):
        table.add_column(name, justify="left" if name == "stage" else "right")
    for stage in found:
        spent = None if stage.seconds is None else stage.times * stage.seconds
        table.add_row(
            stage.name, str(stage.times), f"{stage.flops / 1e12:.1f}", f"{stage.held_gb:.2f} GB",
            *_spent(stage.floor_sec, spent), "" if stage.peak_gb is None else f"{stage.peak_gb:.2f} GB",
        )  # fmt: skip
    known = [stage.times * stage.seconds for stage in found if stage.seconds is not None]
    floor_sec, most_gb = sum(stage.floor_sec for stage in found), max(stage.held_gb for stage in found)
    total = _spent(floor_sec, sum(known) if known else None)
    table.add_row("all of one window", "", "", f"{most_gb:.2f} GB", *total, "", style="bold")
    return table


def _spent(floor_sec: float, seconds: float | None) -> tuple[str, str, str]:
    if seconds is None:
        return f"{floor_sec:.2f} s", "", ""
    return f"{floor_sec:.2f} s", f"{seconds:.2f} s", f"{seconds / floor_sec:.1f}"


def refuse_bench(frames: int, size: str, repeat: int, flags: Flags) -> None:
    """What cannot be measured yet is not measured as something else."""
    raise UserError(f"The bench does not measure {flags.engine} yet.", "Use --engine mini or wan.")


BENCHES = {"mini": run_bench, "wan": run_bench_wan, "vace": refuse_bench}


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
