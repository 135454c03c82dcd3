"""Truths of colour that rides the motion."""

import cv2
import numpy as np
import pytest

from lvocal.sample.transport import carry


def moving_disc(frames: int, speed: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A textured ground and a bright disc that moves right: lightness (T, 128, 192), a*b* (T, 2, 32, 48)."""
    rng = np.random.default_rng(seed)
    ground = cv2.GaussianBlur(rng.uniform(20, 60, (128, 192)).astype(np.float32), (0, 0), 2)
    speckle = cv2.GaussianBlur(rng.uniform(60, 100, (41, 41)).astype(np.float32), (0, 0), 1.5)
    light, colors = [], []
    for t in range(frames):
        picture, ab = ground.copy(), np.zeros((128, 192, 2), np.float32)
        y, x = np.mgrid[:128, :192]
        left = 20 + speed * t
        inside = (y - 64) ** 2 + (x - left - 20) ** 2 < 400
        patch = np.zeros_like(picture)
        patch[44:85, left : left + 41] = speckle
        picture[inside], ab[inside] = patch[inside], (50, 30)
        light.append(picture)
        colors.append(cv2.resize(ab, (48, 32), interpolation=cv2.INTER_AREA).transpose(2, 0, 1))
    return np.stack(light), np.stack(colors)


@pytest.mark.parametrize("frames", [2, 4, 5, 6, 9, 17])
def test_every_frame_gets_a_colour_and_latent_frames_keep_theirs(frames: int) -> None:
    light, colors = moving_disc(frames, speed=0)
    anchors = [min(t, frames - 1) for t in range(0, frames + 3, 4)]
    out = carry(colors[anchors], light, stride=4)
    assert out.shape == colors.shape
    np.testing.assert_allclose(out, colors, atol=1.5)


def test_colour_follows_a_moving_thing_better_than_a_plain_cross_fade() -> None:
    light, colors = moving_disc(17, speed=3)
    carried = carry(colors[::4], light, stride=4, steadiness=0.0)
    share = (np.arange(17) % 4 / 4)[:, None, None, None]
    below = np.arange(17) // 4 * 4
    faded = colors[below] * (1 - share) + colors[np.minimum(below + 4, 16)] * share
    assert np.abs(carried - colors).mean() < 0.6 * np.abs(faded - colors).mean()


def test_steadying_removes_flicker_of_a_still_scene() -> None:
    light, colors = moving_disc(33, speed=0)
    flicker = colors[::4] + np.random.default_rng(0).normal(0, 5, (9, 1, 1, 1)).astype(np.float32)
    jitter = [
        np.abs(np.diff(carry(flicker, light, 4, steadiness)[::4], axis=0)).mean() for steadiness in (0.0, 0.5)
    ]
    assert jitter[1] < 0.7 * jitter[0]
