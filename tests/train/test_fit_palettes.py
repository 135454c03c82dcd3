"""Truths of the palettes stage, on pictures made here."""

import json

import numpy as np

from lvocal.media.shards import Picture
from lvocal.train.fit_palettes import PaletteRecipe, fit_palettes

RECIPE = PaletteRecipe(components=2, pixels_per_picture=40, least_pictures=5)


def pictures() -> list[Picture]:
    """Half are orange and called "desert", half are blue and called "lagoon"; all are called "place"."""
    made = []
    for number in range(40):
        rng = np.random.default_rng(number)
        word, a, b = ("desert", 40, 60) if number % 2 else ("lagoon", -5, -45)
        lab = np.empty((24, 24, 3), np.uint8)
        lab[..., 0] = rng.integers(120, 190, (24, 24))
        lab[..., 1] = 128 + a + rng.integers(-4, 5, (24, 24))
        lab[..., 2] = 128 + b + rng.integers(-4, 5, (24, 24))
        made.append(Picture(str(number), "flickr8k", lab, captions=(f"a {word} place",)))
    return made


def test_words_get_the_colours_of_their_pictures_and_common_ones_none(tmp_path) -> None:
    fit_palettes(pictures(), tmp_path / "palettes.json", RECIPE)
    learned = json.loads((tmp_path / "palettes.json").read_text())
    assert set(learned["words"]) == {"desert", "lagoon"}
    assert np.mean(learned["words"]["desert"], axis=0)[2] > 40
    assert np.mean(learned["words"]["lagoon"], axis=0)[2] < -30
    assert sorted(round(mean[2] / 10) for mean in learned["means"]) == [-4, 6]


def test_the_same_pictures_give_the_same_file(tmp_path) -> None:
    for name in ("one", "two"):
        fit_palettes(pictures(), tmp_path / name, RECIPE)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_grey_pictures_teach_no_colour(tmp_path) -> None:
    gray = Picture("g", "flickr8k", np.full((24, 24, 3), 128, np.uint8), captions=("a fog place",))
    fit_palettes([*pictures(), *[gray] * 10], tmp_path / "palettes.json", RECIPE)
    assert "fog" not in json.loads((tmp_path / "palettes.json").read_text())["words"]
