"""Truths of the colours sRGB can show."""

import numpy as np
import pytest

from lvocal.color.gamut import into_gamut
from lvocal.color.spaces import lab_to_srgb, srgb_to_lab


def test_gamut_keeps_hue_and_never_grows() -> None:
    ab = np.random.default_rng(0).uniform(-120, 120, (50, 50, 2)).astype(np.float32)
    light = np.random.default_rng(1).uniform(0, 100, (50, 50)).astype(np.float32)
    out = into_gamut(light, ab)
    assert (np.hypot(*out.T) <= np.hypot(*ab.T) + 1e-4).all()
    assert np.abs(out[..., 0] * ab[..., 1] - out[..., 1] * ab[..., 0]).max() < 1e-1


@pytest.mark.parametrize("lightness", [15.0, 50.0, 90.0])
def test_what_comes_out_can_be_shown(lightness: float) -> None:
    hue = np.radians(np.arange(0, 360, 5))
    ab = into_gamut(np.full(len(hue), lightness), 130 * np.stack([np.cos(hue), np.sin(hue)], -1))
    lab = np.concatenate([np.full((len(hue), 1), lightness), ab], -1)
    shown = srgb_to_lab(np.clip(lab_to_srgb(lab), 0, 1))
    assert np.linalg.norm(shown - lab, axis=-1).max() < 6
    assert np.hypot(*ab.T).min() > 5


def test_one_colour_at_one_lightness_is_taken_as_well() -> None:
    assert into_gamut(np.array(50.0), np.array([5.0, 5.0])) == pytest.approx([5, 5])
