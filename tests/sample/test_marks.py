"""Truths of marks on one frame: what is painted, what is erased, what lies over what."""

import numpy as np
import pytest
import torch

from lvocal.color.constancy import at_lightness
from lvocal.color.naming import parse_color
from lvocal.sample.marks import Marks, painted, pinned, raster, spread
from lvocal.values import Hint, Stroke

LIGHT = np.full((48, 80), 50, np.float32)


def ab(color: str, light: int = 50) -> torch.Tensor:
    return torch.from_numpy(at_lightness(parse_color(color))[light])


def test_a_stroke_covers_its_path_and_no_more() -> None:
    drawn = raster(Stroke(0, ((0.25, 0.5), (0.75, 0.5)), "red", 0.1), LIGHT.shape)
    rows, columns = drawn.nonzero()
    assert (rows.min(), rows.max()) == pytest.approx((19, 28), abs=1)
    assert (columns.min(), columns.max()) == pytest.approx((15, 64), abs=1.5)
    assert drawn[23, 40] and not drawn[10, 40]


def test_a_dab_colours_at_least_the_latent_pixel_under_it() -> None:
    for x in np.linspace(0, 1, 23):
        dab = painted([Stroke(0, ((x, 0.42),), "red", 0.0)], [], LIGHT)
        assert dab is not None and dab.where[2, min(int(x * 10), 9)] and dab.where.sum() <= 2


def test_of_overlapping_strokes_the_later_wins() -> None:
    line = ((0.0, 0.5), (1.0, 0.5))
    dab = painted([Stroke(0, line, "red", 0.2), Stroke(0, line, "blue", 0.2)], [], LIGHT)
    assert dab is not None
    torch.testing.assert_close(dab.color[:, 2, 5], ab("blue"))


def test_an_eraser_takes_away_what_is_below_and_not_what_comes_after() -> None:
    line = ((0.0, 0.5), (1.0, 0.5))
    red, gone = Stroke(0, line, "red", 0.2), Stroke(0, ((0.75, 0.5), (1.0, 0.5)), None, 0.3)
    assert painted([red, gone, Stroke(0, line, None, 0.3)], [], LIGHT) is None
    half = painted([red, gone], [], LIGHT)
    assert half is not None and half.where[2, 2] and not half.where[2, 9]
    again = painted([red, gone, Stroke(0, ((0.95, 0.5),), "blue", 0.05)], [], LIGHT)
    assert again is not None and again.where[2, 9]


def test_a_stroke_has_its_colour_as_it_looks_at_each_lightness() -> None:
    light = LIGHT.copy()
    light[:, 40:] = 80
    dab = painted([Stroke(0, ((0.0, 0.5), (1.0, 0.5)), "#1040c0", 0.2)], [], light)
    assert dab is not None
    torch.testing.assert_close(dab.color[:, 2, 1], ab("#1040c0", 50))
    torch.testing.assert_close(dab.color[:, 2, 8], ab("#1040c0", 80))


def test_only_opaque_pixels_of_a_picture_are_paint_and_strokes_lie_over_them() -> None:
    picture = np.zeros((24, 40, 4), np.uint8)
    picture[..., 0], picture[:, :20, 3] = 255, 255
    dab = painted([Stroke(0, ((0.05, 0.05),), "blue", 0.1)], [picture], LIGHT)
    assert dab is not None
    assert dab.where[:, :5].all() and not dab.where[:, 5:].any()
    assert dab.color[0, 4, 2] > 50 and dab.color[1, 0, 0] < 0


def test_a_large_pin_is_a_disc_and_a_small_one_remembers_where_it_is() -> None:
    large = pinned(Hint(0, 0.5, 0.5, "red", 0.3), LIGHT)
    assert 1 < large.where.sum() < 20 and large.middle is None
    small = pinned(Hint(0, 0.47, 0.31, "red", 0.01), LIGHT)
    assert small.where.sum() == 1 and small.middle == (0.31, 0.47)


def test_marks_know_their_frames_and_give_those_of_one() -> None:
    marks = Marks([Hint(3, 0.5, 0.5, "red")], [Stroke(7, ((0.5, 0.5),), "red"), Stroke(3, ((0, 0),), "red")])
    assert marks.frames == [3, 7]
    assert len(marks.on(3, LIGHT)) == 2 and len(marks.on(7, LIGHT)) == 1 and not marks.on(4, LIGHT)


def test_colours_spread_from_the_nearest_known_place() -> None:
    known = np.zeros((3, 9), bool)
    known[1, [1, 7]] = True
    colors = torch.zeros(2, 3, 9)
    colors[0, 1, 1], colors[0, 1, 7] = 5, -5
    full = spread(colors, known)
    assert (full[0, :, :4] == 5).all() and (full[0, :, 5:] == -5).all()
