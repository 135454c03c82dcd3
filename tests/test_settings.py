"""Truths of settings: strict, and standards for each size."""

import pytest

from lvocal.settings import ColorizeSettings, settings_from, standard


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("solver", "heun"), ("shift", 0), ("sound_guidance", -1), ("reuse", 2), ("fusion", "glue"),
        ("stretch_frames", 320), ("window_frames", 82), ("overlap_frames", 81), ("steps", 0),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        settings_from({name: value})


def test_a_misspelt_setting_is_an_error() -> None:
    with pytest.raises(ValueError, match="guidence"):
        settings_from({"guidence": 2})


def test_the_full_size_begins_where_wan_begins() -> None:
    wan = standard("wan")
    assert (wan.steps, wan.guidance, wan.shift, wan.solver, wan.paint_px) == (50, 5.0, 3.0, "unipc", 480)
    assert standard("mini") == ColorizeSettings()


def test_values_laid_over_settings_change_only_what_they_name() -> None:
    laid = settings_from({"saturation": 1.4}, base=standard("wan"))
    assert (laid.saturation, laid.steps) == (1.4, 50)


def test_windows_that_are_fused_inside_go_through_together() -> None:
    assert ColorizeSettings().together_frames == 81
    assert ColorizeSettings(fusion="skip", stretch_frames=161).together_frames == 161
    assert ColorizeSettings(fusion="skip", stretch_frames=41).together_frames == 81
