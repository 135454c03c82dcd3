"""L-VOCAL Table 2: parameters, memory and time, beside ours on the bench's film."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from lvocal.evaluate.papers.published import published
from lvocal.evaluate.reports.means import number
from lvocal.evaluate.reports.report import Grid, Section
from lvocal.evaluate.speed.bench import in_fresh_process, make_film, render
from lvocal.model.bundle import MODULES, MiniNetworks, Networks
from lvocal.settings import ColorizeSettings

FRAMES, HEIGHT, WIDTH = 81, 480, 832

DIFFERS = (
    f"Ours is the embedded size, all of whose parts were trained, on a film of {FRAMES} frames of {HEIGHT}x"
    f"{WIDTH}, file to file, in the main memory of this computer; the paper's figures are of one A100, and "
    "its text calls the times those of a frame."
)
ELSEWHERE = "`bench --engine wan` counts the full size, and measures it where there is a graphics card."


def efficiency_section(
    load: Callable[[], Networks], networks: Networks, settings: ColorizeSettings
) -> Section:
    """Measured in a process of its own; `load` is a plain function, because it is called there. Of the full
    size only the paper's lines, since its bench says more."""
    table = published()["l-vocal-2"]
    rows = [(name, "paper", *(f"{value:g}" for value in row)) for name, row in table.rows.items()]
    head = ("line", "by", "trainable parameters (M)", "memory (GB)", "time (s)")
    if not isinstance(networks, MiniNetworks):
        return Section(table.title, (ELSEWHERE,), (Grid(head, tuple(rows), words=(0, 1)),))
    with TemporaryDirectory(prefix="lvocal-") as place:
        film = make_film(Path(place) / "film.mp4", FRAMES, HEIGHT, WIDTH)
        run = in_fresh_process(render, film, Path(place), load, settings)
    ours = (millions_of_weights(networks), run.peak_gb, run.total_sec)
    rows.append(("", f"here: {networks.name}", *map(number, ours)))
    return Section(table.title, (DIFFERS, ELSEWHERE), (Grid(head, tuple(rows), words=(0, 1)),))


def millions_of_weights(networks: MiniNetworks) -> float:
    """Of all parts, the one that takes sound apart and the one that reads words among them."""
    parts = [*(getattr(networks, name) for name in MODULES), networks.text]
    return sum(weight.numel() for part in parts for weight in part.parameters()) / 1e6
