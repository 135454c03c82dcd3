"""The commands of whoever measures and trains the networks: evaluate, bench, train, shards and pack.

What a command needs is imported when it runs, so that --help answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Exit, Option, Typer

from lvocal.cli import options as flag
from lvocal.cli import suite_flags as suites
from lvocal.cli.console import USER_ERROR, plain_errors
from lvocal.cli.flags import FOR_A_BENCH, Flags, takes
from lvocal.cli.options import EngineName

lab = Typer()


@lab.command()
def evaluate(
    suite: suites.SuiteName,
    data: suites.Data = Path("../shared/data"),
    limit: suites.Limit = None,
    only: suites.Only = None,
    report: suites.ReportFlag = None,
    switch: suites.Switch = None,
    captions: suites.CaptionsFlag = None,
    jobs: suites.Jobs = None,
    paint_px: suites.PaintedPx = None,
    compare_px: suites.ComparePx = None,
    frames: suites.ExcerptFrames = None,
    film_px: suites.ExcerptPx = None,
    judges: suites.Judges = None,
    judge_weights: suites.JudgeWeights = None,
    peer: suites.Peers = [],  # noqa: B006
    engine: flag.EngineFlag = EngineName.mini,
    model: flag.ModelFlag = None,
) -> None:
    """Measure how good the colours are: against the bar beside each figure, or with a report to look at.

    A report of clips goes on where it was interrupted: what is there and has not changed is not measured
    again. Exits with 1 if a bar is missed, or no clip could be measured.
    """
    with plain_errors():
        from lvocal.cli import measuring
        from lvocal.cli.suite_wishes import Asked

        name = engine.value
        asked = Asked(
            data, name, model, limit, only, report, switch, jobs, captions, paint_px, compare_px, frames,
            film_px, judges, judge_weights, tuple(peer) or None,
        )  # fmt: skip
        if not measuring.evaluate(suite, asked):
            raise Exit(USER_ERROR)


@lab.command()
@takes(*FOR_A_BENCH)
def bench(
    flags: Flags,
    frames: Annotated[int | None, Option(min=1, help="Length of the made film; by default 81.")] = None,
    size: Annotated[
        str | None, Option(metavar="HxW", help="Its height and width; by default 480x832.")
    ] = None,
    repeat: Annotated[
        int | None, Option(min=1, help="Times to measure, by default 3; medians are shown.")
    ] = None,
    sweep: Annotated[
        str | None,
        Option(metavar="frames|size|steps", help="Instead, how time and memory grow along one of these."),
    ] = None,
    most: Annotated[int | None, Option(min=1, help="Of a sweep: nothing larger than this.")] = None,
    report: Annotated[
        Path | None, Option(help="Of a sweep: the folder for a report, as index.html and report.md.")
    ] = None,
) -> None:
    """Measure how fast a made film is coloured here, stage by stage, against reading and writing alone.

    With --sweep: 17 to 1200 frames, 240 to 1080 lines or 1 to 8 steps, each in a process of its own.
    With --engine wan: what one window of the full size costs, counted operation by operation, and measured
    where there is a graphics card, with random weights. Public VACE is not measured yet.
    """
    with plain_errors():
        from lvocal.cli import measuring, sweeping

        if any(value is not None for value in (sweep, most, report)):
            others = {"--frames": frames, "--size": size, "--repeat": repeat}
            sweeping.run_sweep(sweep, most, report, flags, others)
        else:
            measuring.BENCHES[flags.engine](frames or 81, size or "480x832", repeat or 3, flags)


@lab.command()
def train(
    stage: Annotated[
        str,
        Argument(
            metavar="STAGE",
            help="One of codec, listener, colorizer, aligner, relevance, separator, palettes.",
        ),
    ],
    data: Annotated[
        Path,
        Option(help="The folder that holds images/, audio/ and words/; for the full size, one of shards."),
    ],
    run: Annotated[Path, Option(help="The folder of this run; an interrupted run goes on from it.")],
    recipe: Annotated[
        str,
        Option(help="Which recipe of the stage: mini… for the embedded size, paper… for the full one."),
    ] = "mini-cpu",
    steps: Annotated[
        int | None, Option(min=1, help="Train this long instead of what the recipe says.")
    ] = None,
    weights: Annotated[Path | None, Option(help="The folder of the networks this stage builds on.")] = None,
    device: Annotated[str | None, Option(help="cpu or cuda; by default what there is.")] = None,
) -> None:
    """Train one part of the network by a recipe, and write its weights into the run's folder.

    Several accelerators: accelerate launch --config_file presets/accelerate/4xa100.yaml -m lvocal train ...
    """
    with plain_errors():
        from lvocal.cli import schooling

        schooling.train(stage, recipe, data, run, steps, weights, device)


@lab.command()
def shards(
    films: Annotated[
        Path, Argument(metavar="FILMS", help="A folder of colour films, each with a .txt that describes it.")
    ],
    output: Annotated[Path, Option("-o", "--output", help="The folder of shards; may be gone on with.")],
    captions: Annotated[
        Path | None,
        Option(
            metavar="TABLE",
            help="JSONL or CSV instead of the .txt files: path, caption, and if you like emotion (of Mikels' "
            "eight), start and stop in seconds.",
        ),
    ] = None,
    recipe: Annotated[
        str, Option(help="paper: 81 frames of 480x832. smoke: tiny, with toy networks, to try the way.")
    ] = "paper",
    wan: Annotated[str | None, Option(help="Wan 2.1 for diffusers: a hub id or a folder.")] = None,
    clap: Annotated[str | None, Option(help="LAION-CLAP for transformers: a hub id or a folder.")] = None,
    quiet_db: Annotated[float | None, Option(help="Music or ambience below this is not there (-30).")] = None,
    val_share: Annotated[float | None, Option(help="Share of the films that is only measured on.")] = None,
    clips_per_shard: Annotated[int | None, Option(min=1, help="Clips in one tar file.")] = None,
    part: Annotated[str, Option(metavar="N/OF", help="Make this part only, where several share.")] = "1/1",
    device: Annotated[str | None, Option(help="cpu or cuda; by default what there is.")] = None,
) -> None:
    """Cut colour films into clips to train the full size with, encoded once, as WebDataset shards."""
    with plain_errors():
        from lvocal.cli import sharding

        sharding.shards(
            films, output, recipe, captions, wan, clap, part, device,
            quiet_db=quiet_db, val_share=val_share, clips_per_shard=clips_per_shard,
        )  # fmt: skip


@lab.command()
def pack(
    data: Annotated[Path, Option(help="The folder that holds images/, audio/ and words/.")],
    output: Annotated[Path, Option("-o", "--output", help="The packed folder; it must be new or empty.")],
    cache: Annotated[
        Path | None, Option(help="Keep what is made of the sounds here, so that packing again is quicker.")
    ] = None,
) -> None:
    """Make a data folder small enough for one upload; train and evaluate take it as --data like any other."""
    with plain_errors():
        from lvocal.cli import packing

        packing.pack(data, output, cache)
