"""Colour spaces agree with colour-science; the luma of a picture survives whatever chroma it is given."""

import colour
import numpy as np
import pytest
import torch

from lvocal.color.lexicon import BASIC_COLORS, COLOR_NAMES
from lvocal.color.spaces import (
    chroma_planes,
    hex_to_srgb,
    lab_to_srgb,
    linear_to_srgb,
    linear_to_xyz,
    luma,
    replace_luma,
    srgb_to_hex,
    srgb_to_lab,
    srgb_to_linear,
    xyz_to_lab,
)

D65 = colour.CCS_ILLUMINANTS["CIE 1931 2 Degree Standard Observer"]["D65"]
CHROMATIC = [name for name in BASIC_COLORS if name not in {"black", "white", "grey"}]


def colors(count: int = 500) -> np.ndarray:
    corners = np.array(np.meshgrid([0, 1], [0, 1], [0, 1])).reshape(3, -1).T
    return np.concatenate([corners, np.random.default_rng(0).random((count, 3))])


def test_srgb_curve_agrees_with_colour_science():
    np.testing.assert_allclose(srgb_to_linear(colors()), colour.eotf(colors(), "sRGB"), atol=1e-6)


def test_xyz_agrees_with_colour_science():
    np.testing.assert_allclose(
        linear_to_xyz(srgb_to_linear(colors())), colour.sRGB_to_XYZ(colors()), atol=3e-4
    )


