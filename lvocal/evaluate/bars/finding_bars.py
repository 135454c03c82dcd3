"""Does the report on words know whether a thing is there? It says so of every film (sample/landing)."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

from lvocal.evaluate.bars.garments import worn
from lvocal.evaluate.bars.table import Row, Trial, at_least, at_most, mean
from lvocal.evaluate.bars.word_bars import CHROMATIC
from lvocal.evaluate.filming import clip_of, paint_windows, painter_of, wish
from lvocal.evaluate.painting import Still, still_of
from lvocal.values import ColorRow, Shot, State

ELSEWHERE = ("camel", "boat", "tree", "piano", "elephant", "bridge", "tractor", "cake", "sofa", "train")
"""Things that fashion pictures seldom show. No mask knows them: a tree may stand behind somebody."""

FEW_THINGS = 60


def finding(trial: Trial) -> list[Row]:
    """Finding: what is called found, of garments that are there and of things that are not."""
    there, elsewhere = [], []
    for number, (picture, region) in enumerate(trial.some(worn(trial.pictures), FEW_THINGS)):
        still = still_of(picture, trial.settings.paint_px)
        color = CHROMATIC[crc32(picture.key.encode()) % len(CHROMATIC)]
        there.append(state_of(trial, still, ColorRow(region.label, color)) == "found")
        absent = ELSEWHERE[number % len(ELSEWHERE)]
        elsewhere.append(state_of(trial, still, ColorRow(absent, color)) == "found")
    return [
        at_least("finding: named garments that are called found", mean(there), 0.8, "{:.0%}"),
        at_most("finding: things that are not there, called found", mean(elsewhere), 0.2, "{:.0%}"),
    ]


def state_of(trial: Trial, still: Still, row: ColorRow) -> State:
    """What the report says became of one named thing in one picture."""
    light = still.lightness[None]
    request = replace(wish(trial.settings), rows=(row,))
    painter = painter_of(trial.networks, request, clip_of(light))
    for _ in paint_windows(painter, light, Shot(0, 1)):
        pass
    return painter.landing.report().things[0].state
