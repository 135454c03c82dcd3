"""Truths of steadiness: what stands still does not change, what is followed does not either."""

import cv2
import numpy as np
import pytest

from lvocal.metrics.steadiness import (
    _looked_up,
    border_jump,
    change_along,
    chroma_jitter,
    disagreement,
    drift,
)
from lvocal.values import Window

STILL = np.eye(2, 3)


def field(shift: int = 0) -> np.ndarray:
    """A pattern (2, 24, 32), moved `shift` pixels to the right."""
    x = np.arange(32) - shift
    row = np.stack([np.sin(x / 3), np.cos(x / 5)]) * 20
    return np.repeat(row[:, None], 24, axis=1).astype(np.float32)


def test_the_same_frames_do_not_change() -> None:
    assert change_along(np.stack([field()] * 4), np.stack([STILL] * 3)) == 0


def test_motion_that_is_followed_is_no_change() -> None:
    film = np.stack([field(2 * t) for t in range(4)])
    right = np.array([[1.0, 0, 2], [0, 1, 0]])
    assert change_along(film, np.stack([right] * 3)) < 1e-4
    assert change_along(film, np.stack([STILL] * 3)) > 1
    assert change_along(film, np.stack([right * (1, 1, -1)] * 3)) > 1


def test_a_flash_is_the_change_it_is() -> None:
    film = np.stack([field(), field() + np.float32([[[3]], [[4]]])])
    assert change_along(film, STILL[None]) == pytest.approx(5, abs=1e-4)


def moving(frames: int = 4, shift: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """A texture that wanders to the right: luma (T, 48, 64) and colours of its own (T, 2, 48, 64)."""
    noise = np.random.default_rng(3).normal(size=(3, 48, 64 + frames * shift))
    smooth = np.stack([cv2.GaussianBlur(plane, (0, 0), 3) for plane in noise])
    smooth /= smooth.std()
    cut = [smooth[..., (frames - t) * shift :][..., :64] for t in range(frames)]
    film = np.stack(cut)
    return np.clip(128 + 50 * film[:, 0], 0, 255).astype(np.uint8), 20 * film[:, 1:]


def test_colours_that_go_with_what_moves_do_not_jitter() -> None:
    luma, ab = moving()
    assert chroma_jitter(ab, luma) < 0.5
    assert chroma_jitter(ab[:1].repeat(4, axis=0), luma) > 5, "colours that stay behind do"


@pytest.mark.parametrize("shift", [0, 2])
def test_a_flash_along_the_flow_is_the_change_it_is(shift: int) -> None:
    luma, ab = moving(2, shift)
    steady = chroma_jitter(ab, luma)
    ab[1] += np.array([30.0, 40.0])[:, None, None]
    assert chroma_jitter(ab, luma) == pytest.approx(50, abs=steady + 1e-3)


def test_what_comes_and_goes_is_not_followed() -> None:
    """A black square with colours of its own appears: in the film, and in the colours alone."""
    luma, ab = moving(shift=0)
    ab[2:, :, 10:30, 20:40] = 100
    in_colours_alone = chroma_jitter(ab, luma)
    luma[2:, 10:30, 20:40] = 0
    assert chroma_jitter(ab, luma) < in_colours_alone / 10
    with pytest.raises(ValueError, match="can be followed"):
        chroma_jitter(ab[:2], np.stack([luma[0] * 0, luma[0] * 0 + 255]))


@pytest.mark.parametrize("luma", [moving()[0][:3], moving()[0][:, 1:], moving()[0] / 255])
def test_luma_of_other_frames_is_refused(luma: np.ndarray) -> None:
    with pytest.raises(ValueError, match="two or more"):
        chroma_jitter(moving()[1], luma)


def test_one_frame_cannot_jitter() -> None:
    luma, ab = moving()
    with pytest.raises(ValueError, match="two or more"):
        chroma_jitter(ab[:1], luma[:1])


WINDOWS = [Window(10, 19, 0), Window(16, 25, 3)]


def film_with(steps: dict[int, float], frames: int = 15) -> np.ndarray:
    """Frames (T, 2, 4, 4) whose a* rises by `steps` when frame t becomes t + 1."""
    rises = np.zeros(frames)
    for t, rise in steps.items():
        rises[t + 1] = rise
    ab = np.zeros((frames, 2, 4, 4))
    ab[:, 0] = rises.cumsum()[:, None, None]
    return ab


@pytest.mark.parametrize("t", [5, 6, 7, 8])
def test_a_step_in_the_join_is_a_jump(t: int) -> None:
    assert border_jump(film_with({t: 8.0}), WINDOWS) == pytest.approx(8 / 4)


@pytest.mark.parametrize("t", [0, 4, 9, 13])
def test_a_step_elsewhere_is_none(t: int) -> None:
    assert border_jump(film_with({t: 8.0}), WINDOWS) == 0


def test_steady_motion_is_no_jump() -> None:
    assert border_jump(film_with(dict.fromkeys(range(14), 3.0)), WINDOWS) == pytest.approx(0)


def test_one_window_has_no_border() -> None:
    with pytest.raises(ValueError, match="no border"):
        border_jump(film_with({}), WINDOWS[:1])


def test_windows_disagree_by_what_they_painted_for_the_same_frames() -> None:
    one, two = np.zeros((9, 2, 4, 4)), np.zeros((9, 2, 4, 4))
    one[:6], two[3:] = 99, 99
    assert disagreement(zip(WINDOWS, (one, two), strict=True)) == 0
    two[:3] = 1
    assert disagreement(zip(WINDOWS, (one, two), strict=True)) == pytest.approx(2**0.5)
    assert np.isnan(disagreement([(WINDOWS[0], one)]))


def test_a_constant_does_not_drift_whatever_happens_between() -> None:
    film = np.random.default_rng(0).normal(size=(60, 2, 4, 4))
    film[-20:] = film[:20][::-1]
    assert drift(film) == pytest.approx(0)
    film[-20:, 0] += 3
    assert drift(film) == pytest.approx(3)


def test_things_that_drift_apart_do_not_make_up_for_each_other() -> None:
    film = np.zeros((40, 2, 4, 4))
    film[20:, 0, :2], film[20:, 0, 2:] = 4, -4
    assert drift(film) == pytest.approx(4)


def test_a_picture_of_one_channel_is_looked_up_as_bilinear_weights_say() -> None:
    """With places in one array of pairs, OpenCV answers wrongly for one channel, and otherwise in every
    process."""
    rng = np.random.default_rng(0)
    gray = rng.normal(128, 40, (30, 50)).astype(np.float32)
    way = rng.uniform(0, 28.9, (30, 50, 2)).astype(np.float32)
    (x, y), (a, b) = np.moveaxis(way.astype(int), -1, 0), np.moveaxis(way % 1, -1, 0)
    above, below = (gray[row, x] * (1 - a) + gray[row, x + 1] * a for row in (y, y + 1))
    np.testing.assert_allclose(_looked_up(gray, way), above * (1 - b) + below * b, atol=1e-3)
