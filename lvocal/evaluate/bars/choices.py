"""`evaluate choices`: what the settings that trade time for quality do to pictures and to the clock.

Every choice paints the same pictures with the same words. Its time is a multiple of the standard's, measured
in turns; its colours are held against the truth, and against the flow followed to its end in many small steps
(steps that end nearer to that have followed it better).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np

from lvocal.evaluate.bars.made_films import make_film
from lvocal.evaluate.bars.plausible_bars import everyday, true_words
from lvocal.evaluate.bars.table import Row, Table, Trial, mean
from lvocal.evaluate.filming import clip_of, painter_of, wish
from lvocal.media.mix import MixedSound
from lvocal.media.shards import Picture, read_pictures
from lvocal.media.synth import preset
from lvocal.model.bundle import MiniNetworks
from lvocal.sample.pipeline import end_of
from lvocal.settings import ColorizeSettings
from lvocal.values import Window

PICTURES, FRAMES = 12, 5
MOOD = "excitement"
STANDARD, END = "standard", "euler, 64 steps"

CHOICES: dict[str, dict[str, Any]] = {
    STANDARD: {},
    **{
        f"{solver}, {steps} steps": {"solver": solver, "steps": steps}
        for steps in (4, 8, 16)
        for solver in ("euler", "unipc")
    },
    END: {"steps": 64},
    "euler, 8 steps, shift 3": {"steps": 8, "shift": 3.0},
    **{f"euler, 16 steps, reuse {share:g}": {"steps": 16, "reuse": share} for share in (0.05, 0.1, 0.2)},
    "guidance 2": {"guidance": 2.0},
    "guidance of sound 2": {"sound_guidance": 2.0},
    "painted at half the size": {"paint_px": 112},
}  # fmt: skip


def run(
    data: Path,
    networks: MiniNetworks,
    limit: int | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Table:
    """Every choice on the same short films, made from validation pictures."""
    trial = Trial(networks, data, read_pictures(data / "images", "val"), ColorizeSettings(), limit)
    painted: dict[str, list[np.ndarray]] = {name: [] for name in CHOICES}
    seconds: dict[str, list[float]] = {name: [] for name in CHOICES}
    truths = []
    for at, picture in enumerate(trial.some(everyday(trial.pictures), PICTURES), start=1):
        say(f"picture {at}")
        truths.append(make_film(picture, FRAMES, ColorizeSettings().paint_px).ab)
        for name, changes in CHOICES.items():
            since = time.perf_counter()
            painted[name].append(_painted(networks, picture, ColorizeSettings(**changes)))
            seconds[name].append(time.perf_counter() - since)
    rows = [_row(name, painted, seconds, truths) for name in CHOICES]
    title = f"{len(truths)} pictures: time, dE76 from the truth / from the end of the flow, chroma"
    return Table(title, tuple(rows))


def _painted(networks: MiniNetworks, picture: Picture, settings: ColorizeSettings) -> np.ndarray:
    """a*b* (T, 2, h, w) at the standard's size."""
    light = make_film(picture, FRAMES, settings.paint_px).light
    sound = MixedSound(None, preset(MOOD, 8.0), None)
    painter = painter_of(networks, wish(settings, true_words(picture)), clip_of(light), sound)
    ab = end_of(painter.paint(light, Window(0, FRAMES, 0)), lambda: None)
    size = make_film(picture, 1, ColorizeSettings().paint_px).ab.shape[2:]
    return np.stack([resized(frame, size) for frame in ab])


def resized(ab: np.ndarray, size: tuple[int, ...]) -> np.ndarray:
    """(2, ., .) -> (2, h, w)."""
    grown = cv2.resize(ab.transpose(1, 2, 0), size[::-1], interpolation=cv2.INTER_LINEAR)
    return grown.transpose(2, 0, 1)


def _row(
    name: str,
    painted: dict[str, list[np.ndarray]],
    seconds: dict[str, list[float]],
    truths: list[np.ndarray],
) -> Row:
    times = median(mine / standard for mine, standard in zip(seconds[name], seconds[STANDARD], strict=True))
    from_truth, from_end = (
        mean([_far(*pair) for pair in zip(painted[name], others, strict=True)])
        for others in (truths, painted[END])
    )
    chroma = mean([float(np.linalg.norm(ab, axis=1).mean()) for ab in painted[name]])
    measured = f"{times:.1f} times, dE76 {from_truth:.1f} / {from_end:.1f}, chroma {chroma:.1f}"
    return Row(name, measured, "none", None)


def _far(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.linalg.norm(one - other, axis=1).mean())
