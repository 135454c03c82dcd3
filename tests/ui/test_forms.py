"""The form says what it wants, and never reaches for a file that was not offered."""

from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from lvocal.media.synth import preset_names
from lvocal.ui.forms import (
    DEFAULTS,
    for_another_film,
    read_mix,
    read_request,
    read_rows,
    read_settings,
    sound_choices,
)
from lvocal.values import ENGINES, ColorizeRequest, ColorRow, Lane, SoundMix, UserError, Weights

FILM = Path("film.mp4")


def test_an_untouched_form_is_the_default_request():
    assert read_request(DEFAULTS, FILM, {}) == ColorizeRequest(FILM)


def test_the_page_asks_for_the_networks_it_was_started_with():
    vace = Weights("vace", Path("vace"))
    assert read_request(DEFAULTS, FILM, {}, vace).weights == vace
    assert set(ENGINES) == set(get_args(get_type_hints(Weights)["engine"]))


def test_no_film_is_said():
    with pytest.raises(UserError, match="no film"):
        read_request(DEFAULTS, None, {})


@pytest.mark.parametrize(
    "source", ["/etc/passwd", "file:../secret", "preset:nothing", "", "file:", "http://a/b.wav", None]
)
@pytest.mark.parametrize("side", ["music_a", "ambience_a"])
def test_a_sound_that_was_not_offered_is_refused(source, side):
    with pytest.raises(UserError, match="no sound"):
        read_mix({**DEFAULTS, side: source}, {"mine.wav": Path("mine.wav")})


def test_own_sounds_are_known_by_name():
    mine = Path("/somewhere/mine.wav")
    mix = read_mix({**DEFAULTS, "music_a": "file:mine.wav"}, {"mine.wav": mine})
    assert mix == SoundMix(music=Lane(str(mine)))


@pytest.mark.parametrize(("b", "blend"), [("", 0.7), ("preset:awe", 0.0), (None, None)])
def test_a_lane_without_b_or_blend_is_a_alone(b, blend):
    mix = read_mix({**DEFAULTS, "music_b": b, "music_blend": blend}, {})
    assert mix.is_original


def test_a_and_b_are_blended():
    mix = read_mix({**DEFAULTS, "ambience_b": "preset:rain", "ambience_blend": 0.25}, {})
    assert mix.ambience == Lane("original", "preset:rain", 0.25)


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


@pytest.mark.parametrize(("lane", "first"), [("music", "amusement"), ("ambience", "sea-waves")])
def test_every_preset_is_offered_and_the_fitting_ones_first(lane, first):
    values = [value for _, value in sound_choices(lane, {})]
    assert values[:3] == ["original", "silence", f"preset:{first}"]
    assert len(values) == 2 + len(preset_names())


def test_faders_turn_their_stem_and_the_mix_is_no_longer_the_film():
    mix = read_mix({**DEFAULTS, "music_db": -6, "ambience_db": 3, "speech_db": -12}, {})
    assert mix == SoundMix(Lane(gain_db=-6.0), Lane(gain_db=3.0), -12.0)
    assert not mix.is_original and read_mix(DEFAULTS, {}).is_original


def test_faders_end_where_the_page_ends_them():
    mix = read_mix({**DEFAULTS, "music_db": 1e9, "speech_db": -1e9}, {})
    assert (mix.music.gain_db, mix.speech_db) == (12.0, -40.0)


def test_a_whole_soundtrack_has_no_fader_for_speech():
    assert read_mix({**DEFAULTS, "separator": "none", "speech_db": -12}, {}) == SoundMix(separator="none")


def test_an_unknown_separator_is_said():
    with pytest.raises(UserError, match="no separator"):
        read_mix({**DEFAULTS, "separator": "/etc/passwd"}, {})
