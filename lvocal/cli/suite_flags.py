"""The options of `evaluate`. Nothing heavy is imported here, so that --help answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

PANEL = "Of the suites on clips"

SuiteName = Annotated[
    str,
    Argument(
        metavar="SUITE",
        help="On the validation splits. quick: every bar. ablations: without each part. separation: how well "
        "sound is taken apart. long: ways through a long film. choices: what settings do to time and colours."
        "\n\nOn clips of yours. clips: colour films, made grey, coloured, and held against the truth. bw: "
        "black-and-white films. davis, videvo: as clips, on folders of frames. controls: what words, music, "
        "ambience, a palette and a coloured frame change, one at a time. papers: the tables of the papers, "
        "with ours under them.",
    ),
]
Data = Annotated[Path, Option(help="The folder that holds images/, or the clips.")]
Limit = Annotated[
    int | None,
    Option(min=1, help="Use only so many pictures, sounds, films or clips, for a first look."),
]
Only = Annotated[
    str | None, Option(metavar="PART", help="Measure one part of quick alone, such as words or music.")
]
ReportFlag = Annotated[
    Path | None, Option(help="The folder for a report, as index.html and report.md: of quick, and of clips.")
]
Switch = Annotated[
    str | None,
    Option(metavar="RTD|AC|ETG|…", help="One of the papers' ablations, for quick and for clips."),
]
CaptionsFlag = Annotated[
    Path | None,
    Option(
        help='A JSON file, {"film.mp4": "what is in it"}; by default captions.json or words.json in --data.',
        rich_help_panel=PANEL,
    ),
]
Jobs = Annotated[
    int | None,
    Option(min=1, help="Clips measured at once; they share the cores. By default 1.", rich_help_panel=PANEL),
]
Judges = Annotated[
    str | None,
    Option(
        metavar="NAME,NAME",
        help="Networks that judge as well: lpips, clip, inception (FID), i3d (FVD), omni (CAM-S).",
        rich_help_panel=PANEL,
    ),
]
JudgeWeights = Annotated[
    Path | None,
    Option(
        help="The folder that holds their files; by default where PyTorch keeps its own.",
        rich_help_panel=PANEL,
    ),
]
Peers = Annotated[
    list[str],
    Option(
        "--peer", metavar="NAME=COMMAND",
        help="Another colorizer, measured on the same clips and by the same clock, as a command with "
        "{frames} or {film} (what to read) and {output} (where to write). Repeat for more.",
        rich_help_panel=PANEL,
    ),
]  # fmt: skip
ExcerptFrames = Annotated[
    int | None,
    Option(
        "--frames", min=2, rich_help_panel=PANEL,
        help="Of every clip only so many frames, from the middle of its longest shot.",
    ),
]  # fmt: skip
ExcerptPx = Annotated[
    int | None,
    Option(
        "--film-px",
        min=64,
        help="Make clips smaller first: pixels of the shorter side.",
        rich_help_panel=PANEL,
    ),
]
PaintedPx = Annotated[
    int | None,
    Option(
        "--paint-px", help="Shorter side of the pictures that are painted; small is quick.",
        rich_help_panel=PANEL,
    ),
]  # fmt: skip
ComparePx = Annotated[
    int | None,
    Option(
        min=0,
        help="Shorter side at which pictures are compared, by default 256; 0 is the size of the clip.",
        rich_help_panel=PANEL,
    ),
]
