"""Palettes: five colours, always in the same order, found where they are."""

from itertools import permutations

import numpy as np
import pytest

from lvocal.color.naming import color_lab
from lvocal.color.palette import (
    NUM_COLORS,
    palette_distance,
    palette_of_picture,
    palette_of_pixels,
    palette_swatches,
    palette_vector,
    parse_palette,
)
from lvocal.color.spaces import hex_to_srgb, srgb_to_hex
from lvocal.values import Palette, UserError

FIVE = ("#102040", "#aa3322", "#2e8b57", "#e0c060", "#f4f4f0")


def painted(colors: tuple[str, ...], height: int = 40, width: int = 60, noise: float = 0.0) -> np.ndarray:
    """Stripes of the colours with some grain, (H, W, 3) float32."""
    columns = np.arange(width) * len(colors) // width
    picture = np.array([hex_to_srgb(code) for code in colors])[columns][None].repeat(height, axis=0)
    grain = np.random.default_rng(1).normal(0, noise, picture.shape)
    return np.clip(picture + grain, 0, 1).astype(np.float32)


@pytest.mark.parametrize("order", list(permutations(range(5)))[::17])
def test_the_vector_does_not_depend_on_the_order_of_writing(order):
    shuffled = Palette(tuple(FIVE[i] for i in order))
    np.testing.assert_array_equal(palette_vector(shuffled), palette_vector(Palette(FIVE)))


def test_the_vector_is_lab_over_100_from_dark_to_light():
    vector = palette_vector(Palette(FIVE))
    assert vector.shape == (15,) and vector.dtype == np.float32
    assert np.all(np.diff(vector[::3]) >= 0)
    np.testing.assert_allclose(vector[-3:] * 100, color_lab("#f4f4f0"), atol=1e-4)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_few_colours_fill_five_places_with_themselves_only(count):
    swatches = palette_swatches(Palette(FIVE[:count]))
    asked = np.array([color_lab(code) for code in FIVE[:count]])
    distance = np.linalg.norm(swatches[:, None] - asked[None], axis=-1)
    assert swatches.shape == (5, 3)
    assert np.all(distance.min(axis=1) < 1e-9) and np.all(distance.min(axis=0) < 1e-9)


@pytest.mark.parametrize("colors", [(), FIVE + ("#123456",)])
def test_none_and_six_are_refused(colors):
    with pytest.raises(ValueError, match="1 to 5"):
        palette_swatches(Palette(colors))


@pytest.mark.parametrize("seed", [0, 1, 7])
@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_painted_colours_are_found(seed, noise):
    picture = painted(FIVE, noise=noise)
    assert palette_distance(Palette(FIVE), picture, seed) < (0.01 if noise == 0 else 2.3)


def test_a_picture_far_from_the_palette_measures_far():
    picture = painted(FIVE)
    near, far = Palette(FIVE[:3]), Palette(("#ff00ff", "#00ffff", "#ffff00"))
    assert palette_distance(near, picture) < 0.01
    assert palette_distance(far, picture) > 30


@pytest.mark.parametrize("count", [1, 2, 4, 5, 300])
def test_any_number_of_pixels_gives_five_swatches_twice_the_same(count):
    lab = np.random.default_rng(3).uniform((0, -50, -50), (100, 50, 50), (count, 3)).astype(np.float32)
    first, second = palette_of_pixels(lab), palette_of_pixels(lab)
    assert first.shape == (5, 3)
    np.testing.assert_array_equal(first, second)
    assert np.all(first.min(axis=0) >= lab.min(axis=0) - 1e-3)
    assert np.all(first.max(axis=0) <= lab.max(axis=0) + 1e-3)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("size", [(1, 1), (1, 7), (200, 333)])
def test_a_plain_picture_gives_its_colour_back(dtype, size):
    picture = np.full((*size, 3), (0xAA, 0x33, 0x22), np.uint8)
    given = picture if dtype is np.uint8 else picture.astype(np.float32) / 255
    assert set(palette_of_picture(given).colors) == {"#aa3322"}


def test_words_and_codes_are_read():
    assert parse_palette("#AA3322, black; white,").colors == ("#aa3322", "#000000", "#ffffff")


@pytest.mark.parametrize("text", ["", " , ", "red,red,red,red,red,red", "red, bleu", "#12"])
def test_a_wrong_palette_is_explained(text):
    with pytest.raises(UserError) as problem:
        parse_palette(text)
    assert problem.value.remedy


def test_locked_colours_stay_and_the_others_are_those_of_the_rest_of_the_picture():
    colors = np.array([[200, 40, 30], [30, 60, 180], [240, 220, 60], [20, 20, 20], [235, 235, 235]], np.uint8)
    picture = colors[np.arange(50 * 50).reshape(50, 50) % 5]
    locked = srgb_to_hex(colors[0] / 255)
    found = palette_of_picture(picture, locked=(locked,))
    assert found.colors[0] == locked and len(found.colors) == NUM_COLORS
    assert set(found.colors) == {srgb_to_hex(color / 255) for color in colors}
    assert palette_of_picture(picture, locked=(locked,)) == found


def test_nothing_is_found_beside_five_locked_colours():
    with pytest.raises(UserError, match="locked"):
        palette_of_picture(np.zeros((8, 8, 3), np.uint8), locked=("#000000",) * 5)