def test_lab_agrees_with_colour_science():
    oracle = colour.XYZ_to_Lab(colour.sRGB_to_XYZ(colors()), D65)
    np.testing.assert_allclose(srgb_to_lab(colors()), oracle, atol=0.06)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_tensors_and_arrays_agree(dtype):
    tensor = torch.tensor(colors(), dtype=dtype).reshape(2, -1, 3)
    lab = srgb_to_lab(tensor)
    assert lab.dtype == dtype
    np.testing.assert_allclose(lab.numpy().reshape(-1, 3), srgb_to_lab(colors()), atol=1e-3)
    np.testing.assert_allclose(lab_to_srgb(lab).numpy(), tensor.numpy(), atol=1e-5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_lab_and_back_gives_the_colour_again(dtype):
    rgb = colors().astype(dtype)
    back = lab_to_srgb(srgb_to_lab(rgb))
    assert back.dtype == dtype
    np.testing.assert_allclose(back, rgb, atol=2e-5)


def test_gradients_are_finite_even_at_black_and_white():
    rgb = torch.tensor([[0.0, 0, 0], [1, 1, 1], [0, 0, 1], [0.04, 0.04, 0.04]], requires_grad=True)
    lab_to_srgb(srgb_to_lab(rgb)).sum().backward()
    assert torch.isfinite(rgb.grad).all()


def test_every_grey_has_no_chroma():
    grey = np.repeat(np.linspace(0, 1, 256)[:, None], 3, axis=1)
    lab = xyz_to_lab(linear_to_xyz(srgb_to_linear(grey)))
    assert np.abs(lab[:, 1:]).max() < 1e-9
    assert lab[0, 0] == pytest.approx(0, abs=1e-9) and lab[-1, 0] == pytest.approx(100)
    np.testing.assert_allclose(linear_to_srgb(srgb_to_linear(grey)), grey, atol=1e-12)


@pytest.mark.parametrize("code", ["#000000", "#ffffff", "#b3261e", "#01fe80"])
def test_hex_codes_survive_the_round_trip(code):
    assert srgb_to_hex(lab_to_srgb(srgb_to_lab(np.array(hex_to_srgb(code))))) == code


@pytest.mark.parametrize("code", ["b3261e", "#b3261", "#gggggg", ""])
def test_other_codes_are_refused(code):
    with pytest.raises(ValueError):
        hex_to_srgb(code)


@pytest.mark.parametrize("as_tensor", [False, True])
def test_replaced_luma_is_the_given_one_and_nothing_leaves_the_range(as_tensor):
    rng = np.random.default_rng(2)
    rgb, gray = colors(4000), rng.choice([0.0, 1.0, 0.5, *rng.random(50)], 4008)
    out = (
        replace_luma(torch.tensor(rgb), torch.tensor(gray)).numpy() if as_tensor else replace_luma(rgb, gray)
    )
    np.testing.assert_allclose(luma(out), gray, atol=1e-7)
    assert out.min() >= -1e-9 and out.max() <= 1 + 1e-9
    before, after = rgb - luma(rgb)[:, None], out - gray[:, None]
    assert np.abs(np.cross(before, after)).max() < 1e-9, "chroma must keep its direction"
    assert ((before * after).sum(axis=1) >= -1e-12).all()


def test_a_picture_with_its_own_luma_is_left_alone():
    np.testing.assert_allclose(replace_luma(colors(), luma(colors())), colors(), atol=1e-5)


def decode(gray: np.ndarray, cb: np.ndarray, cr: np.ndarray) -> np.ndarray:
    """What a player shows: 4:2:0 planes with each chroma sample over its 2 x 2 luma samples -> (H, W, 3)."""
    height, width = gray.shape
    up = [plane.repeat(2, 0).repeat(2, 1)[:height, :width].astype(np.float64) for plane in (cb, cr)]
    ycbcr = np.stack([gray.astype(np.float64), *up], -1)
    weights = colour.WEIGHTS_YCBCR["ITU-R BT.709"]
    return colour.YCbCr_to_RGB(ycbcr, K=weights, in_range=(0, 1, -0.5, 0.5), out_range=(0, 1))


SIZES = [(1, 1), (2, 2), (3, 5), (16, 9), (33, 64), (120, 208)]


def noisy_film(height: int, width: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Grain from black to white under wild chroma: the hardest case."""
    rng = np.random.default_rng(seed)
    gray = rng.choice([0, 1, *rng.random(20)], (height, width)).astype(np.float32)
    ab = rng.normal(0, 60, (2, (height + 1) // 2, (width + 1) // 2)).astype(np.float32)
    return gray, ab


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_every_full_size_pixel_stays_in_range_and_keeps_its_luma(height, width):
    gray, ab = noisy_film(height, width)
    cb, cr = chroma_planes(gray, ab)
    assert cb.shape == cr.shape == ab.shape[1:] and cb.dtype == cr.dtype == np.float32
    assert max(np.abs(cb).max(), np.abs(cr).max()) <= 0.5
    rgb = decode(gray, cb, cr)
    assert rgb.min() > -1e-6 and rgb.max() < 1 + 1e-6
    np.testing.assert_allclose(luma(rgb), gray, atol=1e-6)


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_no_chroma_means_exactly_none(height, width):
    gray, ab = noisy_film(height, width)
    cb, cr = chroma_planes(gray, np.zeros_like(ab))
    assert not cb.any() and not cr.any()


@pytest.mark.parametrize("name", CHROMATIC)
@pytest.mark.parametrize("level", [0.12, 0.3, 0.5, 0.7, 0.9])
def test_hue_is_kept_at_any_brightness(name, level):
    _, a, b = COLOR_NAMES[name]
    gray = np.full((4, 4), level, np.float32)
    ab = np.ones((2, 2, 2), np.float32) * np.float32([a, b])[:, None, None]
    lab = srgb_to_lab(np.clip(decode(gray, *chroma_planes(gray, ab)), 0, 1))[0, 0]
    turn = np.degrees(np.arctan2(lab[2], lab[1]) - np.arctan2(b, a))
    assert abs((turn + 180) % 360 - 180) < 3
    assert np.hypot(lab[1], lab[2]) > 7


@pytest.mark.parametrize("code", ["#8a5a44", "#4477aa", "#777788", "#c08090", "#305030"])
def test_a_colour_that_fits_comes_back_as_it_was(code):
    rgb = np.array(hex_to_srgb(code))
    lab = srgb_to_lab(rgb)
    gray = np.full((2, 2), luma(rgb), np.float32)
    shown = decode(gray, *chroma_planes(gray, lab[1:].reshape(2, 1, 1).astype(np.float32)))[0, 0]
    assert np.linalg.norm(srgb_to_lab(shown) - lab) < 1


def test_other_sizes_are_refused():
    with pytest.raises(ValueError, match="half the size"):
        chroma_planes(np.zeros((5, 4), np.float32), np.zeros((2, 2, 2), np.float32))
