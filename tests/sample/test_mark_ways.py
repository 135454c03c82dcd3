"""Truths of ways from marks: edges are far, surfaces are near, and one colour is one group."""

import numpy as np
import pytest
import torch

from lvocal.sample.canvas import Told
from lvocal.sample.mark_ways import ACROSS, FARTHEST, MOST_COLORS, alike, marked_places, sizes, ways

HALVES = np.where(np.arange(24) < 12, 30.0, 70.0) + np.zeros((1, 16, 24))
"""L* of a picture with one edge."""


def marked_at(*places: tuple[int, int, int], shape: tuple[int, ...] = HALVES.shape) -> np.ndarray:
    group = np.full(shape, -1)
    for number, place in enumerate(places):
        group[place] = number
    return group


def told(*marks: tuple[slice, slice], color: tuple[float, float] = (60.0, 30.0), marked: bool = True) -> list:
    found = []
    for mark in marks:
        where = torch.zeros(8, 12, dtype=torch.bool)
        where[mark] = True
        found.append(Told(0, where, torch.tensor(color), marked))
    return found


def reference(found: list) -> torch.Tensor:
    known = torch.zeros(1, 9, 1, 8, 12)
    for _, where, color, _ in found:
        known[0, :8, 0, where] = color.repeat_interleave(4)[:, None] / 25
        known[0, 8, 0, where] = 1
    return known


def test_the_way_over_an_edge_is_long_and_along_a_surface_short() -> None:
    (lengths,) = ways(HALVES, marked_at((0, 8, 3)))[:, 0]
    assert lengths[8, 3] == 0 and lengths[:, :12].max() < ACROSS
    assert lengths[:, 12:].min() > lengths[:, :12].max() + 3


def test_what_is_rough_is_no_farther_than_its_grain() -> None:
    grain = HALVES + np.random.default_rng(0).uniform(-0.5, 0.5, HALVES.shape)
    torch.testing.assert_close(
        ways(grain, marked_at((0, 8, 3)))[:, :, :, :12], ways(HALVES, marked_at((0, 8, 3)))[:, :, :, :12]
    )


def test_ways_lead_round_an_edge_and_through_time() -> None:
    wall = np.full((2, 16, 24), 50.0)
    wall[0, :, 11:13] = 95.0
    lengths = ways(wall, marked_at((0, 8, 3), shape=wall.shape))[0]
    assert lengths[0, 8, 20] < 2 * ACROSS, "the next frame has no wall"
    wall[1] = wall[0]
    assert ways(wall, marked_at((0, 8, 3), shape=wall.shape))[0, 0, 8, 20] > 2 * ACROSS


def test_no_way_is_longer_than_the_farthest() -> None:
    stripes = np.where(np.arange(24) % 2, 0.0, 100.0) + np.zeros((1, 16, 24))
    lengths = ways(stripes, marked_at((0, 0, 0), (0, 15, 23)))
    assert lengths.shape == (2, 1, 16, 24) and lengths.max() == FARTHEST and lengths.isfinite().all()


def test_shades_of_one_stroke_are_one_colour_and_red_and_blue_are_two() -> None:
    shades = np.stack([np.linspace(20, 80, 9), np.linspace(10, 50, 9)], axis=1)
    assert set(alike(shades)) == {0}
    both = alike(np.concatenate([shades, -shades]))
    assert set(both[:9]) != set(both[9:]) and sorted(set(both)) == [0, 1]
    assert alike(shades[:1]).tolist() == [0]


def test_a_motley_painting_has_no_more_colours_than_fit() -> None:
    motley = np.stack(np.meshgrid(range(-100, 101, 20), range(-100, 101, 20)), axis=-1).reshape(-1, 2)
    numbers = alike(motley)
    assert numbers.min() == 0 and numbers.max() < MOST_COLORS and len(numbers) == len(motley)


def test_a_mark_is_as_large_as_what_hangs_together_in_its_frame() -> None:
    group = torch.full((2, 4, 6), -1)
    group[0, 0, :3], group[0, 3, 5], group[1, 1, 1], group[0, 1, 3] = 0, 0, 0, 0
    found = sizes(group)
    assert found[0, 0, 0] == 4 and found[0, 1, 3] == 4, "corners touch"
    assert found[0, 3, 5] == 1 and found[1, 1, 1] == 1 and found[0, 2, 2] == 1


def test_two_colours_that_touch_are_two_marks() -> None:
    group = torch.tensor([[[0, 0, 1, 1, 1, -1]]])
    assert sizes(group).tolist() == [[[2, 2, 3, 3, 3, 1]]]


@pytest.mark.parametrize("spot", [(slice(0, 1), slice(0, 1)), (slice(7, 8), slice(11, 12))])
def test_marks_are_found_among_what_is_told(spot) -> None:
    found = told(spot)
    places = marked_places(found, reference(found), torch.full((1, 1, 16, 24), 50.0), patch=2)
    assert places is not None and int((places.group >= 0).sum()) == 1
    assert places.group.shape == places.size.shape == (1, 1, 4, 6) and places.away.shape == (1, 1, 1, 16, 24)
    assert int((places.away == 0).sum()) == 4, "a latent pixel is two cells high and wide"


def test_a_coloured_frame_is_no_mark() -> None:
    frame = told((slice(None), slice(None)), marked=False)
    light = torch.full((1, 1, 16, 24), 50.0)
    assert marked_places(frame, reference(frame), light, patch=2) is None
    both = [*frame, *told((slice(2, 3), slice(4, 5)), color=(-40.0, 20.0))]
    places = marked_places(both, reference(both), light, patch=2)
    assert places is not None and int((places.group >= 0).sum()) == 1
