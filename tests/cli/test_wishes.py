"""Truths of how flags are read."""

from dataclasses import replace

import pytest

from lvocal.cli.flags import Flags
from lvocal.cli.look_wishes import palette_from
from lvocal.cli.wishes import machine_of, row_of, settings_of, shots_of
from lvocal.color.palette_source import palette_of_words, random_palette
from lvocal.settings import ColorizeSettings, standard
from lvocal.values import ColorRow, Machine, ShotWords, UserError


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
