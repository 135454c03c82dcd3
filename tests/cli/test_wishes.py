"""Truths of how flags are read."""

from dataclasses import replace

import pytest

from lvocal.cli.flags import Flags
from lvocal.cli.look_wishes import palette_from
from lvocal.cli.wishes import machine_of, mix_of, row_of, settings_of, shots_of
from lvocal.color.palette_source import palette_of_words, random_palette
from lvocal.settings import ColorizeSettings, standard
from lvocal.values import ColorRow, Lane, Machine, ShotWords, SoundMix, UserError


def test_a_palette_may_come_from_words_or_from_a_number():
    assert palette_from("words:a forest") == palette_of_words("a forest")
    assert palette_from("random:7") == random_palette(7)
    with pytest.raises(UserError, match="random:7"):
        palette_from("random:x")


def test_flags_of_the_machine_are_refused_for_the_embedded_size() -> None:
    assert machine_of(Flags(engine="wan", tiling=True, precision="fp8")) == Machine("fp8", tiling=True)
    assert machine_of(Flags()) == Machine()
    with pytest.raises(UserError, match="embedded size"):
        machine_of(Flags(offload="parts"))


def test_each_size_begins_with_its_own_standard() -> None:
    assert settings_of(Flags(engine="wan")) == standard("wan")
    assert settings_of(Flags(engine="wan", steps=8)) == replace(standard("wan"), steps=8)
    assert settings_of(Flags(fusion="skip", reuse=0.1)) == ColorizeSettings(fusion="skip", reuse=0.1)


def test_faders_and_separator_become_the_mix():
    flags = Flags(music_gain=-6.0, ambience_gain=3.0, speech_gain=-60.0, separator="demucs")
    assert mix_of(flags) == SoundMix(Lane(gain_db=-6.0), Lane(gain_db=3.0), -60.0, "demucs")
    assert mix_of(Flags(separator="mini")) == SoundMix()


def test_speech_cannot_be_turned_while_the_sound_stays_whole():
    with pytest.raises(UserError, match="speech-gain"):
        mix_of(Flags(speech_gain=3.0, separator="none"))


def test_a_colour_may_have_a_strength() -> None:
    assert row_of("coat = dark blue") == ColorRow("coat", "dark blue")
    assert row_of("coat=#b3261e@0.5") == ColorRow("coat", "#b3261e", 0.5)
    for text in ("coat=red@", "coat=red@much", "coat=red@3", "coat=red@-1", "coat=red@nan"):
        with pytest.raises(UserError, match="strength"):
            row_of(text)


def test_words_of_shots_are_gathered_by_their_frame() -> None:
    flags = Flags(shot=["120=a street = at night"], shot_color=["120:coat=red@0.5", "7:car=navy"])
    night = ShotWords(120, "a street = at night", (ColorRow("coat", "red", 0.5),))
    assert shots_of(flags) == (ShotWords(7, "", (ColorRow("car", "navy"),)), night)
    for wrong in (Flags(shot=["night"]), Flags(shot=["x=night"]), Flags(shot_color=["coat=red"])):
        with pytest.raises(UserError, match="no frame"):
            shots_of(wrong)
