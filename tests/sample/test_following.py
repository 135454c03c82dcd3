"""Truths of following: places go with the picture, and are let go where it does not show them."""

import cv2
import numpy as np
import pytest

from lvocal.sample.following import FOLLOW_PX, Motions, followable, stops

FRAMES = [0, 4, 8, 12]


def texture(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    soft = cv2.GaussianBlur(rng.uniform(0, 255, (96, 128)).astype(np.float32), (0, 0), 3)
    return cv2.normalize(soft, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)


def moved(picture: np.ndarray, affine: list[list[float]]) -> np.ndarray:
    return cv2.warpAffine(picture, np.float32(affine), picture.shape[::-1], borderMode=cv2.BORDER_REFLECT)


def ends(motions: Motions, frame: int, *places: tuple[float, float]) -> dict[int, tuple]:
    return {at: (spots, held) for at, spots, held in motions.paths(frame, np.array(places, np.float32))}


def test_frames_to_stop_at_are_every_fourth_the_marked_ones_and_the_last() -> None:
    assert stops(10, 21, [13, 20, 99]) == [10, 13, 14, 18, 20]
    assert stops(5, 6, [5]) == [5]


@pytest.mark.parametrize("frame", FRAMES)
def test_places_go_with_a_picture_that_glides_and_grows(frame: int) -> None:
    first, steps = texture(), [[[1 + 0.01 * k, 0, 3.0 * k], [0, 1 + 0.01 * k, -1.0 * k]] for k in range(4)]
    motions = Motions(FRAMES, [moved(first, step) for step in steps])
    begin = np.linalg.inv(np.vstack([steps[FRAMES.index(frame)], [0, 0, 1]]))
    y, x = 0.55, 0.45
    origin = begin @ [x * 128 - 0.5, y * 96 - 0.5, 1]
    found = ends(motions, frame, (y, x))
    assert sorted(found) == [other for other in FRAMES if other != frame]
    for other, (spots, held) in found.items():
        true = (np.array(steps[FRAMES.index(other)]) @ origin + 0.5) / (128, 96)
        assert held.all() and np.abs(spots[0, ::-1] - true).max() < 0.012


def test_a_place_that_leaves_the_picture_is_let_go_and_the_others_stay() -> None:
    first = texture()
    motions = Motions(FRAMES, [moved(first, [[1, 0, 6.0 * k], [0, 1, 0]]) for k in range(4)])
    found = ends(motions, 0, (0.5, 0.97), (0.5, 0.3))
    assert found[12][1].tolist() == [False, True]


def test_nothing_is_followed_over_a_cut() -> None:
    motions = Motions(FRAMES, [texture(0), texture(0), texture(1), texture(1)])
    places = [(y, x) for y in np.linspace(0.1, 0.9, 9) for x in np.linspace(0.1, 0.9, 9)]
    found = ends(motions, 0, *places)
    assert found[4][1].all()
    assert 8 not in found or found[8][1].mean() < 0.2


def test_large_pictures_are_followed_small() -> None:
    small = followable(np.full((480, 832), 50, np.float32))
    assert small.shape == (FOLLOW_PX, 388) and small.dtype == np.uint8
    assert followable(np.full((64, 80), 50, np.float32)).shape == (64, 80)
