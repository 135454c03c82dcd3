"""How long a film takes, stage by stage, against a floor measured in the same run.

The floor reads and writes the same film without any network. Every measurement runs in a fresh process, so
that memory peaks are its own and nothing is warm that would be cold for a person.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from lvocal.media.video import probe, read_luma
from lvocal.media.writer import Writer
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, ColorizeResult, ColorRow, Waveform

if TYPE_CHECKING:
    from lvocal.model.bundle import MiniNetworks

STANDARD = ColorizeSettings()

PREVIEWS = 3
"""Warm stills whose median is reported."""


@dataclass(frozen=True)
class BenchRecipe:
    """The film to measure with."""

    frames: int = 81
    height: int = 480
    width: int = 832
    repeat: int = 3

    def __post_init__(self) -> None:
        if self.frames < 1 or self.repeat < 1:
            raise ValueError(f"frames and repeat must be positive, got {self.frames} and {self.repeat}")
        if min(self.height, self.width) < 16 or self.height % 2 or self.width % 2:
            raise ValueError(f"both sides must be even and at least 16, got {self.height}x{self.width}")


@dataclass(frozen=True)
class Figure:
    """One measured number."""

    name: str
    value: float
    unit: str
    floor_ratio: float | None = None
    """How many times the floor this is."""
    bar: float | None = None
    """At most this much is wanted of a film of the default recipe on two cores."""


@dataclass(frozen=True)
class Run:
    """What one process measured."""

    seconds: dict[str, float]
    total_sec: float
    peak_gb: float
    ready_sec: float = 0.0
    preview_sec: float = 0.0


def bench(
    recipe: BenchRecipe, load: Callable[[], MiniNetworks], settings: ColorizeSettings = STANDARD
) -> list[Figure]:
    """Measure; `load` is a plain function, because it is called in another process."""
    with TemporaryDirectory(prefix="lvocal-bench-") as name:
        folder = Path(name)
        film = make_film(folder / "bench.mp4", recipe.frames, recipe.height, recipe.width)
        floors = [in_fresh_process(_floor, film, folder) for _ in range(recipe.repeat)]
        runs = [in_fresh_process(render, film, folder, load, settings) for _ in range(recipe.repeat)]
    return _figures(floors, runs)


def make_film(path: Path, frames: int, height: int, width: int, fps: int = 25, seed: int = 0) -> Path:
    """Write a grey H.264 film with a trembling tone: a panning texture, something passing in front, grain."""
    clip = Clip(
        path=path, width=width, height=height, fps=Fraction(fps), time_base=Fraction(1, fps * 512),
        pts=tuple(512 * number for number in range(frames)), pixel_format="yuv420p", bit_depth=8,
        full_range=False, matrix="bt709", has_color=False,
    )  # fmt: skip
    none = np.zeros(((height + 1) // 2, (width + 1) // 2), np.float32)
    with Writer(path, clip, audio=_tone(frames / fps)) as writer:
        for luma in _pictures(frames, height, width, seed):
            writer.write(luma, none, none)
    return path


def _pictures(frames: int, height: int, width: int, seed: int) -> Iterator[np.ndarray]:
    """Luma (H, W) uint8 in 16..235."""
    rng = np.random.default_rng(seed)
    wide = _texture(rng, height, width + 2 * frames)
    front = _texture(rng, height, width)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    grain = rng.normal(0, 3, (height, width)).astype(np.float32)
    for number in range(frames):
        center = width * (0.2 + 0.6 * number / frames)
        inside = ((x - center) / (0.12 * width)) ** 2 + ((y - 0.55 * height) / (0.35 * height)) ** 2 < 1
        picture = np.where(inside, 0.4 * front + 130, wide[:, 2 * number : 2 * number + width])
        shift = rng.integers(0, (height, width))
        yield np.clip(picture + np.roll(grain, shift, (0, 1)), 16, 235).astype(np.uint8)


def _texture(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Noise of several sizes, (H, W) float32 around 110."""
    total = np.full((height, width), 110, np.float32)
    for cells, strength in ((4, 45), (16, 22), (64, 10)):
        coarse = rng.normal(0, strength, (cells, max(cells * width // height, 1))).astype(np.float32)
        total += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return total


def _tone(duration_sec: float, rate_hz: int = 48_000) -> Waveform:
    time_sec = np.arange(round(duration_sec * rate_hz)) / rate_hz
    tone = 0.2 * np.sin(2 * np.pi * 220 * time_sec) * (1 + 0.3 * np.sin(2 * np.pi * 5 * time_sec))
    return Waveform(np.stack([tone, tone]).astype(np.float32), rate_hz)


def in_fresh_process(measure: Callable[..., Run], *args: Any) -> Run:
    """Run in a process of its own; what it raises is raised here."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, time.time(), *args).result()


def _floor(_: float, film: Path, folder: Path) -> Run:
    """The film through the reader and the writer, left grey."""
    since = time.perf_counter()
    clip = probe(film)
    none = np.zeros(((clip.height + 1) // 2, (clip.width + 1) // 2), np.float32)
    with Writer(folder / "floor.mp4", clip) as writer:
        for luma in read_luma(clip):
            writer.write(luma, none, none)
    total_sec = time.perf_counter() - since
    return Run({}, total_sec, peak_gb())


def render(
    asked_sec: float, film: Path, folder: Path, load: Callable[[], MiniNetworks], settings: ColorizeSettings
) -> Run:
    """The film coloured, file to file, as the first thing a fresh program does; then stills, warm."""
    from lvocal.sample import pipeline  # not above: the floor must not carry the networks' libraries

    networks = load()
    ready_sec = time.time() - asked_sec
    request = ColorizeRequest(
        film, prompt="a stone wall in warm light", rows=(ColorRow("ball", "red"),), settings=settings
    )
    since = time.perf_counter()
    events = list(pipeline.colorize(request, networks, folder, lambda: None))
    total_sec, gigabytes = time.perf_counter() - since, peak_gb()
    result = events[-1]
    assert isinstance(result, ColorizeResult)
    return Run(result.seconds, total_sec, gigabytes, ready_sec, _preview_sec(request, networks, folder))


def _preview_sec(request: ColorizeRequest, networks: MiniNetworks, folder: Path) -> float:
    """Median seconds of a still when the film has been looked at before."""
    from lvocal.sample import pipeline

    spent = []
    for frame in [0] * (1 + PREVIEWS):
        since = time.perf_counter()
        pipeline.preview(request, frame, networks, folder / "still.png", lambda: None)
        spent.append(time.perf_counter() - since)
    return median(spent[1:])


def peak_gb() -> float:
    """The most memory this process has held, in 10^9 bytes.

    Linux counts a parent's peak into ru_maxrss of the child; VmHWM is the child's own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e9
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def _figures(floors: list[Run], runs: list[Run]) -> list[Figure]:
    """Medians over the repeats; of memory, the largest."""
    floor_sec = median(run.total_sec for run in floors)
    total_sec = median(run.total_sec for run in runs)
    preview_sec = median(run.preview_sec for run in runs)
    stages = {name: median(run.seconds.get(name, 0.0) for run in runs) for name in runs[0].seconds}
    floor_gb = max(run.peak_gb for run in floors)
    memory_gb = max(run.peak_gb for run in runs)
    return [
        Figure("floor: read and write, no network", floor_sec, "s"),
        *(Figure(name, sec, "s", sec / floor_sec) for name, sec in stages.items()),
        Figure("file to file", total_sec, "s", total_sec / floor_sec, bar=20.0),
        Figure("preview still, warm", preview_sec, "s", preview_sec / floor_sec, bar=1.5),
        Figure("from nothing to networks loaded", median(run.ready_sec for run in runs), "s"),
        Figure("peak memory", memory_gb, "GB", memory_gb / floor_gb, bar=2.5),
    ]
