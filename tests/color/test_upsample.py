"""Edge-aware enlarging: chroma stops where the luma says an object ends."""

import cv2
import numpy as np
import pytest

from lvocal.color.upsample import guided_upsample


def disc(size: int) -> tuple[np.ndarray, np.ndarray]:
    """A bright red disc on dark blue: luma (size, size) and chroma (2, size, size)."""
    rows, columns = (np.mgrid[:size, :size] + 0.5) / size
    inside = (np.hypot(rows - 0.5, columns - 0.5) < 0.3).astype(np.float32)
    inside = cv2.GaussianBlur(inside, (0, 0), size / 400)
    luma = 0.2 + 0.6 * inside
    chroma = np.stack([70 * inside + 10 * (1 - inside), 50 * inside - 60 * (1 - inside)])
    return luma, chroma.astype(np.float32)


def shrink(picture: np.ndarray, height: int, width: int) -> np.ndarray:
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)


SIZES = [((1, 1), (1, 1)), ((2, 3), (5, 7)), ((15, 26), (240, 416)), ((30, 20), (61, 39)), ((9, 9), (9, 9))]


@pytest.mark.parametrize(("small", "large"), SIZES)
def test_plain_chroma_stays_plain_under_any_luma(small, large):
    rng = np.random.default_rng(0)
    ab = np.ones((2, *small), np.float32) * np.float32([30, -45])[:, None, None]
    fine = rng.random(large).astype(np.float32)
    out = guided_upsample(ab, shrink(fine, *small), fine)
    assert out.shape == (2, *large) and out.dtype == np.float32
    np.testing.assert_allclose(
        out, np.broadcast_to(np.float32([30, -45])[:, None, None], out.shape), atol=0.05
    )


@pytest.mark.parametrize(("small", "large"), SIZES)
def test_no_chroma_stays_none(small, large):
    fine = np.random.default_rng(1).random(large).astype(np.float32)
    assert not guided_upsample(np.zeros((2, *small), np.float32), shrink(fine, *small), fine).any()


@pytest.mark.parametrize("coarse", [40, 80, 160])
def test_edges_come_out_sharper_than_plain_enlarging(coarse):
    fine, truth = disc(320)
    ab = np.stack([shrink(plane, coarse, coarse) for plane in truth])
    guided = guided_upsample(ab, shrink(fine, coarse, coarse), fine, radius=2, eps=1e-4)
    plain = np.stack([cv2.resize(plane, (320, 320)) for plane in ab])
    rows, columns = (np.mgrid[:320, :320] + 0.5) / 320
    edge = abs(np.hypot(rows - 0.5, columns - 0.5) - 0.3) < 0.02
    assert abs(guided - truth)[:, edge].mean() < 0.5 * abs(plain - truth)[:, edge].mean()
    assert abs(guided - truth)[:, ~edge].mean() < 1


def test_a_flat_luma_gives_a_smooth_enlarging():
    rng = np.random.default_rng(2)
    ab = cv2.GaussianBlur(rng.normal(0, 40, (24, 24, 2)).astype(np.float32), (0, 0), 4).transpose(2, 0, 1)
    out = guided_upsample(
        ab, np.full((24, 24), 0.5, np.float32), np.full((96, 96), 0.5, np.float32), radius=1
    )
    assert out.max() <= ab.max() + 1e-3 and out.min() >= ab.min() - 1e-3


def test_chroma_that_luma_does_not_explain_is_not_blurred():
    """Colour stripes under unrelated grain come out as plain enlarging gives them, or nearly."""
    rng = np.random.default_rng(4)
    fine = np.clip(0.5 + rng.normal(0, 0.02, (128, 128)), 0, 1).astype(np.float32)
    stripes = (
        np.where(np.arange(32) // 3 % 2, 40, -40).astype(np.float32)[None, None].repeat(2, 0).repeat(32, 1)
    )
    plain = np.stack([cv2.resize(plane, (128, 128)) for plane in stripes])
    assert abs(guided_upsample(stripes, shrink(fine, 32, 32), fine) - plain).mean() < 1


def test_a_finer_guide_that_adds_nothing_changes_nothing():
    rng = np.random.default_rng(5)
    guide = rng.random((12, 17)).astype(np.float32)
    ab = rng.normal(0, 30, (2, 12, 17)).astype(np.float32)
    np.testing.assert_allclose(guided_upsample(ab, guide, guide), ab, atol=1e-5)


def test_the_filter_is_linear_in_chroma():
    fine, truth = disc(64)
    guide = shrink(fine, 16, 16)
    first = np.stack([shrink(plane, 16, 16) for plane in truth])
    second = np.random.default_rng(3).normal(0, 20, (2, 16, 16)).astype(np.float32)
    whole = guided_upsample(2 * first - second, guide, fine)
    parts = 2 * guided_upsample(first, guide, fine) - guided_upsample(second, guide, fine)
    np.testing.assert_allclose(whole, parts, atol=2e-3)


@pytest.mark.parametrize(("radius", "eps"), [(0, 1e-3), (2, 0.0), (2, -1.0)])
def test_impossible_settings_are_refused(radius, eps):
    ab, guide = np.zeros((2, 4, 4), np.float32), np.zeros((4, 4), np.float32)
    with pytest.raises(ValueError, match="radius must be"):
        guided_upsample(ab, guide, guide, radius, eps)


def test_a_guide_of_another_size_is_refused():
    with pytest.raises(ValueError, match="size of the chroma"):
        guided_upsample(
            np.zeros((2, 4, 4), np.float32), np.zeros((4, 5), np.float32), np.zeros((8, 8), np.float32)
        )
