"""The controls of sound say what is meant, and never reach for a file that was not offered."""

from pathlib import Path

import pytest

from lvocal.media.synth import preset_names
from lvocal.ui.sound_form import (
    SOUND_DEFAULTS,
    place_presets,
    read_hearing,
    read_mix,
    sound_choices,
    track,
)
from lvocal.values import EMOTIONS, Change, Hearing, Lane, Mood, SoundMix, UserError


@pytest.mark.parametrize(
    "source", ["/etc/passwd", "file:../secret", "preset:nothing", "", "file:", "http://a/b.wav", None]
)
@pytest.mark.parametrize("side", ["music_a", "ambience_a"])
def test_a_sound_that_was_not_offered_is_refused(source, side):
    with pytest.raises(UserError, match="no sound"):
        read_mix({**SOUND_DEFAULTS, side: source}, {"mine.wav": Path("mine.wav")})


def test_own_sounds_are_known_by_name():
    mine = Path("/somewhere/mine.wav")
    mix = read_mix({**SOUND_DEFAULTS, "music_a": "file:mine.wav"}, {"mine.wav": mine})
    assert mix == SoundMix(music=Lane(str(mine)))


@pytest.mark.parametrize(("b", "blend"), [("", 0.7), ("preset:awe", 0.0), (None, None)])
def test_a_lane_without_b_or_blend_is_a_alone(b, blend):
    mix = read_mix({**SOUND_DEFAULTS, "music_b": b, "music_blend": blend}, {})
    assert mix.is_original


def test_a_and_b_are_blended():
    mix = read_mix({**SOUND_DEFAULTS, "ambience_b": "preset:rain", "ambience_blend": 0.25}, {})
    assert mix.ambience == Lane("original", "preset:rain", 0.25)


@pytest.mark.parametrize(("lane", "first"), [("music", "amusement"), ("ambience", "sea-waves")])
def test_every_preset_is_offered_and_the_fitting_ones_first(lane, first):
    values = [value for _, value in sound_choices(lane, {})]
    assert values[:3] == ["original", "silence", f"preset:{first}"]
    assert len(values) == 2 + len(preset_names())


def test_faders_turn_their_stem_and_the_mix_is_no_longer_the_film():
    mix = read_mix({**SOUND_DEFAULTS, "music_db": -6, "ambience_db": 3, "speech_db": -12}, {})
    assert mix == SoundMix(Lane(gain_db=-6.0), Lane(gain_db=3.0), -12.0)
    assert not mix.is_original and read_mix(SOUND_DEFAULTS, {}).is_original


def test_faders_end_where_the_page_ends_them():
    mix = read_mix({**SOUND_DEFAULTS, "music_db": 1e9, "speech_db": -1e9}, {})
    assert (mix.music.gain_db, mix.speech_db) == (12.0, -40.0)


def test_a_whole_soundtrack_has_no_fader_for_speech():
    assert read_mix({**SOUND_DEFAULTS, "separator": "none", "speech_db": -12}, {}) == SoundMix(
        separator="none"
    )


def test_an_unknown_separator_is_said():
    with pytest.raises(UserError, match="no separator"):
        read_mix({**SOUND_DEFAULTS, "separator": "/etc/passwd"}, {})


def test_a_track_moves_mutes_and_solos_its_lane():
    form = {
        **SOUND_DEFAULTS,
        "music_track": [{"lane": "music", "offset": -1.5, "muted": False, "solo": True}],
        "speech_track": [{"lane": "speech", "offset": 0, "muted": True, "solo": False}],
    }
    assert read_mix(form, {}) == SoundMix(Lane(offset_sec=-1.5), muted=("speech",), soloed=("music",))
    whole = SoundMix(Lane(offset_sec=-1.5), separator="none", soloed=("music",))
    assert read_mix({**form, "separator": "none"}, {}) == whole


def test_what_is_no_offset_is_said():
    with pytest.raises(UserError, match="no number"):
        read_mix({**SOUND_DEFAULTS, "music_track": [{**track("music")[0], "offset": "soon"}]}, {})


CHANGES = [{"heard": "fear", "by": ""}, {"heard": "sea waves", "by": "rain"}]


def test_the_dial_and_the_changes_are_read():
    assert read_hearing(SOUND_DEFAULTS) == Hearing()
    changed = read_hearing({**SOUND_DEFAULTS, "changes": CHANGES})
    assert changed == Hearing(None, (Change("fear"),), (Change("sea waves", "rain"),))


def test_while_the_dial_speaks_emotions_rest_and_places_stay_changed():
    dial = [{"start": "sadness", "end": "excitement", "amount": 0.4}]
    hearing = read_hearing({**SOUND_DEFAULTS, "mood": dial, "changes": CHANGES})
    assert hearing == Hearing(Mood("sadness", "excitement", 0.4), (), (Change("sea waves", "rain"),))


@pytest.mark.parametrize(
    "wrong",
    [
        {"mood": [{"start": "joy", "end": "awe", "amount": 0}]},
        {"mood": [{"start": "awe", "end": "awe", "amount": 7}]},
        {"mood": [{"start": "awe"}]},
        {"changes": [{"heard": "joy", "by": ""}]},
        {"changes": [{"heard": "fear", "by": "rain"}]},
        {"changes": [{"heard": "rain", "by": "/etc/passwd"}]},
        {"changes": [{"heard": name, "by": ""} for name in EMOTIONS]},
    ],
)
def test_what_cannot_be_changed_is_said(wrong):
    with pytest.raises(UserError, match="changed like this|cannot be told"):
        read_hearing({**SOUND_DEFAULTS, **wrong})


def test_a_place_is_replaced_by_surroundings_only():
    names = {name for _, name in place_presets()}
    assert "rain" in names and not names & set(EMOTIONS)
