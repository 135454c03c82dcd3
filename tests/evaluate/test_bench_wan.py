"""Truths of what the full size costs."""

from dataclasses import replace

import pytest

from lvocal.evaluate.speed.bench import BenchRecipe
from lvocal.evaluate.speed.bench_wan import passes, stages
from lvocal.settings import ColorizeSettings, standard
from lvocal.values import Machine

SMALL = BenchRecipe(frames=5, height=64, width=96)


@pytest.fixture(scope="module")
def settings() -> ColorizeSettings:
    return replace(standard("wan"), paint_px=64)


def test_each_stage_is_done_as_often_as_the_settings_say(settings: ColorizeSettings) -> None:
    found = stages(SMALL, settings, Machine(), layers=1)
    assert [stage.times for stage in found] == [1, 100, 1]
    assert all(stage.flops > 0 and stage.seconds is None for stage in found)


def test_a_pass_of_one_frame_is_what_wan_itself_costs_and_what_is_new(settings: ColorizeSettings) -> None:
    """4.65 TFLOP at 480x832 for Wan2.1-T2V-1.3B; the new modules add a few per cent."""
    _, step, _ = stages(BenchRecipe(frames=1), replace(settings, paint_px=480), Machine())
    assert 4.65e12 < step.flops < 1.15 * 4.65e12


def test_what_waits_outside_is_not_held(settings: ColorizeSettings) -> None:
    """Encode, step, decode, in 10^9 bytes, of a painter of two layers."""
    all_in, parts, blocks = (
        [stage.held_gb for stage in stages(SMALL, settings, Machine(offload=offload), layers=2)]
        for offload in ("none", "parts", "blocks")
    )
    painter_gb, codec_gb = all_in[0] - parts[0], all_in[1] - parts[1]
    assert codec_gb == pytest.approx(0.51, abs=0.01) and painter_gb > 0.1
    assert all_in[1] - blocks[1] == pytest.approx(painter_gb / 2)


def test_passes_are_counted() -> None:
    assert [passes(ColorizeSettings(guidance=w, sound_guidance=s)) for w in (1, 2) for s in (1, 2)] == [
        1,
        2,
        2,
        3,
    ]
