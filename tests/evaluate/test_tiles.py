"""Pictures in rows, with titles that fit."""

import numpy as np
import pytest

from lvocal.evaluate.reports.tiles import BAR_PX, GAP_PX, SIDE_PX, tile_size, tiled

RED, BLUE = (np.full((48, 64, 3), color, np.uint8) for color in ((250, 10, 10), (10, 10, 250)))


def test_every_picture_stands_in_its_place() -> None:
    page = tiled([[RED, BLUE], [BLUE, RED]], [["one", "two"]], ["a", "b"])
    x, y = SIDE_PX + GAP_PX + 32, GAP_PX + BAR_PX + 24
    across, down = 64 + GAP_PX, 48 + GAP_PX
    assert page.getpixel((x, y)) == page.getpixel((x + across, y + down)) == (250, 10, 10)
    assert page.getpixel((x + across, y)) == page.getpixel((x, y + down)) == (10, 10, 250)


def test_rows_may_be_of_different_lengths_and_have_titles_of_their_own() -> None:
    page = tiled([[RED, BLUE], [RED]], [["one", "two"], ["three"]])
    assert page.size == (GAP_PX + 2 * (64 + GAP_PX), GAP_PX + 2 * (48 + GAP_PX + BAR_PX))


def test_titles_too_long_for_their_tile_are_cut() -> None:
    long = tiled([[RED, BLUE]], [["an endless title that fits nowhere " * 5, ""]])
    beside = np.array(long)[GAP_PX : GAP_PX + BAR_PX, GAP_PX + 64 + GAP_PX :]
    assert np.ptp(beside) == 0, "nothing of it stands over the neighbour"


@pytest.mark.parametrize(
    ("size", "tile"), [((640, 360), (300, 169)), ((360, 640), (135, 240)), ((64, 48), (64, 48))]
)
def test_tiles_keep_their_shape_and_never_grow(size: tuple[int, int], tile: tuple[int, int]) -> None:
    assert tile_size(*size) == tile
