"""Time: are colours steady on what moves, over the borders of windows, and from beginning to end?

All films are painted by the app's painter in the app's windows. Shapes: T frames, H, W painted pixels,
h, w = H/2, W/2.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from lvocal.evaluate.bars.made_films import make_film
from lvocal.evaluate.bars.plausible_bars import everyday, true_words
from lvocal.evaluate.bars.table import Row, Trial, at_most, mean, told
from lvocal.evaluate.filming import clip_of, paint_film, paint_windows, painter_of, wish
from lvocal.media.pixels import gray_unit
from lvocal.media.shots import find_shots
from lvocal.media.video import probe, read_luma
from lvocal.metrics.steadiness import border_jump, change_along, disagreement, drift
from lvocal.sample.painter import Painter
from lvocal.sample.windows import crossfade
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, Hint, Shot, UserError

log = logging.getLogger(__name__)

JITTER_FRAMES, JITTER_FILMS = 49, 6
BORDERS, BORDER_FILMS = 2, 3
DRIFT_FRAMES, DRIFT_FILMS = 300, 2
SMALL_PX = 128
"""Long films are painted this small, so that the table is ready in minutes."""


def jitter(trial: Trial) -> list[Row]:
    """Time: change of colour on what moves from frame to frame, against the truth's.

    A camera glides over a picture, so everything moves, along a way that is known. The excess is that of the
    sums over all films. Painting greyly lowers it; the same per unit of chroma stands beside the figure.
    """
    changes, chromas = [], []
    for picture in trial.some(everyday(trial.pictures), JITTER_FILMS):
        film = make_film(picture, JITTER_FRAMES, trial.settings.paint_px)
        painted = paint_film(trial.networks, film.light, wish(trial.settings, true_words(picture)))
        changes.append([change_along(ab, film.steps) for ab in (painted, film.ab)])
        chromas.append([np.linalg.norm(ab, axis=1).mean() for ab in (painted, film.ab)])
    excess, paler = (_excess(pairs) for pairs in (changes, chromas))
    per_chroma = f" (per chroma {(1 + excess) / (1 + paler) - 1:+.0%})"
    what = "time: jitter of what moves, more than the truth's"
    return [at_most(what, excess, 0.05, "{:+.0%}", per_chroma)]


def borders(trial: Trial) -> list[Row]:
    """Time: jumps where two windows join, on the longest shots of the sample clips.

    Without clips, on films made from pictures. What two windows painted for the frames they share, before
    the cross-fade, is told without a bar: the cross-fade spreads that difference over the join.
    """
    settings = _small(trial.settings)
    jumps, gaps = [], []
    for painter, light, shot in _long_shots(trial, settings):
        pieces = list(paint_windows(painter, light, shot))
        jumps.append(border_jump(np.stack(list(crossfade(pieces))), [window for window, _ in pieces]))
        gaps.append(disagreement(pieces))
    return [
        at_most("time: dE76 of a step over a window's border, more than elsewhere", mean(jumps), 1, "{:.2f}"),
        told("time: dE76 between two windows on the frames they share", mean(gaps), "{:.2f}"),
    ]


def drifting(trial: Trial) -> list[Row]:
    """Time: colours of the first 20 of 300 frames against the last 20, which show the same.

    A camera glides over a picture and comes back. Once with words alone, where every window starts anew; and
    once with a colour pinned in the first frame, where every window goes on from the one before.
    """
    settings = _small(trial.settings)
    pin = Hint(0, 0.5, 0.5, "red")
    drifts: dict[bool, list[float]] = {False: [], True: []}
    for picture in trial.some(everyday(trial.pictures), DRIFT_FILMS):
        film = make_film(picture, DRIFT_FRAMES, settings.paint_px, returns=True)
        for pinned, found in drifts.items():
            request = wish(settings, true_words(picture), hints=(pin,) if pinned else ())
            found.append(drift(paint_film(trial.networks, film.light, request)))
    what = f"time: dE76 of drift over {DRIFT_FRAMES} frames"
    return [
        at_most(what, mean(drifts[False]), 2, "{:.2f}"),
        told(f"{what}, a pinned colour carried along", mean(drifts[True]), "{:.2f}"),
    ]


def _excess(pairs: list[list[float]]) -> float:
    """How much more the firsts sum up to than the seconds, as a share; NaN of nothing."""
    first, second = np.sum(pairs, axis=0) if pairs else (np.nan, np.nan)
    return float(first / second - 1)


def _small(settings: ColorizeSettings) -> ColorizeSettings:
    return replace(settings, paint_px=min(settings.paint_px, SMALL_PX))


def _long_shots(trial: Trial, settings: ColorizeSettings) -> Iterator[tuple[Painter, np.ndarray, Shot]]:
    """A painter, lightness (T, H, W) and a shot of a few windows: from each of the longest clips its longest
    shot, or films made from pictures where no clip has one long enough."""
    frames = settings.window_frames + BORDERS * (settings.window_frames - settings.overlap_frames)
    few, found = min(BORDER_FILMS, trial.limit or BORDER_FILMS), False
    for clip in _clips_by_length(trial.data / "clips")[:few]:
        longest = max(find_shots(clip), key=len)
        shot = Shot(longest.start, min(longest.stop, longest.start + frames))
        if len(shot) > settings.window_frames:
            painter, found = painter_of(trial.networks, wish(settings), clip), True
            lumas = read_luma(clip, shot.start, shot.stop)
            yield painter, np.stack([painter.shrink(gray_unit(luma, clip)) for luma in lumas]), shot
    for picture in [] if found else trial.some(everyday(trial.pictures), BORDER_FILMS):
        light = make_film(picture, frames, settings.paint_px).light
        yield painter_of(trial.networks, wish(settings), clip_of(light)), light, Shot(0, frames)


def _clips_by_length(folder: Path) -> list[Clip]:
    """Films of a folder and the folders in it, longest first; those that cannot be opened are left out."""
    clips = []
    for path in sorted(folder.rglob("*.mp4")):
        try:
            clips.append(probe(path))
        except UserError as problem:
            log.warning("left out: %s", problem)
    return sorted(clips, key=lambda clip: -clip.num_frames)
