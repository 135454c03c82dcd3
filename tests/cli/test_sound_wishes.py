"""Truths of how the flags of sound are read."""

import pytest

from lvocal.cli.flags import Flags
from lvocal.cli.sound_wishes import hearing_of, mix_of
from lvocal.values import Change, Hearing, Lane, SoundMix, UserError


def test_faders_and_separator_become_the_mix():
    flags = Flags(music_gain=-6.0, ambience_gain=3.0, speech_gain=-60.0, separator="demucs")
    assert mix_of(flags) == SoundMix(Lane(gain_db=-6.0), Lane(gain_db=3.0), -60.0, "demucs")
    assert mix_of(Flags(separator="mini")) == SoundMix()


def test_speech_cannot_be_turned_while_the_sound_stays_whole():
    with pytest.raises(UserError, match="speech-gain"):
        mix_of(Flags(speech_gain=3.0, separator="none"))


def test_offset_mute_and_solo_become_the_mix():
    flags = Flags(music_offset=-1.5, ambience_offset=2.0, mute=["speech"], solo=["music", "speech"])
    mix = mix_of(flags)
    assert (mix.music.offset_sec, mix.ambience.offset_sec) == (-1.5, 2.0)
    assert [lane for lane in ("music", "ambience", "speech") if mix.plays(lane)] == ["music"]


@pytest.mark.parametrize("flags", [{"mute": ["speech"]}, {"solo": ["speech"]}])
def test_speech_is_no_lane_while_the_sound_stays_whole(flags):
    with pytest.raises(UserError, match="speech"):
        mix_of(Flags(separator="none", **flags))


def test_vetoes_and_replacements_are_told_apart_by_what_they_name():
    flags = Flags(veto=["fear", "sea-waves"], replace=["siren=street", "awe=contentment"])
    assert hearing_of(flags) == Hearing(
        None,
        (Change("fear"), Change("awe", "contentment")),
        (Change("sea waves"), Change("siren", "street")),
    )


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ({"veto": ["fears"]}, "Did you mean"),
        ({"replace": ["siren"]}, "no two sounds"),
        ({"replace": ["siren=awe"]}, "cannot be replaced"),
        ({"replace": ["fear=street"]}, "cannot be replaced"),
        ({"veto": ["fear"], "replace": ["fear=awe"]}, "twice"),
        ({"veto": ["fear"], "mood": "awe"}, "--mood"),
    ],
)
def test_what_cannot_be_put_right_is_said(flags, said):
    with pytest.raises(UserError, match=said):
        hearing_of(Flags(**flags))
