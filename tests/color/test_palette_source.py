"""Truths of palettes that come from training pictures and from words."""

from itertools import combinations

import numpy as np
import pytest

from lvocal.color.palette import palette_swatches
from lvocal.color.palette_source import APART, learned_palettes, palette_of_words, random_palette
from lvocal.color.spaces import hex_to_srgb, srgb_to_lab
from lvocal.values import UserError


def lab(palette) -> np.ndarray:
    return srgb_to_lab(np.array([hex_to_srgb(code) for code in palette.colors]))


def test_a_seed_is_a_palette_and_another_seed_another() -> None:
    assert random_palette(3) == random_palette(3) != random_palette(4)


@pytest.mark.parametrize("seed", range(5))
def test_five_colours_that_differ(seed: int) -> None:
    colors = lab(random_palette(seed))
    apart = np.linalg.norm(colors[:, None] - colors[None], axis=-1)[np.triu_indices(5, 1)]
    assert len(colors) == 5 and apart.min() >= APART - 1  # hex codes are rounded
    assert palette_swatches(random_palette(seed)).shape == (5, 3)


def test_what_is_named_is_in_the_palette() -> None:
    colors = lab(palette_of_words("a man in a #aa2211 coat on the grass"))
    assert np.linalg.norm(colors - srgb_to_lab(np.array(hex_to_srgb("#aa2211"))), axis=-1).min() < 6


def test_things_bring_their_colours() -> None:
    """Forests are green (a* below zero), the sea is bluer than a forest."""
    forest, sea = lab(palette_of_words("forest")), lab(palette_of_words("the sea"))
    assert np.median(forest[:, 1]) < -8
    assert sea[:, 2].min() < forest[:, 2].min() - 10


def test_plurals_are_known_and_unknown_words_are_said() -> None:
    assert palette_of_words("forests") == palette_of_words("forest")
    with pytest.raises(UserError, match="brings a colour"):
        palette_of_words("whither therefore")


def test_the_mixture_is_one() -> None:
    learned = learned_palettes()
    assert learned.weights.sum() == pytest.approx(1) and (learned.weights > 0).all()
    assert all(colors.shape == (5, 3) for colors in learned.words.values())


@pytest.mark.parametrize("seed", [0, 7])
def test_drawn_colours_keep_their_distance_from_locked_ones(seed):
    locked = ("#aa3322", "#224466")
    drawn = random_palette(seed, locked)
    assert drawn.colors[:2] == locked and drawn == random_palette(seed, locked)
    assert drawn != random_palette(seed + 1, locked)
    apart = [np.linalg.norm(one - other) for one, other in combinations(lab(drawn), 2)]
    assert min(apart[1:]) > APART - 1


def test_words_find_colours_beside_locked_ones():
    found = palette_of_words("a forest at night", ("#ff00ff",))
    assert found.colors[0] == "#ff00ff" and len(found.colors) == 5
    assert "#ff00ff" not in found.colors[1:]
