"""The form says what it wants, and never reaches for a file that was not offered."""

from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from lvocal.ui.forms import (
    DEFAULTS,
    for_another_film,
    read_request,
    read_rows,
    read_settings,
)
from lvocal.values import ENGINES, ColorizeRequest, ColorRow, UserError, Weights

FILM = Path("film.mp4")


def test_an_untouched_form_is_the_default_request():
    assert read_request(DEFAULTS, FILM, {}) == ColorizeRequest(FILM)


def test_no_control_is_a_bare_dict_into_which_gradio_would_merge_its_updates():
    assert [name for name, value in DEFAULTS.items() if isinstance(value, dict)] == []


def test_the_page_asks_for_the_networks_it_was_started_with():
    vace = Weights("vace", Path("vace"))
    assert read_request(DEFAULTS, FILM, {}, vace).weights == vace
    assert set(ENGINES) == set(get_args(get_type_hints(Weights)["engine"]))


def test_no_film_is_said():
    with pytest.raises(UserError, match="no film"):
        read_request(DEFAULTS, None, {})


def test_rows_keep_what_is_complete():
    rows = [{"object": " coat ", "color": "red"}, {"object": "car", "color": ""}, {"object": "", "color": ""}]
    assert read_rows(rows) == (ColorRow("coat", "red"),)


@pytest.mark.parametrize(
    "rows",
    [
        [{"object": "", "color": "red"}],
        [{"object": "coat", "color": "rde"}],
        [{"object": "a", "color": "red"}] * 13,
        "red",
        None,
    ],
)
def test_rows_that_cannot_be_used_are_said(rows):
    with pytest.raises(UserError):
        read_rows(rows)


@pytest.mark.parametrize("values", [{"seed": None}, {"steps": 0}, {"saturation": 99}, {"seed": -1}])
def test_numbers_out_of_bounds_are_said(values):
    with pytest.raises(UserError):
        read_settings(values)


@pytest.mark.parametrize(
    ("said", "meant"), [("none", "none"), (None, "none"), ("best", "best"), ("12", 12), (" 0 ", 0)]
)
def test_a_keyframe_is_chosen_or_written_as_a_number(said, meant):
    assert read_request({**DEFAULTS, "keyframe": said}, FILM, {}).settings.keyframe == meant


@pytest.mark.parametrize("said", ["-1", "first", "1.5"])
def test_what_is_no_keyframe_is_said(said):
    with pytest.raises(UserError, match="keyframe must be"):
        read_request({**DEFAULTS, "keyframe": said}, FILM, {})


def test_a_keyframe_by_number_stays_with_its_film():
    assert for_another_film({**DEFAULTS, "keyframe": "12"}, []) == DEFAULTS
    assert for_another_film({**DEFAULTS, "keyframe": "best"}, [])["keyframe"] == "best"
