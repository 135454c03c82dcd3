"""Every figure agrees with an independent one, and is zero, infinite or known where theory says so."""

import colour
import cv2
import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from lvocal.metrics.classic import (
    cdc,
    ciede2000,
    colorfulness,
    delta_e76,
    delta_e2000,
    hue_error_deg,
    luma_error,
    psnr,
    region_chroma,
    region_color,
    spill,
    ssim,
)

SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ((50.0, -0.001, 2.49), (50.0, 0.0011, -2.49), 4.7461),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""From the test data of Sharma, Wu and Dalal 2005, table 1; with pairs round the discontinuities."""


def lab_pairs(count: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    pairs = rng.uniform((0, -100, -100), (100, 100, 100), (2, count, 3))
    pairs[1, :500] = pairs[0, :500] + rng.normal(0, 2, (500, 3))
    pairs[:, :20, 1:] = 0
    return pairs[0], pairs[1]


@pytest.mark.parametrize(("left", "right", "expected"), SHARMA)
def test_ciede2000_gives_the_published_values(left, right, expected):
    assert delta_e2000(left, right) == pytest.approx(expected, abs=5e-5)
    assert delta_e2000(right, left) == pytest.approx(expected, abs=5e-5)


def test_colour_differences_agree_with_colour_science():
    left, right = lab_pairs()
    oracle = colour.delta_E(left, right, method="CIE 2000")
    np.testing.assert_allclose(delta_e2000(left, right), oracle, atol=1e-6)
    np.testing.assert_allclose(
        delta_e76(left, right), colour.delta_E(left, right, method="CIE 1976"), atol=1e-9
    )


def test_a_colour_does_not_differ_from_itself():
    left, _ = lab_pairs()
    assert not delta_e76(left, left).any() and not delta_e2000(left, left).any()
    assert not hue_error_deg(left, left).any()


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (2, 4, 4)])
def test_psnr_of_a_known_error(size):
    truth = np.full((*size, 3), 0.4, np.float32)
    assert psnr(truth, truth) == float("inf")
    assert psnr(truth + 0.1, truth) == pytest.approx(20, abs=1e-3)
    assert psnr(truth - 0.01, truth) == pytest.approx(40, abs=1e-2)


def two_films(shape=(3, 20, 17, 3), noise=0.1):
    rng = np.random.default_rng(2)
    truth = cv2.GaussianBlur(rng.random((shape[1], shape[2], 3)), (0, 0), 2)[None].repeat(shape[0], 0)
    return np.clip(truth + rng.normal(0, noise, shape), 0, 1), truth


def test_psnr_and_colourfulness_agree_with_opencv_and_the_formula_on_opponents():
    film, truth = two_films()
    codes, true_codes = (np.rint(255 * f).astype(np.uint8)[0] for f in (film, truth))
    assert psnr(codes / 255, true_codes / 255) == pytest.approx(cv2.PSNR(codes, true_codes), abs=1e-9)
    red, green, blue = cv2.split(codes.astype(np.float64))
    rg, yb = red - green, 0.5 * (red + green) - blue
    expected = np.sqrt(rg.var() + yb.var()) + 0.3 * np.sqrt(rg.mean() ** 2 + yb.mean() ** 2)
    assert colorfulness(codes / 255) == pytest.approx(expected)


def ssim_of_windows(one, other):
    """Wang et al. 2004, eq. 13, written out: a weighted mean over every whole window of one channel."""
    line = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2))
    weights = np.outer(line, line) / line.sum() ** 2
    values = []
    for y in range(one.shape[0] - 10):
        for x in range(one.shape[1] - 10):
            a, b = (plane[y : y + 11, x : x + 11] for plane in (one, other))
            mean_a, mean_b = (weights * a).sum(), (weights * b).sum()
            var_a, var_b = (weights * (a - mean_a) ** 2).sum(), (weights * (b - mean_b) ** 2).sum()
            both = (weights * (a - mean_a) * (b - mean_b)).sum()
            bright = (2 * mean_a * mean_b + 0.01**2) / (mean_a**2 + mean_b**2 + 0.01**2)
            values.append(bright * (2 * both + 0.03**2) / (var_a + var_b + 0.03**2))
    return np.mean(values)


@pytest.mark.parametrize("noise", [0.01, 0.1, 0.5])
def test_ssim_is_the_published_formula_over_every_window(noise):
    film, truth = two_films(noise=noise)
    planes = (np.moveaxis(f, -1, 1).reshape(-1, 20, 17) for f in (film, truth))
    expected = np.mean([ssim_of_windows(*pair) for pair in zip(*planes, strict=True)])
    assert ssim(film, truth) == pytest.approx(expected)


def test_ssim_of_flat_pictures_is_their_brightness_alone():
    black, grey = np.zeros((11, 11, 3)), np.full((11, 11, 3), 0.5, np.float32)
    assert ssim(grey, grey) == pytest.approx(1)
    assert ssim(black, grey) == pytest.approx(0.01**2 / (0.5**2 + 0.01**2))


def test_the_colour_difference_of_a_film_is_that_of_all_its_pixels():
    film, truth = two_films()
    lab = [colour.XYZ_to_Lab(colour.sRGB_to_XYZ(f)) for f in (film, truth)]
    far = colour.delta_E(*lab, method="CIE 2000")
    mean, worst = ciede2000(film, truth, 90)
    assert mean == pytest.approx(far.mean(), rel=2e-3)
    assert worst == pytest.approx(np.percentile(far, 90), rel=2e-3)
    assert ciede2000(truth, truth) == (0, 0)


def test_a_picture_smaller_than_the_window_of_ssim_is_refused():
    with pytest.raises(ValueError, match="win_size"):
        ssim(np.zeros((10, 30, 3)), np.zeros((10, 30, 3)))


@pytest.mark.parametrize("measure", [ssim, ciede2000])
def test_films_of_other_sizes_are_refused(measure):
    film, truth = two_films()
    for other in (truth[:2], truth[:, :12], truth[..., :2]):
        with pytest.raises(ValueError, match="one shape"):
            measure(film, other)


@pytest.mark.parametrize("level", [0.0, 0.3, 1.0])
def test_grey_is_not_colourful(level):
    assert colorfulness(np.full((4, 6, 3), level)) == 0


def test_colourfulness_of_two_known_halves():
    """Half red, half green: rg is +-255, yb 127.5, so M = 255 + 0.3 * 127.5."""
    picture = np.zeros((2, 2, 3))
    picture[0, :, 0] = picture[1, :, 1] = 1
    assert colorfulness(picture) == pytest.approx(255 + 0.3 * 127.5)


def test_less_chroma_is_less_colourful():
    picture = np.random.default_rng(1).random((16, 16, 3))
    grey = picture.mean(axis=-1, keepdims=True)
    scores = [colorfulness(grey + share * (picture - grey)) for share in (0, 0.25, 0.5, 1)]
    assert scores == sorted(scores) and scores[0] < 1e-9 < scores[1]


@pytest.mark.parametrize(("turn", "expected"), [(0, 0), (30, 30), (180, 180), (270, 90), (359, 1), (-45, 45)])
@pytest.mark.parametrize("start", [0, 90, 175, 300])
def test_hue_error_is_the_shorter_way_round(start, turn, expected):
    lab = [
        [50, 40 * np.cos(np.radians(angle)), 40 * np.sin(np.radians(angle))]
        for angle in (start, start + turn)
    ]
    assert hue_error_deg(np.array(lab[0]), np.array(lab[1])) == pytest.approx(expected, abs=1e-9)


@pytest.fixture
def half_painted() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    before = np.zeros((6, 8, 3), np.float32)
    before[..., 0] = 50
    mask = np.zeros((6, 8), bool)
    mask[:, :4] = True
    after = before.copy()
    after[mask] += (0, 30, 40)
    return before, after, mask


def test_the_mask_alone_counts(half_painted):
    before, after, mask = half_painted
    assert region_chroma(after, mask) == pytest.approx(50)
    assert region_chroma(after, ~mask) == 0
    np.testing.assert_allclose(region_color(after, mask), (50, 30, 40))
    assert spill(before, after, mask) == 0
    assert spill(before, after, ~mask) == pytest.approx(50)


def test_an_empty_mask_is_refused(half_painted):
    before, after, mask = half_painted
    for measure in (region_chroma, region_color):
        with pytest.raises(ValueError, match="empty"):
            measure(after, np.zeros_like(mask))
    with pytest.raises(ValueError, match="empty"):
        spill(before, after, np.ones_like(mask))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_luma_error_counts_codes_without_wrapping(dtype):
    given = np.array([[0, 255], [16, 235]], dtype)
    assert luma_error(given, given) == 0
    assert luma_error(given, given[::-1, ::-1].copy()) == 239
    assert luma_error(given[:1], given[:1, ::-1].copy()) == 255


def test_luma_error_refuses_mixed_types():
    with pytest.raises(ValueError, match="integer type"):
        luma_error(np.zeros((2, 2), np.uint8), np.zeros((2, 2), np.uint16))
    with pytest.raises(ValueError, match="integer type"):
        luma_error(np.zeros((2, 2)), np.zeros((2, 2)))


def test_a_still_film_is_perfectly_steady():
    frame = np.random.default_rng(4).integers(0, 256, (1, 9, 7, 3), np.uint8)
    assert cdc(frame.repeat(6, axis=0)) == 0


def test_flicker_between_two_colours_has_its_known_cdc():
    """Black and white in turn: ln 2 one frame apart, nothing two or four frames apart."""
    film = (
        (np.arange(8) % 2 * 255).astype(np.uint8)[:, None, None, None].repeat(3, 1).repeat(4, 2).repeat(3, 3)
    )
    assert cdc(film) == pytest.approx(np.log(2) / 3)


def test_cdc_is_the_mean_over_channels_of_the_mean_over_steps_of_the_published_divergence():
    """Liu et al., TCVC: per step the mean over pairs, each step a third, then the mean of the channels."""
    film = np.random.default_rng(6).integers(0, 9, (7, 5, 6, 3), np.uint8) ** 2
    channels = []
    for channel in range(3):
        shares = [cv2.calcHist([f], [channel], None, [256], [0, 256]).ravel() / 30 for f in film]
        steps = [
            np.mean([jensenshannon(shares[t], shares[t + step]) ** 2 for t in range(7 - step)])
            for step in (1, 2, 4)
        ]
        channels.append(sum(steps) / 3)
    assert cdc(film) == pytest.approx(np.mean(channels), rel=1e-5)


def test_more_flicker_is_less_steady():
    rng = np.random.default_rng(5)
    film = rng.integers(60, 180, (1, 16, 16, 3)).repeat(9, axis=0)
    tint = rng.normal(0, 1, (9, 1, 1, 3))
    scores = [cdc(np.clip(film + strength * tint, 0, 255).astype(np.uint8)) for strength in (0, 4, 16)]
    assert scores == sorted(scores) and scores[0] == 0 < scores[1]


@pytest.mark.parametrize("film", [np.zeros((4, 2, 2, 3), np.uint8), np.zeros((9, 2, 2, 3), np.float32)])
def test_cdc_refuses_short_and_float_films(film):
    with pytest.raises(ValueError, match="5 uint8 frames"):
        cdc(film)
