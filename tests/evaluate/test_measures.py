"""Every measure of a suite says of plain pictures what can be said beforehand."""

import math

import cv2
import numpy as np
import pytest

from lvocal.checkpoint.judges import LOADERS
from lvocal.evaluate.clips.measures import MEASURES
from lvocal.settings import ColorizeSettings
from lvocal.values import Shot
from tests.evaluate.clips import painted

BY_NAME = {measure.name: measure for measure in MEASURES}


def noise(seed: int = 0, frames: int = 6) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (frames, 24, 32, 3), dtype=np.uint8)


def gray(frames: int = 6) -> np.ndarray:
    return noise(1, frames)[..., :1].repeat(3, axis=-1)


def flat(color: tuple[int, int, int], frames: int = 6) -> np.ndarray:
    return np.broadcast_to(np.array(color, np.uint8), (frames, 24, 32, 3)).copy()


def test_names_are_unique_and_everything_says_what_it_is() -> None:
    assert len(BY_NAME) == len(MEASURES)
    assert all(measure.about.endswith((".", "colourful.")) for measure in MEASURES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CIEDE2000", 0), ("CIEDE2000, 95 %", 0), ("PSNR", math.inf), ("SSIM", 1), ("hue error", 0),
        ("colourfulness / truth", 1), ("CDC over truth", 0),
    ],
)  # fmt: skip
def test_the_truth_itself_is_perfect(name: str, value: float) -> None:
    picture = noise()
    assert BY_NAME[name].of(painted(picture, picture)) == pytest.approx(value)


def test_psnr_is_that_of_the_mean_squared_error_over_all_frames() -> None:
    truth = flat((100, 100, 100), 2)
    picture = truth.copy()
    picture[1] += 51  # a fifth of the range in one of two frames
    assert BY_NAME["PSNR"].of(painted(picture, truth)) == pytest.approx(-10 * math.log10(0.2**2 / 2))


def test_what_is_left_grey_gains_nothing_over_grey() -> None:
    assert BY_NAME["PSNR over grey"].of(painted(gray(), noise())) == pytest.approx(0)


def test_right_colours_gain_over_grey_and_wrong_ones_lose() -> None:
    gain = BY_NAME["PSNR over grey"].of
    truth, wrong = flat((200, 60, 60)), flat((60, 60, 200))
    assert gain(painted(flat((190, 70, 60)), truth)) > 3 and gain(painted(wrong, truth)) < 0


def test_the_opposite_hue_is_half_a_turn_away_and_grey_places_do_not_count() -> None:
    truth, picture = flat((220, 60, 60)), flat((0, 150, 150))
    truth[:, :12], picture[:, :12] = 128, (0, 0, 250)
    assert BY_NAME["hue error"].of(painted(picture, truth)) > 120
    assert math.isnan(BY_NAME["hue error"].of(painted(picture, flat((128, 128, 128)))))


def test_a_still_picture_is_consistent_and_a_flickering_one_is_not() -> None:
    still = noise(0, 1).repeat(6, axis=0)
    flicker = still.copy()
    flicker[::2] //= 2
    cdc = BY_NAME["CDC"].of
    assert cdc(painted(still)) == 0 and cdc(painted(flicker)) > 50
    assert BY_NAME["CDC over truth"].of(painted(flicker, still)) == pytest.approx(cdc(painted(flicker)))


def test_colours_that_flicker_jitter_and_those_that_go_with_the_picture_do_not() -> None:
    wide = cv2.GaussianBlur(np.random.default_rng(3).normal(128, 400, (40, 80)), (0, 0), 2).clip(0, 255)
    truth = np.stack([wide[:, k : k + 64] for k in range(6)])[..., None].repeat(3, axis=-1).astype(np.uint8)
    steady, flicker = truth // 2 + np.array([60, 30, 10], np.uint8), truth // 2 + np.uint8(30)
    flicker[::2] += np.array([40, 0, 20], np.uint8)
    jitter, shots = BY_NAME["chroma jitter"].of, (Shot(0, 3), Shot(3, 6))
    assert jitter(painted(flicker, shots=shots)) > 3 * jitter(painted(steady, shots=shots))
    over = BY_NAME["jitter over truth"].of
    assert over(painted(steady, steady, shots=shots)) == 0 and over(painted(flicker, steady, shots=shots)) > 1


@pytest.mark.parametrize("name", ["CDC", "CDC over truth", "border jump", "luma error"])
def test_what_cannot_be_measured_is_no_figure(name: str) -> None:
    few = noise(0, 3)
    assert math.isnan(BY_NAME[name].of(painted(few, few, shots=(Shot(0, 3),))))


def test_a_jump_where_windows_meet_is_found_and_a_cut_is_not_taken_for_one() -> None:
    settings = ColorizeSettings(window_frames=5, overlap_frames=1)
    jump = BY_NAME["border jump"].of
    picture = flat((150, 90, 90), 9)
    picture[4:] = (90, 90, 150)
    assert jump(painted(picture, shots=(Shot(0, 9),), settings=settings)) > 5
    assert math.isnan(jump(painted(picture, shots=(Shot(0, 4), Shot(4, 9)), settings=settings)))


def test_a_measure_asks_for_nothing_that_no_clip_has() -> None:
    there_is = {"truth", "sound", "caption", *LOADERS}
    assert all(set(measure.needs) <= there_is for measure in MEASURES)
    assert set().union(*(measure.judges for measure in MEASURES)) == set(LOADERS)


def test_a_plain_number_has_no_empty_brackets_in_its_heading() -> None:
    assert BY_NAME["SSIM"].heading == "SSIM" and BY_NAME["PSNR"].heading == "PSNR (dB)"
