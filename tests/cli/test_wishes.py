"""Truths of how flags are read."""

import pytest

from lvocal.cli.flags import Flags
from lvocal.cli.wishes import mix_of, palette_from
from lvocal.color.palette_source import palette_of_words, random_palette
from lvocal.values import Lane, SoundMix, UserError


def test_a_palette_may_come_from_words_or_from_a_number():
    assert palette_from("words:a forest") == palette_of_words("a forest")
    assert palette_from("random:7") == random_palette(7)
    with pytest.raises(UserError, match="random:7"):
        palette_from("random:x")


def test_faders_and_separator_become_the_mix():
    flags = Flags(music_gain=-6.0, ambience_gain=3.0, speech_gain=-60.0, separator="demucs")
    assert mix_of(flags) == SoundMix(Lane(gain_db=-6.0), Lane(gain_db=3.0), -60.0, "demucs")
    assert mix_of(Flags(separator="mini")) == SoundMix()


def test_speech_cannot_be_turned_while_the_sound_stays_whole():
    with pytest.raises(UserError, match="speech-gain"):
        mix_of(Flags(speech_gain=3.0, separator="none"))
