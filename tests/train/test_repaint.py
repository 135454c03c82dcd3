"""Truths of repainting: every main colour takes its swatch, lightness and what words ask for stay."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from lvocal.color.constancy import at_lightness
from lvocal.train.regions import FIRST_SWATCH, NOBODY_ASKS, UNSURE
from lvocal.train.repaint import main_colors, repaint
from tests.train.test_batches import RECIPE, batches

LIGHTS = (40, 90, 130, 180, 230)
SWATCHES = np.array([[20, 30, 20], [40, -30, 20], [55, 10, -40], [70, 40, 40], [90, 0, 30]], np.float32)


def stripes() -> np.ndarray:
    """Five grey stripes of 8 pixels, dark to light, in one frame."""
    lab = np.full((1, 40, 40, 3), 128, np.uint8)
    for at, light in enumerate(LIGHTS):
        lab[:, 8 * at : 8 * at + 8, :, 0] = light
    return lab


def test_from_dark_to_light_every_main_colour_takes_its_swatch() -> None:
    lab, regions = repaint(stripes(), np.full((1, 10, 10), UNSURE, np.uint8), SWATCHES)
    assert np.array_equal(lab[..., 0], stripes()[..., 0])
    for at, light in enumerate(LIGHTS):
        wanted = at_lightness(tuple(map(float, SWATCHES[at])))[round(light / 2.55)]
        np.testing.assert_allclose(lab[0, 8 * at + 4, 4, 1:] - 128.0, wanted, atol=3)
        assert (regions[0, 2 * at : 2 * at + 2] == FIRST_SWATCH + at).all()


def test_what_words_ask_for_stays() -> None:
    regions = np.full((1, 10, 10), NOBODY_ASKS, np.uint8)
    regions[0, :, :5] = 3
    lab, after = repaint(stripes(), regions, SWATCHES)
    assert np.array_equal(lab[:, :, :20], stripes()[:, :, :20]) and (after[0, :, :5] == 3).all()
    assert not np.array_equal(lab[:, :, 20:], stripes()[:, :, 20:])


def test_main_colours_are_five_from_dark_to_light() -> None:
    assert np.allclose(main_colors(stripes())[:, 0], np.array(LIGHTS) / 2.55, atol=0.5)


@pytest.mark.parametrize("step", range(3))
def test_about_half_of_the_palettes_are_borrowed(step: int) -> None:
    shown = batches(replace(RECIPE, show_palette=1.0, drop_text=1.0)).make(step)
    plain = batches(replace(RECIPE, show_palette=0.0, drop_text=1.0)).make(step)
    assert shown.palette.any(dim=1).all() and not plain.palette.any()
    borrowed = (shown.regions >= FIRST_SWATCH) & (shown.regions < UNSURE)
    assert torch.equal(shown.lightness, plain.lightness)
    changed = (shown.ab != plain.ab).flatten(1).any(dim=1)
    assert torch.equal(changed & ~borrowed.any(dim=1), torch.zeros_like(changed))


def test_half_of_the_palettes_are_really_borrowed() -> None:
    made = batches(replace(RECIPE, show_palette=1.0, drop_text=1.0))
    borrowed = [
        bool(((row >= FIRST_SWATCH) & (row < UNSURE)).any())
        for k in range(20)
        for row in made.make(k).regions
    ]
    assert 0.3 < np.mean(borrowed) < 0.7
