"""Palette and look of the form: plain values, strict, and the same again."""

import json
from pathlib import Path

import pytest

from lvocal.color.looks import dressed, find_look, looks
from lvocal.ui.forms import DEFAULTS, read_request
from lvocal.ui.looks_form import (
    chosen_look,
    controls_of,
    gallery_value,
    locked_codes,
    read_palette,
    read_trim,
    slots_with,
    trim_value,
)  # fmt: skip
from lvocal.values import ColorizeRequest, Palette, Trim, UserError

FILM = Path("film.mp4")
FIVE = Palette(("#000000", "#222222", "#444444", "#666666", "#888888"))


def slot(color: str, locked: bool = False) -> dict:
    return {"color": color, "locked": locked}


@pytest.mark.parametrize("name", list(looks()))
def test_a_chosen_look_makes_the_request_that_the_look_is(name):
    form = {**DEFAULTS, "seed": 7, "prompt": "a street"}
    form |= controls_of(looks()[name], form)
    assert json.loads(json.dumps(form)) == {**form, **json.loads(json.dumps(form))}
    request = read_request(json.loads(json.dumps(form)), FILM, {})
    plain = read_request({**DEFAULTS, "seed": 7, "prompt": "a street"}, FILM, {})
    assert request == dressed(plain, looks()[name])
    assert chosen_look(form) == name


def test_a_slider_that_moves_takes_the_mark_away():
    form = {**DEFAULTS, **controls_of(find_look("teal-orange"), DEFAULTS)}
    assert gallery_value(form)["chosen"] == "teal-orange"
    for moved in ({"saturation": 0.2}, {"trim": []}, {"music_strength": 0.1}, {"palette": [slot("rde")]}):
        assert gallery_value({**form, **moved})["chosen"] is None
    assert gallery_value({})["chosen"] is None


def test_an_untouched_form_wears_the_natural_look():
    assert chosen_look(DEFAULTS) == "natural"
    assert read_request(DEFAULTS, FILM, {}) == ColorizeRequest(FILM)


def test_every_look_is_shown_on_five_colours_of_its_own():
    shown = gallery_value(DEFAULTS)["looks"]
    assert [look["name"] for look in shown] == list(looks())
    assert all(len(look["colors"]) == 5 and look["title"] and look["sentence"] for look in shown)


def test_a_palette_is_what_is_filled_in():
    assert read_palette([slot("red"), slot(""), slot("#123456", True)]).colors[1] == "#123456"
    assert read_palette("#123456, red").colors[0] == "#123456"
    for nothing in ([], [slot("")], "", "  "):
        assert read_palette(nothing) is None


@pytest.mark.parametrize("said", [[slot("rde")], [slot("red")] * 6, 7, "red, rde"])
def test_what_is_no_palette_is_said(said):
    with pytest.raises(UserError):
        read_palette(said)


def test_locked_places_stay_and_the_others_are_filled():
    said = [slot("#aaaaaa"), slot("red", True), slot("", True)]
    locked = locked_codes(said)
    assert len(locked) == 1
    filled = slots_with(said, Palette((*locked, *FIVE.colors[:4])))
    assert [place["color"] for place in filled] == ["#000000", "red", "#222222", "#444444", "#666666"]
    assert [place["locked"] for place in filled] == [False, True, False, False, False]
    assert [place["color"] for place in slots_with([], FIVE)] == list(FIVE.colors)


def test_a_look_leaves_a_palette_of_ones_own_and_takes_back_its_own():
    brings, brings_none = find_look("autochrome-1907"), find_look("vivid")
    worn = {**DEFAULTS, **controls_of(brings, DEFAULTS)}
    assert read_palette(worn["palette"]) == brings.palette
    assert controls_of(brings_none, worn)["palette"] == []
    mine = {**DEFAULTS, "palette": [slot("red")]}
    assert "palette" not in controls_of(brings, mine) and "palette" not in controls_of(brings_none, mine)


def test_a_trim_goes_to_the_sliders_and_back():
    for look in looks().values():
        assert read_trim(json.loads(json.dumps(trim_value(look.trim)))) == look.trim
    assert trim_value(Trim()) == [] and read_trim([]) == read_trim(None) == Trim()


@pytest.mark.parametrize(
    "said", [{"warmth": 500}, {"nothing": 1}, {"bands": [{"hue": "mauve"}]}, {"tint": "x"}, 7]
)
def test_a_trim_that_cannot_be_is_said(said):
    with pytest.raises(UserError, match="trim"):
        read_trim([said])
