"""Carried: how far does a pinned colour go with what it was pinned to, and what does it spill on the way?

A camera glides over a picture of a person, so the garment moves along a way that is known. Shapes: T frames,
h, w half the painted picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from zlib import crc32

import numpy as np

from lvocal.color.gamut import into_gamut
from lvocal.color.lexicon import COLOR_NAMES
from lvocal.evaluate.bars.garments import distance, largest_worn
from lvocal.evaluate.bars.known_bars import pin
from lvocal.evaluate.bars.made_films import MadeFilm, make_film, masks_of
from lvocal.evaluate.bars.table import Row, Trial, at_most, mean
from lvocal.evaluate.bars.word_bars import CHROMATIC
from lvocal.evaluate.filming import paint_film, wish
from lvocal.settings import ColorizeSettings

FILMS, FRAMES, PAINT_PX = 10, 145, 160
"""Two windows of 81 frames that share 17, painted small, so that the table is ready in minutes."""

LEAST = 0.02
"""Of the picture: frames in which less of the garment is seen do not count."""


def carried(trial: Trial) -> list[Row]:
    """Carried: a colour pinned to a garment in one frame, measured in the window that does not hold it."""
    settings = replace(trial.settings, paint_px=min(trial.settings.paint_px, PAINT_PX))
    rows = []
    for where, frame in (("in the first frame, a window later", 0), ("in the last, a window before", -1)):
        figures = [
            _figures(trial, film, inside, color, frame, settings)
            for film, inside, color in _films(trial, settings)
        ]
        gaps, spills = ([figure[k] for figure in figures] for k in (0, 1))
        rows += [
            at_most(f"pinned {where}: mean dE on the garment, a*b*", mean(gaps), 15),
            at_most(f"pinned {where}: dE76 outside it against no pin", mean(spills), 4),
        ]
    return rows


def _films(trial: Trial, settings: ColorizeSettings) -> Iterator[tuple[MadeFilm, np.ndarray, str]]:
    """Films, where the garment is seen (T, h, w), and the name of the colour that is pinned to it."""
    for picture, (region,) in trial.some(largest_worn(trial.pictures, 1), FILMS):
        film = make_film(picture, FRAMES, settings.paint_px)
        color = CHROMATIC[crc32(picture.key.encode()) % len(CHROMATIC)]
        yield film, masks_of(picture, region.id, FRAMES, settings.paint_px), color


def _figures(
    trial: Trial, film: MadeFilm, inside: np.ndarray, color: str, frame: int, settings: ColorizeSettings
) -> tuple[float, float]:
    """Distance to the colour and spill, over the window that does not hold the pinned frame."""
    at = range(FRAMES)[frame]
    hint = replace(pin(inside[at], color), frame=at)
    plain, pinned = (paint_film(trial.networks, film.light, wish(settings, hints=h)) for h in ((), (hint,)))
    held = settings.window_frames
    far = [t for t in range(FRAMES) if abs(t - at) >= held and inside[t].mean() >= LEAST]
    gaps, spills = [], []
    for t in far[::8]:
        light = film.light[t].reshape(inside.shape[1], 2, inside.shape[2], 2).mean(axis=(1, 3))
        median = np.array(np.median(light[inside[t]]))
        asked = into_gamut(median, np.array(COLOR_NAMES[color][1:]))
        gaps.append(distance(np.median(pinned[t][:, inside[t]], axis=1), asked))
        spills.append(float(np.linalg.norm(pinned[t] - plain[t], axis=0)[~inside[t]].mean()))
    return mean(gaps), mean(spills)
