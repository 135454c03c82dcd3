"""Truths of people put before other pictures."""

from __future__ import annotations

import numpy as np
import pytest

from lvocal.color.lexicon import COLOR_NAMES
from lvocal.media.shards import Picture, Region
from lvocal.model.text import tokenize
from lvocal.train.composites import PASTED, SIDE_PX, composite, is_pasted
from lvocal.train.regions import NOBODY_ASKS, UNSURE, numbered
from lvocal.train.sentences import NamedColor

RED = COLOR_NAMES["red"]


def person() -> Picture:
    lab, mask = np.full((90, 40, 3), 200, np.uint8), np.zeros((90, 40), np.uint8)
    lab[10:80, 10:30] = (60, 128, 128)
    mask[10:40, 10:30], mask[40:80, 10:30] = 7, 9
    regions = (Region(7, "coat", 0.2, (24.0, 0.0, 0.0)), Region(9, "jeans", 0.2, (24.0, 0.0, 0.0)))
    return Picture("p", "ccp", lab, mask, regions)


def meadow(scene: str | None = "mountain") -> Picture:
    lab, mask = np.full((100, 120, 3), 150, np.uint8), np.zeros((100, 120), np.uint8)
    mask[60:] = 1
    return Picture("m", "scenes", lab, mask, (Region(1, "grass", 0.4, (60.0, -10.0, 20.0)),), scene=scene)


def made(seed: int, scene: str | None = "mountain") -> Picture:
    return composite(person(), meadow(scene), np.random.default_rng(seed))


@pytest.mark.parametrize("seed", range(12))
def test_masks_say_what_is_seen(seed: int) -> None:
    """The person is dark and the meadow light, so the picture itself tells which is where."""
    picture = made(seed)
    assert picture.mask is not None and min(picture.mask.shape) == SIDE_PX
    pasted, dark = picture.mask >= PASTED, picture.lab[..., 0] < 105
    assert (pasted == dark).mean() > 0.97
    for region in picture.regions:
        assert region.area == pytest.approx((picture.mask == region.id).mean())
        assert is_pasted(region) == (region.label != "grass")


def test_people_are_seen_small_and_large() -> None:
    shares = [sum(r.area for r in made(seed).regions if is_pasted(r)) for seed in range(40)]
    assert min(shares) < 0.06 and max(shares) > 0.3


def test_behind_a_person_nothing_is_worn_and_nobody_knows_what_else_is_grass() -> None:
    picture = made(2)
    coat, grass = (next(r for r in picture.regions if r.label == label) for label in ("coat", "grass"))
    assert picture.mask is not None
    worn = numbered(picture, [NamedColor(coat, "red", RED, True)], tokenize("a red coat"))
    assert set(worn[picture.mask == coat.id]) == {1} and set(worn[picture.mask != coat.id]) == {NOBODY_ASKS}
    green = numbered(picture, [NamedColor(grass, "red", RED, True)], tokenize("red grass"))
    assert set(green[picture.mask >= PASTED]) == {NOBODY_ASKS}
    assert set(green[picture.mask == 0]) == {UNSURE}


def test_of_a_picture_without_a_scene_nobody_knows_who_else_is_in_it() -> None:
    picture = made(2, scene=None)
    coat = next(r for r in picture.regions if r.label == "coat")
    numbers = numbered(picture, [NamedColor(coat, "red", RED, True)], tokenize("a red coat"))
    assert picture.mask is not None and set(numbers[picture.mask == 0]) == {UNSURE}
