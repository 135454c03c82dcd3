"""Truths of the figures about pins and palettes."""

import cv2
import numpy as np
import pytest

from lvocal.color.palette import palette_swatches
from lvocal.evaluate.bars import known_bars
from lvocal.evaluate.bars.garments import garment_of
from lvocal.evaluate.bars.known_bars import colors_present, is_lively, palette, pin, pin_spill, pins
from lvocal.values import Palette
from tests.evaluate.pictures import fashion, photograph, trial

LIVELY = palette_swatches(Palette(("#b04030", "#3a8f4a", "#3555b0", "#d0a030", "#803a90")))


def region(*corners: int) -> np.ndarray:
    top, bottom, left, right = corners
    inside = np.zeros((40, 60), bool)
    inside[top:bottom, left:right] = True
    return inside


@pytest.mark.parametrize("corners", [(10, 21, 20, 41), (0, 40, 0, 60), (0, 9, 51, 60), (5, 6, 7, 8)])
def test_a_pin_lies_in_the_middle_and_well_inside(corners) -> None:
    inside = region(*corners)
    hint = pin(inside, "red")
    y, x = int(hint.y * 40), int(hint.x * 60)
    assert inside[y, x]
    away = cv2.distanceTransform(np.pad(inside, 1).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    assert away[y + 1, x + 1] >= 0.9 * away.max()
    assert 0 < hint.radius * 40 <= 0.4 * away.max()


def test_nothing_spills_when_nothing_changes_or_only_the_region() -> None:
    inside = region(10, 20, 10, 30)
    plain = np.random.default_rng(0).normal(0, 9, (2, 40, 60))
    assert pin_spill(plain, plain, inside) == 0
    assert pin_spill(plain, np.where(inside, 50, plain), inside) == 0
    assert pin_spill(plain, plain + [[[3]], [[4]]], inside) == pytest.approx(5)


def test_a_painting_of_the_palette_has_all_of_it() -> None:
    lightness = np.full((40, 50), 55.0)
    ab = np.repeat(LIVELY[:, 1:].T.reshape(2, 1, 5), 10, axis=2).repeat(40, axis=1)
    assert colors_present(LIVELY, lightness, ab) == 5


def test_each_colour_of_a_painting_counts_once() -> None:
    lightness = np.random.default_rng(0).uniform(30, 70, (40, 50))
    one = np.broadcast_to(LIVELY[0, 1:].reshape(2, 1, 1), (2, 40, 50))
    asked = np.concatenate([LIVELY[:1], LIVELY[1:] * (1, -1, -1)])
    assert colors_present(asked, lightness, one) <= 2
    assert colors_present(np.repeat(LIVELY[:1], 5, axis=0), lightness, one) == 5


def test_grey_has_too_few_colours_of_a_lively_palette() -> None:
    lightness = np.random.default_rng(0).uniform(0, 100, (40, 50))
    greyish = np.concatenate([LIVELY[:3], [(20.0, 1.0, 1.0), (80.0, 0.0, 2.0)]])
    assert is_lively(greyish)
    assert colors_present(greyish, lightness, np.zeros((2, 40, 50))) < known_bars.ENOUGH
    assert not is_lively(np.concatenate([LIVELY[:2], greyish[-1:].repeat(3, axis=0)]))


def test_black_and_white_pictures_show_no_palette() -> None:
    assert colors_present(LIVELY, np.zeros((40, 50)), np.zeros((2, 40, 50))) == 0


def test_a_pin_that_fills_its_garment_reaches_both_bars(monkeypatch) -> None:
    def obedient(networks, light, request):
        ab = np.zeros((1, 2, light.shape[1] // 2, light.shape[2] // 2))
        for hint in request.hints:
            garment = garment_of(fashion(), fashion().regions[1], 64)  # the skirt is the larger
            assert garment.inside[int(hint.y * ab.shape[2]), int(hint.x * ab.shape[3])]
            ab[0][:, garment.inside] = garment.asked(known_bars.COLOR_NAMES[hint.color])[:, None]
        return ab

    monkeypatch.setattr(known_bars, "paint_film", obedient)
    assert [row.passed for row in pins(trial(fashion()))] == [True, True]
    monkeypatch.setattr(known_bars, "paint_film", lambda n, light, r: obedient(n, light, r) * 0)
    assert [row.passed for row in pins(trial(fashion()))] == [False, True]


def test_only_a_palette_that_was_given_counts(monkeypatch) -> None:
    def obedient(networks, light, request):
        height, width = light.shape[1] // 2, light.shape[2] // 2
        if request.palette is None:
            return np.zeros((1, 2, height, width))
        stripes = np.arange(width) * 5 // width
        return palette_swatches(request.palette)[stripes, 1:].T[None, :, None].repeat(height, axis=2)

    monkeypatch.setattr(known_bars, "paint_film", obedient)
    (row,) = palette(trial(photograph("p"), photograph("q")))
    assert row.measured == "100% (0%)" and row.passed


@pytest.mark.parametrize("part", [pins, palette])
def test_the_real_painter_gives_figures(part) -> None:
    rows = part(trial(fashion(), photograph(), limit=1))
    assert rows and all(row.passed is not None for row in rows)


def test_without_garments_or_lively_pictures_nothing_is_measured() -> None:
    assert all(row.passed is None for row in [*pins(trial(photograph())), *palette(trial())])
