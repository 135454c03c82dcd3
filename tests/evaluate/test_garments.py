"""Truths of garments: which are asked about, and what they can be asked for."""

from dataclasses import replace

import numpy as np
import pytest

from lvocal.color.lexicon import COLOR_NAMES
from lvocal.evaluate.bars.garments import distance, garment_of, largest_worn, worn
from tests.evaluate.pictures import fashion, photograph


def changed(**fields):
    """The picture with another coat."""
    picture = fashion()
    return replace(picture, regions=(replace(picture.regions[0], **fields), picture.regions[1]))


def test_garments_are_those_of_masked_fashion_pictures() -> None:
    assert [region.label for _, region in worn([fashion(), photograph()])] == ["coat", "skirt"]


@pytest.mark.parametrize(
    "fields", [{"label": "hair"}, {"area": 0.01}, {"lab": (10.0, 0.0, 0.0)}, {"lab": (95.0, 0.0, 0.0)}]
)
def test_hair_and_the_small_black_and_white_are_no_garments(fields) -> None:
    assert [region.label for _, region in worn([changed(**fields)])] == ["skirt"]


def test_the_largest_come_first_and_have_different_names() -> None:
    ((_, (first, second)),) = largest_worn([fashion()], 2)
    assert first.area > second.area and {first.label, second.label} == {"coat", "skirt"}
    assert largest_worn([fashion(labels=("coat", "coat"))], 2) == []
    assert largest_worn([changed(label="hair")], 2) == []


def test_a_garment_is_where_its_mask_is_and_as_light() -> None:
    picture = fashion()
    garment = garment_of(picture, picture.regions[0], 64)
    assert garment.inside.shape == garment.still.ab.shape[1:]
    assert garment.inside.mean() == pytest.approx((picture.mask == 1).mean(), abs=0.03)
    assert garment.lightness == pytest.approx(120 / 2.55, abs=2)
    assert garment.painted(garment.still.ab) == pytest.approx([42, 22], abs=1)


def test_a_colour_is_asked_for_as_far_as_the_garment_can_show_it() -> None:
    picture = fashion()
    garment = garment_of(picture, picture.regions[0], 64)
    soft, loud = (5.0, 6.0), COLOR_NAMES["mustard"]
    assert garment.asked((50.0, *soft)) == pytest.approx(soft)
    asked = garment.asked(loud)
    assert np.hypot(*asked) < np.hypot(*loud[1:])
    assert np.arctan2(asked[1], asked[0]) == pytest.approx(np.arctan2(loud[2], loud[1]))


def test_distance_is_that_of_the_chroma_plane() -> None:
    assert distance(np.array([3.0, 0.0]), np.array([0.0, 4.0])) == 5
