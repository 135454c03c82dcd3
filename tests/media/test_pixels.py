"""Codes mean what BT.709 says, in both directions."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lvocal.media.pixels import (
    chroma_codes,
    code_range,
    fit_luma,
    gray_unit,
    rgb_from_planes,
    stretch_columns,
    stretch_rows,
    turn,
)
from lvocal.media.video import probe
from tests.media.films import make_film


@pytest.fixture
def clip(tmp_path: Path):
    return probe(make_film(tmp_path / "film.mkv", num_frames=1, codec="ffv1"))


def test_luma_that_needs_no_change_is_not_even_copied(clip):
    luma = np.arange(256, dtype=np.uint8)[None]
    assert fit_luma(luma, clip, 8, False) is luma


@pytest.mark.parametrize("depth", [10, 12, 16])
def test_deeper_and_back_is_the_same(clip, depth):
    luma = np.arange(256, dtype=np.uint8)[None]
    deep = fit_luma(luma, clip, depth, False)
    np.testing.assert_array_equal(deep, luma.astype(np.uint16) << (depth - 8))
    back = fit_luma(deep, replace(clip, bit_depth=depth), 8, False)
    np.testing.assert_array_equal(back, luma)


def test_full_range_black_and_white_land_on_black_and_white(clip):
    full = replace(clip, full_range=True)
    ends = np.array([[0, 255]], np.uint8)
    np.testing.assert_array_equal(fit_luma(ends, full, 8, False), [[16, 235]])
    np.testing.assert_array_equal(fit_luma(ends, full, 10, False), [[64, 940]])
    assert code_range(10, False) == (64, 940)


@pytest.mark.parametrize(
    ("depth", "full", "codes"),
    [(8, False, (16, 128, 240)), (10, False, (64, 512, 960)), (8, True, (1, 128, 255))],
)
def test_chroma_has_its_middle_and_its_ends(depth, full, codes):
    chroma = np.array([[-0.5, 0, 0.5]], np.float32)
    np.testing.assert_array_equal(chroma_codes(chroma, depth, full)[0], codes)


def test_neutral_chroma_is_neutral_at_every_depth():
    for depth in (8, 10, 12, 16):
        assert chroma_codes(np.zeros((1, 1), np.float32), depth, False)[0, 0] == 1 << (depth - 1)


@pytest.mark.parametrize("size", [1, 2, 3, 16, 17])
def test_stretched_ramps_stay_straight(size):
    """Sited right, a linear ramp sampled at half size comes back as the same ramp, away from the borders."""
    half = (size + 1) // 2
    centres = 2 * np.arange(half, dtype=np.float32)
    rows = stretch_rows((centres + 0.5)[:, None], size)[:, 0]
    columns = stretch_columns(centres[None], size)[0]
    assert len(rows) == len(columns) == size
    np.testing.assert_allclose(rows[1 : size - 2], np.arange(size)[1 : size - 2], atol=1e-6)
    np.testing.assert_allclose(columns[: size - 1], np.arange(size)[: size - 1], atol=1e-6)


def test_no_chroma_is_grey(clip):
    luma = np.arange(256, dtype=np.uint8).reshape(16, 16)
    none = np.zeros((8, 8), np.float32)
    rgb = rgb_from_planes(luma, none, none, clip)
    np.testing.assert_allclose(rgb, np.repeat(gray_unit(luma, clip)[..., None], 3, -1), atol=1e-6)


def test_chroma_out_of_the_cube_shrinks_and_luma_stays(clip):
    random = np.random.default_rng(0)
    luma = random.integers(16, 236, (17, 33), dtype=np.uint8)
    cb, cr = random.uniform(-0.5, 0.5, (2, 9, 17)).astype(np.float32)
    rgb = rgb_from_planes(luma, cb, cr, clip)
    assert rgb.min() >= 0 and rgb.max() <= 1
    np.testing.assert_allclose(rgb @ [0.2126, 0.7152, 0.0722], gray_unit(luma, clip), atol=1e-5)


@pytest.mark.parametrize(("rotation", "corner"), [(0, (0, 0)), (90, (0, 1)), (180, (1, 2)), (270, (2, 0))])
def test_turning_is_clockwise(rotation, corner):
    picture = np.zeros((2, 3), np.uint8)
    picture[0, 0] = 1
    turned = turn(picture, rotation)
    assert turned[corner] == 1 and turned.sum() == 1
