"""What is written out is read as it is meant, or refused in a sentence."""

import pytest

from lvocal.sample.hearing_words import mood_of, replacement_of, veto_of
from lvocal.values import Change, Mood, UserError


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("awe", Mood("awe", "awe", 0.0)),
        ("sadness:excitement", Mood("sadness", "excitement", 0.5)),
        ("Sadness : excitement:0.4", Mood("sadness", "excitement", 0.4)),
    ],
)
def test_the_dial_is_read(text, mood):
    assert mood_of(text) == mood


@pytest.mark.parametrize("text", ["joy", "awe:joy", "awe:fear:2", "awe:fear:x", "awe:fear:0.5:1", ""])
def test_what_is_no_place_of_the_dial_is_refused(text):
    with pytest.raises(UserError, match="no (emotion|place)"):
        mood_of(text)


def test_changes_are_read_however_they_are_spelt():
    assert veto_of(" Sea-Waves") == Change("sea waves")
    assert replacement_of("sea waves = preset:crackling fire") == Change("sea waves", "crackling-fire")


def test_a_misspelt_sound_is_met_with_a_guess():
    with pytest.raises(UserError, match='Did you mean "sea waves"'):
        veto_of("see waves")
