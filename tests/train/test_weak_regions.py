"""Truths of the regions that are found without masks."""

import cv2
import numpy as np
import pytest

from lvocal.media.shards import Picture, Region
from lvocal.train.weak_regions import colored_things, with_weak_regions

RED, BLUE, GREEN, GREY = (200, 30, 30), (90, 150, 230), (70, 130, 40), (128, 128, 128)


def picture(rgb: np.ndarray, *captions: str, scene: str | None = None) -> Picture:
    lab = cv2.cvtColor(rgb.astype(np.uint8), cv2.COLOR_RGB2LAB)
    return Picture("a", "flickr8k" if captions else "scenes", lab, captions=captions, scene=scene)


def plain(color: tuple[int, int, int], noise: float = 3) -> np.ndarray:
    """(120, 120, 3) of one colour, a little lighter and darker from place to place."""
    grain = cv2.GaussianBlur(np.random.default_rng(0).normal(0, 3 * noise, (120, 120)), (0, 0), 1)
    return np.clip(np.array(color) + grain[..., None], 0, 255)


def meadow() -> np.ndarray:
    rgb = plain(GREEN, 8)
    rgb[:50] = BLUE
    return rgb


def squares(*places: tuple[int, int], color: tuple[int, int, int] = RED) -> np.ndarray:
    rgb = plain(GREY)
    for y, x in places:
        rgb[y : y + 30, x : x + 30] = color
    return rgb


def share(found: Picture, label: str, box: tuple[slice, slice]) -> float:
    """Intersection over union of a region and a box."""
    assert found.mask is not None
    number = next(region.id for region in found.regions if region.label == label)
    region, wanted = found.mask == number, np.zeros_like(found.mask, bool)
    wanted[box] = True
    return float((region & wanted).sum() / (region | wanted).sum())


def test_sky_and_grass_are_where_they_are() -> None:
    found = with_weak_regions(picture(meadow(), "A dog runs through the grass .", "A grassy field ."))
    assert {region.label for region in found.regions} == {"sky", "grass"}
    assert share(found, "sky", np.s_[:50, :]) > 0.95 and share(found, "grass", np.s_[50:, :]) > 0.9


def test_a_ground_needs_two_words_and_a_sky_one() -> None:
    assert with_weak_regions(picture(meadow(), "A dog runs .", "The dog .")).regions == ()
    found = with_weak_regions(picture(meadow(), "A dog outside .", "The dog ."))
    assert [region.label for region in found.regions] == ["sky"]


def test_the_sea_lies_under_the_sky() -> None:
    rgb = plain((20, 90, 130), 4)
    rgb[:50] = (190, 215, 240)
    found = with_weak_regions(picture(rgb, scene="sea"))
    assert share(found, "sky", np.s_[:50, :]) > 0.95 and share(found, "sea", np.s_[50:, :]) > 0.9


def test_regions_know_their_area_and_colour() -> None:
    found = with_weak_regions(picture(squares((40, 50)), "a man in a red shirt"))
    (region,) = found.regions
    assert share(found, "shirt", np.s_[40:70, 50:80]) > 0.9
    assert region.area == pytest.approx(900 / 120**2, rel=0.1)
    truth = cv2.cvtColor(np.array([[RED]], np.float32) / 255, cv2.COLOR_RGB2LAB)[0, 0]
    assert np.abs(np.array(region.lab) - truth).max() < 2
    assert found.mask is not None and found.mask.dtype == np.uint8


@pytest.mark.parametrize(
    ("places", "captions"),
    [
        (((20, 20), (70, 70)), ("a man in a red shirt",)),
        (((40, 50),), ("a man in a red shirt", "a red car")),
        (((40, 50),), ("a man in a red and white shirt",)),
        (((40, 50),), ("a man in a blue shirt",)),
        (((40, 50),), ("a man in red",)),
        ((), ("a man in a red shirt",)),
    ],
    ids=["two squares", "two nouns", "two colours", "another colour", "no noun", "no square"],
)
def test_what_is_not_sure_gives_nothing(places: tuple, captions: tuple[str, ...]) -> None:
    given = picture(squares(*places), *captions)
    assert with_weak_regions(given) is given


def test_words_for_one_garment_are_one_thing() -> None:
    said = ["a red shirt .", "a red jersey .", "a boy in a red shirt , blue jeans .", "a yellow lemon"]
    assert colored_things([text.split() for text in said]) == {"shirt": "red", "jeans": "blue"}


def test_a_grey_picture_gives_nothing() -> None:
    rgb = meadow().mean(axis=-1, keepdims=True).repeat(3, axis=-1)
    given = picture(rgb, "A dog on the grass outside .", "A grassy field .")
    assert with_weak_regions(given) is given


def test_a_picture_with_a_mask_is_left_alone() -> None:
    plain_one = picture(meadow(), "A grassy field .", "grass")
    given = Picture(
        "a", "ccp", plain_one.lab, np.zeros((120, 120), np.uint8), (Region(1, "hat", 0.1, (0, 0, 0)),)
    )
    assert with_weak_regions(given) is given
