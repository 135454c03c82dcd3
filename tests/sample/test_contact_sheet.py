"""Truths of contact sheets: every tile is its look, one painting serves many, moving ones keep their time."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lvocal.color.looks import Look, dressed, looks
from lvocal.media.picture_file import read_picture
from lvocal.media.video import probe, read_rgb
from lvocal.model.bundle import tiny_networks
from lvocal.sample import contact_sheet as sheets
from lvocal.sample.contact_sheet import Sheet, SheetOrder, contact_sheet
from lvocal.sample.pipeline import preview
from lvocal.sample.sheet_layout import Grid
from lvocal.settings import ColorizeSettings
from lvocal.values import Cancelled, ColorizeRequest, Progress, UserError
from tests.media.films import make_film

NETWORKS = tiny_networks()
FAST = ColorizeSettings(paint_px=64, window_frames=5, overlap_frames=1)
THREE = tuple(looks()[name] for name in ("natural", "sepia-memory", "vivid"))


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Path:
    return make_film(tmp_path_factory.mktemp("films") / "street.mp4", 96, 64, 12, sound="aac")


def drawn(request: ColorizeRequest, order: SheetOrder, folder: Path) -> Sheet:
    *steps, sheet = contact_sheet(request, order, NETWORKS, folder, lambda: None)
    assert all(isinstance(step, Progress) for step in steps) and isinstance(sheet, Sheet)
    shares = [step.fraction for step in steps]
    assert shares == sorted(shares) and 0 <= shares[0] and shares[-1] <= 1
    return sheet


def tile(picture: np.ndarray, grid: Grid, number: int) -> np.ndarray:
    (y, x), (height, width) = grid.corner(number), grid.picture
    return picture[y : y + height, x : x + width].astype(int)


def test_every_tile_is_the_still_that_its_look_would_make(tmp_path, film):
    request = ColorizeRequest(film, "a red coat", settings=FAST)
    sheet = drawn(request, SheetOrder(THREE, (4,)), tmp_path)
    picture, grid = read_picture(sheet.path), Grid(probe(film), 3)
    assert grid.picture == (64, 96) and (sheet.columns, sheet.rows) == (2, 2)
    for number, look in enumerate(THREE):
        still = preview(dressed(request, look), 4, NETWORKS, tmp_path / "still.png", lambda: None)
        gap = np.abs(tile(picture, grid, number) - read_picture(still))
        assert gap.mean() < 1.0, look.title
    assert np.abs(tile(picture, grid, 0) - tile(picture, grid, 1)).mean() > 2


def test_looks_that_ask_for_the_same_colours_are_painted_once(tmp_path, film, monkeypatch):
    asked = []
    real = sheets.painter_of
    monkeypatch.setattr(
        sheets, "painter_of", lambda request, *rest: asked.append(request) or real(request, *rest)
    )
    drawn(ColorizeRequest(film, settings=FAST), SheetOrder(THREE), tmp_path)
    assert len(asked) == 2  # natural and vivid differ by saturation alone


def test_frames_stand_side_by_side(tmp_path, film):
    sheet = drawn(ColorizeRequest(film, settings=FAST), SheetOrder(THREE[:1], (0, 11)), tmp_path)
    grid = Grid(probe(film), 1, 2)
    assert read_picture(sheet.path).shape[:2] == grid.size
    first, last = (tile(read_picture(sheet.path)[:, shift:], grid, 0) for shift in (0, grid.picture[1]))
    assert np.abs(first - last).mean() > 2


def test_a_moving_sheet_has_the_beginning_and_its_sound(tmp_path, film):
    sheet = drawn(ColorizeRequest(film, settings=FAST), SheetOrder(THREE, seconds=0.24), tmp_path)
    clip = probe(sheet.path)
    assert clip.num_frames == 6 and clip.audio is not None
    pictures, grid = list(read_rgb(clip)), Grid(probe(film), 3)
    sepia = [tile(picture, grid, 1) for picture in pictures]
    assert all((part[..., 0] - part[..., 2]).mean() > 3 for part in sepia)
    assert np.abs(sepia[0] - sepia[5]).mean() > 2


@pytest.mark.parametrize("count", range(1, 10))
def test_the_grid_holds_every_tile_and_stays_even(film, count):
    grid = Grid(probe(film), count)
    height, width = grid.size
    assert height % 2 == width % 2 == 0
    for number in range(count):
        y, x = grid.corner(number)
        assert x % 2 == y % 2 == 0
        assert x + grid.picture[1] <= width and y + grid.picture[0] <= height * grid.share + 1


def test_a_stopped_sheet_leaves_nothing(tmp_path, film):
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        list(contact_sheet(ColorizeRequest(film, settings=FAST), SheetOrder(THREE), NETWORKS, tmp_path, stop))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"looks": ()}, "one to 9"), ({"looks": THREE * 4}, "one to 9"), ({"seconds": 60}, "10 s"),
        ({"frames": (0, 1, 2, 3)}, "three"), ({"frames": ()}, "three"),
    ],
)  # fmt: skip
def test_what_no_sheet_can_show_is_said(wrong, said):
    with pytest.raises(UserError, match=said):
        SheetOrder(**{"looks": THREE, **wrong})


def test_a_frame_beyond_the_film_is_said(tmp_path, film):
    with pytest.raises(UserError, match="0 to 11"):
        list(contact_sheet(ColorizeRequest(film), SheetOrder(THREE, (12,)), NETWORKS, tmp_path, lambda: None))


def test_a_long_title_is_cut(film):
    grid = Grid(probe(film), 9)
    long = replace(THREE[0], title="A title that is much too long for so small a picture")
    assert isinstance(long, Look)
    ground = grid.ground((long.title,) * 9, "facts")
    margins = [ground[:, grid.corner(number)[1] - 8 : grid.corner(number)[1]] for number in (1, 2)]
    assert ground.shape == grid.size and all((margin < 60).all() for margin in margins)
