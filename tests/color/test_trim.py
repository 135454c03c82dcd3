"""Truths of the trim: nothing by default, luma kept, greys move by tints only."""

import numpy as np
import pytest

from lvocal.color.looks import looks
from lvocal.color.spaces import luma, srgb_to_lab
from lvocal.color.trim import global_part, trim_rgb, trimmed, zone_weights
from lvocal.sample.plane_math import trim_painted
from lvocal.values import HueBand, Trim

RNG = np.random.default_rng(5)
COLORS = RNG.random((500, 3))
STRONG = Trim(
    12, -8, (0.5, 1.5, 2), (6, -20), (-5, 18), (HueBand(275, 50, 0.5, 60), HueBand(35, 40, 1.5)), 0.4
)


def picture(height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    gray = RNG.random((height, width)).astype(np.float32)
    return gray, RNG.normal(0, 25, (2, height // 2, width // 2)).astype(np.float32)


def test_without_a_trim_the_very_same_colours_come_back():
    gray, ab = picture(6, 8)
    assert trimmed(Trim(), gray[::2, ::2], ab) is ab
    assert trim_rgb(Trim(), COLORS) is COLORS
    assert trim_painted(Trim(), gray, ab) is ab


@pytest.mark.parametrize("trim", [STRONG, *(look.trim for look in looks().values())])
def test_luma_stays(trim):
    assert np.abs(luma(trim_rgb(trim, COLORS)) - luma(COLORS)).max() < 1e-9


def test_what_changes_nothing_gives_the_colours_back():
    almost = Trim(bands=(HueBand(100, 40),))
    assert np.abs(trim_rgb(almost, COLORS) - COLORS).max() < 1e-4


@pytest.mark.parametrize(
    "trim", [Trim(saturation=(0.2, 2, 1)), Trim(bands=(HueBand(0, 180, 2, 90),)), Trim(two_color=1)]
)
def test_greys_leave_neutral_by_tints_alone(trim):
    gray = np.linspace(0, 1, 33, dtype=np.float32)[:, None]
    assert not trimmed(trim, gray, np.zeros((2, 33, 1), np.float32)).any()


def test_tints_reach_shadows_and_highlights_each():
    gray = np.array([[0.0], [0.466], [1.0]], np.float32)  # black, L* 50, white
    a, b = trimmed(Trim(shadow_tint=(3, -9), highlight_tint=(-2, 7)), gray, np.zeros((2, 3, 1), np.float32))
    assert a[:, 0] == pytest.approx([3, 0, -2], abs=0.02) and b[:, 0] == pytest.approx([-9, 0, 7], abs=0.02)


def test_the_zones_share_every_lightness():
    light = np.linspace(0, 100, 101)
    assert sum(zone_weights(light)) == pytest.approx(np.ones(101))
    assert min(share.min() for share in zone_weights(light)) >= 0


def test_a_band_makes_its_hue_neutral_and_leaves_the_opposite_alone():
    violet, green = np.radians(315), np.radians(135)
    ab = 30 * np.array([[[np.cos(violet), np.cos(green)]], [[np.sin(violet), np.sin(green)]]], np.float32)
    gray = np.full((1, 2), 0.5, np.float32)
    out = trimmed(Trim(bands=(HueBand(315, 40, 0),)), gray, ab)
    assert np.abs(out[:, 0, 0]).max() < 0.01
    assert out[:, 0, 1] == pytest.approx(ab[:, 0, 1], abs=1e-4)


def test_a_rotated_hue_arrives_where_it_was_turned_to():
    ab = np.array([[[40.0]], [[0.0]]], np.float32)
    a, b = trimmed(Trim(bands=(HueBand(0, 60, 1, 30),)), np.full((1, 1), 0.5, np.float32), ab)
    assert np.degrees(np.arctan2(b, a)).item() == pytest.approx(30, abs=0.1)
    assert np.hypot(a, b).item() == pytest.approx(40, abs=0.01)


def test_two_colours_lie_on_one_line():
    _, ab = picture(20, 20)
    a, b = trimmed(Trim(two_color=1, axis=40), np.full((10, 10), 0.5, np.float32), ab)
    across = -a * np.sin(np.radians(40)) + b * np.cos(np.radians(40))
    assert np.abs(across).max() < 1e-4


def test_edges_of_bands_are_soft():
    hue = np.radians(np.arange(0, 360, 0.25))
    ab = 40 * np.stack([np.cos(hue), np.sin(hue)])[:, None].astype(np.float32)
    out = trimmed(STRONG, np.full((1, len(hue)), 0.5, np.float32), ab)[:, 0]
    steps = np.linalg.norm(np.diff(out, axis=1), axis=0)
    assert steps.max() < 8 * steps.mean()


def test_the_setting_of_saturation_is_part_of_what_is_global():
    gray, ab = picture(20, 20)
    small = gray[::2, ::2]
    at_once = trimmed(global_part(STRONG, 1.4), small, ab)
    assert trimmed(STRONG, small, ab * np.float32(1.4)) == pytest.approx(at_once, abs=1e-3)


def test_a_film_and_its_finished_colours_are_trimmed_alike():
    muted = 0.5 + (COLORS - 0.5) * 0.4
    gray = luma(muted).astype(np.float32)
    ab = srgb_to_lab(muted)[:, 1:].T[:, :, None].astype(np.float32)
    wanted = srgb_to_lab(trim_rgb(STRONG, muted))[:, 1:]
    given = trimmed(STRONG, gray[:, None], ab)[..., 0].T
    inside = (trim_rgb(STRONG, muted).min(1) > 0.01) & (trim_rgb(STRONG, muted).max(1) < 0.99)
    assert inside.sum() > 100
    assert np.abs(wanted - given)[inside].max() < 0.05


@pytest.mark.parametrize("bad", [{"warmth": 99}, {"two_color": -1}, {"saturation": (1, -1, 1)}])
def test_a_trim_out_of_bounds_is_refused_by_name(bad):
    with pytest.raises(ValueError, match="warmth|two_color|saturation"):
        Trim(**bad)
