"""Truths of one colour on things of different lightness."""

import numpy as np
import pytest

from lvocal.color.asked import asked_for
from lvocal.color.constancy import at_lightness, oklab_to_linear, srgb_to_oklab
from lvocal.color.lexicon import COLOR_NAMES, SURVEYED
from lvocal.color.naming import color_lab, nearest_name
from lvocal.color.spaces import lab_to_srgb, linear_to_srgb, srgb_to_lab, srgb_to_linear


def hue(ab: np.ndarray) -> float:
    return float(np.degrees(np.arctan2(ab[1], ab[0])))


def test_oklab_of_known_colours() -> None:
    """White and the red primary, as Ottosson gives them."""
    known = srgb_to_oklab(np.array([[1.0, 1, 1], [1, 0, 0]]))
    np.testing.assert_allclose(known, [[1, 0, 0], [0.628, 0.225, 0.126]], atol=1e-3)


def test_there_and_back() -> None:
    colors = np.random.default_rng(0).random((50, 3))
    np.testing.assert_allclose(oklab_to_linear(srgb_to_oklab(colors)), srgb_to_linear(colors), atol=1e-6)


@pytest.mark.parametrize("name", ["red", "green", "blue", "purple", "teal", "brown"])
def test_on_its_own_lightness_a_colour_is_itself(name: str) -> None:
    lab = COLOR_NAMES[name]
    np.testing.assert_allclose(at_lightness(lab)[round(lab[0])], lab[1:], atol=4)


def test_every_lightness_can_be_shown() -> None:
    table = at_lightness(COLOR_NAMES["blue"])
    lab = np.concatenate([np.arange(101.0)[:, None], table], axis=1)
    np.testing.assert_allclose(srgb_to_lab(np.clip(lab_to_srgb(lab), 0, 1)), lab, atol=3)


def test_light_blue_is_no_lavender_and_other_hues_hardly_turn() -> None:
    assert hue(at_lightness(SURVEYED["blue"])[80]) < hue(np.array(SURVEYED["blue"][1:])) - 15
    for name in ("red", "green", "yellow", "orange", "purple", "pink", "teal"):
        assert abs(hue(at_lightness(COLOR_NAMES[name])[65]) - hue(np.array(COLOR_NAMES[name][1:]))) < 8


def test_black_and_white_have_no_chroma_to_carry() -> None:
    for name in ("black", "white", "grey"):
        assert nearest_name((60, *at_lightness(COLOR_NAMES[name])[60])) == "grey"


def test_in_the_shade_a_thing_keeps_the_chromaticity_of_its_light() -> None:
    """A green thing under an eighth of the light: linear light is an eighth, too."""
    lab = (60.0, -30.0, 30.0)
    lit = srgb_to_linear(lab_to_srgb(np.array(lab)))
    shade = srgb_to_lab(linear_to_srgb(lit / 8))
    np.testing.assert_allclose(at_lightness(lab, falls_into_shade=True)[round(shade[0])], shade[1:], atol=1.5)


def test_basic_terms_fall_into_the_shade_and_exact_colours_do_not() -> None:
    green, code = color_lab("green"), color_lab("#1e8c3c")
    assert green and code
    assert np.hypot(*asked_for(green)[15]) < 0.8 * np.hypot(*at_lightness(green)[15])
    np.testing.assert_array_equal(
        asked_for(green)[round(green[0]) + 1 :], at_lightness(green)[round(green[0]) + 1 :]
    )
    np.testing.assert_array_equal(asked_for(code), at_lightness(code))
