"""`evaluate long`: four ways to join the windows of a long film, on films of 300 frames.

A still scene as an old camera would show it: nothing moves but grain and a light that flickers, so that every
change of colour is the painter's own. And the same picture under a camera that glides away and comes back.

Shapes: T frames, H, W painted pixels, h, w = H/2, W/2.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lvocal.evaluate.bars.made_films import make_film
from lvocal.evaluate.bars.plausible_bars import everyday, true_words
from lvocal.evaluate.bars.table import Row, Table, Trial, mean, told
from lvocal.evaluate.filming import clip_of, paint_windows, painter_of, wish
from lvocal.media.shards import Picture, read_pictures
from lvocal.metrics.steadiness import border_jump, drift
from lvocal.model.bundle import MiniNetworks
from lvocal.sample.windows import crossfade, plan_windows
from lvocal.settings import ColorizeSettings
from lvocal.values import Shot

FRAMES, FILMS, PAINT_PX = 300, 3, 128
GRAIN, FLICKER = 2.0, 3.0
"""L* of one deviation, pixel by pixel and of whole frames."""

WAYS = {
    "each window alone": ColorizeSettings(overlap_frames=0, paint_px=PAINT_PX),
    "colours faded": ColorizeSettings(paint_px=PAINT_PX),
    "neighbours fused inside": ColorizeSettings(fusion="sliding", paint_px=PAINT_PX),
    "near and far fused inside": ColorizeSettings(fusion="skip", paint_px=PAINT_PX),
}


def run(
    data: Path,
    networks: MiniNetworks,
    limit: int | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Table:
    """Every way on the same films, made from validation pictures."""
    trial = Trial(networks, data, read_pictures(data / "images", "val"), ColorizeSettings(), limit)
    chosen = trial.some(everyday(trial.pictures), FILMS)
    rows = []
    for name, settings in WAYS.items():
        say(name)
        rows += _figures(name, [measure(networks, picture, settings) for picture in chosen])
    return Table(f"{FRAMES} frames, {len(chosen)} pictures", tuple(rows))


def measure(networks: MiniNetworks, picture: Picture, settings: ColorizeSettings) -> tuple[float, ...]:
    """Drift and jump of a still scene, drift of one that returns, and the seconds of the first."""
    since = time.perf_counter()
    resting = _painted(networks, picture, still_film(picture, settings.paint_px), settings)
    seconds = time.perf_counter() - since
    gliding = make_film(picture, FRAMES, settings.paint_px, returns=True).light
    apart = plan_windows(Shot(0, FRAMES), settings.window_frames, settings.overlap_frames)
    returned = _painted(networks, picture, gliding, settings)
    return drift(resting), border_jump(resting, apart), drift(returned), seconds


def still_film(picture: Picture, paint_px: int) -> np.ndarray:
    """L* (T, H, W): one view, with grain and flicker."""
    light = make_film(picture, 1, paint_px).light
    rng = np.random.default_rng(0)
    flicker = rng.normal(0, FLICKER, (FRAMES, 1, 1)).astype(np.float32)
    grain = rng.normal(0, GRAIN, (FRAMES, *light.shape[1:])).astype(np.float32)
    return np.clip(light + flicker + grain, 0, 100)


def _painted(
    networks: MiniNetworks, picture: Picture, light: np.ndarray, settings: ColorizeSettings
) -> np.ndarray:
    painter = painter_of(networks, wish(settings, true_words(picture)), clip_of(light))
    return np.stack(list(crossfade(paint_windows(painter, light, Shot(0, len(light))))))


def _figures(name: str, measured: list[tuple[float, ...]]) -> list[Row]:
    drifts, jumps, returned, seconds = (mean(column) for column in zip(*measured, strict=True))
    return [
        told(f"{name}: dE76 between the first and the last second, nothing moves", drifts, "{:.2f}"),
        told(f"{name}: dE76 of a step over a window's border, more than elsewhere", jumps, "{:.2f}"),
        told(f"{name}: dE76 between the first and the last second, a camera returns", returned, "{:.2f}"),
        told(f"{name}: seconds", seconds),
    ]
