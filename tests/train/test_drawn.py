"""Truths of the scenes drawn by code."""

import numpy as np

from lvocal.train.drawn import NATURAL, drawn_pictures


def test_the_same_seed_draws_the_same() -> None:
    first, again, other = drawn_pictures(2), drawn_pictures(2), drawn_pictures(2, seed=1)
    assert all((one.lab == two.lab).all() for one, two in zip(first, again, strict=True))
    assert not (first[0].lab == other[0].lab).all()


def test_every_place_is_one_thing_in_about_the_colour_its_region_says() -> None:
    for picture in drawn_pictures(6):
        assert picture.mask is not None and (picture.mask > 0).all()
        assert {region.id for region in picture.regions} == set(np.unique(picture.mask))
        for region in picture.regions:
            ab = picture.lab[picture.mask == region.id][:, 1:].astype(float) - 128
            assert region.label in NATURAL
            if region.area > 0.02:
                assert np.hypot(*(np.median(ab, axis=0) - region.lab[1:])) < 5


def test_a_coast_has_a_sail_on_its_sea_and_a_clearing_has_trees() -> None:
    _, coast, *_ = drawn_pictures(2)
    clearing = drawn_pictures(1)[0]
    assert {"sky", "sea", "sail"} <= {region.label for region in coast.regions}
    assert {"trees", "grass"} <= {region.label for region in clearing.regions}
