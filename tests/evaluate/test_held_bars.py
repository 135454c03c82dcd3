"""Truths of the figures about marks that keep to their thing."""

from dataclasses import replace

import numpy as np
import pytest

from lvocal.evaluate.bars import held_bars
from lvocal.evaluate.bars.garments import garment_of
from lvocal.evaluate.bars.held_bars import COLOR_NAMES, held, painted, pinned
from lvocal.evaluate.filming import wish
from lvocal.sample.marks import raster
from tests.evaluate.pictures import SETTINGS, fashion, photograph, trial

BY_LABEL = {region.label: garment_of(fashion(), region, SETTINGS.paint_px) for region in fashion().regions}


@pytest.mark.parametrize("corners", [(10, 30, 20, 50), (0, 40, 0, 60), (0, 9, 40, 60), (5, 20, 0, 12)])
def test_a_stroke_stays_in_its_region(corners) -> None:
    top, bottom, left, right = corners
    inside = np.zeros((40, 60), bool)
    inside[top:bottom, left:right] = True
    (stroke,) = painted(wish(SETTINGS), inside, "red").strokes
    drawn = raster(replace(stroke, radius=0.0), inside.shape)
    assert drawn.any() and inside[drawn].mean() > 0.8
    assert inside[int(stroke.points[0][1] * 40), [int(x * 60) for x, _ in stroke.points]].all()
    (hint,) = pinned(wish(SETTINGS), inside, "red").hints
    assert inside[int(hint.y * 40), int(hint.x * 60)]


def obedient(networks, light, request):
    """Names paint what they name, marks paint what they lie in."""
    ab = np.zeros((1, 2, light.shape[1] // 2, light.shape[2] // 2))
    if request.prompt:
        _, color, label = request.prompt.split()
        ab[0][:, BY_LABEL[label].inside] = BY_LABEL[label].asked(COLOR_NAMES[color])[:, None]
    for mark in (*request.hints, *request.strokes):
        x, y = (mark.x, mark.y) if request.hints else mark.points[0]
        for garment in BY_LABEL.values():
            if garment.inside[int(y * ab.shape[2]), int(x * ab.shape[3])]:
                ab[0][:, garment.inside] = garment.asked(COLOR_NAMES[mark.color])[:, None]
    return ab


def flooding(networks, light, request):
    """Whatever is marked takes the whole picture."""
    ab = obedient(networks, light, request)
    marks = [*request.hints, *request.strokes]
    return ab if not marks else np.zeros_like(ab) + np.reshape(COLOR_NAMES[marks[0].color][1:], (2, 1, 1))


def test_a_painter_that_keeps_things_apart_reaches_every_bar_and_one_that_floods_does_not(
    monkeypatch,
) -> None:
    monkeypatch.setattr(held_bars, "paint_film", obedient)
    assert [row.passed for row in held(trial(fashion()))] == [True] * 6
    monkeypatch.setattr(held_bars, "paint_film", flooding)
    rows = held(trial(fashion()))
    assert [row.passed for row in rows[::2]][:2] == [False, False] and rows[-1].passed is False


def test_a_garment_that_words_alone_did_not_find_is_not_counted(monkeypatch) -> None:
    monkeypatch.setattr(
        held_bars, "paint_film", lambda n, light, r: obedient(n, light, replace(r, prompt=""))
    )
    rows = held(trial(fashion()))
    assert [row.passed for row in rows] == [None, True] * 2 + [True, True]


def test_the_real_painter_gives_figures_and_nothing_gives_none() -> None:
    assert all(row.passed is not None for row in held(trial(fashion(), limit=1))[1::2])
    assert all(row.passed is None for row in held(trial(photograph())))
