"""Mixing: each source is heard once, equally loud, and untouched sound stays untouched."""

import numpy as np
import pytest

from lvocal.media.audio import RATE_HZ, write_wav
from lvocal.media.loudness import ceiling, loudness_lufs, match_gain
from lvocal.media.mix import loop, render_lane, render_mix
from lvocal.values import Lane, SoundMix, Stems, UserError, Waveform


def tone(seconds: float, hz: float, level: float = 0.2) -> Waveform:
    row = level * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)
    return Waveform(np.tile(row.astype(np.float32), (2, 1)), RATE_HZ)


def level_at(wave: Waveform, hz: float) -> float:
    """Amplitude of one frequency."""
    row = wave.samples[0].astype(float)
    time = np.arange(len(row)) / wave.rate_hz
    return float(2 * abs(np.mean(row * np.exp(-2j * np.pi * hz * time))))


FILM = tone(4.0, 300.0)


@pytest.fixture
def files(tmp_path):
    """Two sounds of other pitches, one far too loud, one far too quiet."""
    write_wav(tmp_path / "loud.wav", tone(4.0, 700.0, 0.9))
    write_wav(tmp_path / "quiet.wav", tone(4.0, 1100.0, 0.01))
    return str(tmp_path / "loud.wav"), str(tmp_path / "quiet.wav")


def test_nothing_changed_is_untouched_and_feeds_both_roads():
    mixed = render_mix(SoundMix(), FILM, 4.0)
    assert mixed.heard is None
    np.testing.assert_array_equal(mixed.music.samples, FILM.samples)
    np.testing.assert_array_equal(mixed.ambience.samples, FILM.samples)


def test_new_music_is_heard_with_the_original(files):
    mixed = render_mix(SoundMix(music=Lane(files[0])), FILM, 4.0)
    assert level_at(mixed.heard, 300) == pytest.approx(0.2, rel=0.02)
    assert level_at(mixed.heard, 700) > 0.1
    assert level_at(mixed.music, 300) < 0.001
    assert level_at(mixed.ambience, 700) < 0.001


def test_two_new_lanes_leave_the_original_out(files):
    mixed = render_mix(SoundMix(Lane(files[0]), Lane(files[1])), FILM, 4.0)
    assert level_at(mixed.heard, 300) < 0.001
    assert level_at(mixed.heard, 700) > 0.1 and level_at(mixed.heard, 1100) > 0.1


def test_one_source_in_both_lanes_is_heard_once(files):
    both = render_mix(SoundMix(Lane(files[0]), Lane(files[0])), FILM, 4.0)
    np.testing.assert_allclose(both.heard.samples, both.music.samples)


def test_silencing_one_road_leaves_the_film_its_own_sound():
    mixed = render_mix(SoundMix(music=Lane("silence")), FILM, 4.0)
    assert mixed.heard is None and mixed.music is None and mixed.ambience is not None


def test_two_silences_are_heard_as_silence():
    mixed = render_mix(SoundMix(Lane("silence"), Lane("silence")), FILM, 4.0)
    assert not mixed.heard.samples.any()


def test_a_mute_film_keeps_its_silence_and_takes_presets():
    assert render_mix(SoundMix(), None, 2.0).music is None
    mixed = render_mix(SoundMix(ambience=Lane("preset:rain")), None, 2.0)
    assert mixed.music is None and mixed.heard.samples.shape == (2, 2 * RATE_HZ)


@pytest.mark.parametrize("which", [0, 1])
def test_sources_are_as_loud_as_the_film(files, which):
    lane = render_lane(Lane(files[which]), FILM, 4.0)
    assert loudness_lufs(lane) == pytest.approx(loudness_lufs(FILM), abs=0.3)


def test_without_a_film_sources_meet_the_broadcast_level(files):
    assert loudness_lufs(render_lane(Lane(files[0]), None, 4.0)) == pytest.approx(-23, abs=0.3)


@pytest.mark.parametrize("blend", [0.0, 0.25, 0.5, 1.0])
def test_a_cross_fade_keeps_the_power(files, blend):
    lane = render_lane(Lane(files[0], files[1], blend), FILM, 4.0)
    a, b = level_at(lane, 700), level_at(lane, 1100)
    full_a = level_at(render_lane(Lane(files[0]), FILM, 4.0), 700)
    full_b = level_at(render_lane(Lane(files[1]), FILM, 4.0), 1100)
    assert (a / full_a) ** 2 + (b / full_b) ** 2 == pytest.approx(1, abs=0.01)
    assert (b / full_b) ** 2 == pytest.approx(np.sin(blend * np.pi / 2) ** 2, abs=0.01)


def test_gain_is_in_decibels(files):
    plain, louder = (render_lane(Lane(files[1], gain_db=gain), FILM, 4.0) for gain in (0.0, 6.0))
    np.testing.assert_allclose(louder.samples, plain.samples * 10**0.3, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("offset_sec", [-1.5, 0.0, 1.5, 9.0])
def test_an_offset_moves_the_film_sound(offset_sec):
    clicks = np.zeros((2, 4 * RATE_HZ), np.float32)
    clicks[:, 2 * RATE_HZ] = 0.5
    lane = render_lane(Lane(offset_sec=offset_sec), Waveform(clicks, RATE_HZ), 4.0)
    found = np.flatnonzero(lane.samples[0])
    expected = round((2 + offset_sec) * RATE_HZ)
    assert list(found) == ([expected] if expected < 4 * RATE_HZ else [])


@pytest.mark.parametrize("length", [1, 2, 3, 100, 30_000, 70_000])
def test_short_sources_fill_the_film_without_a_gap(length):
    rng = np.random.default_rng(0)
    short = Waveform(rng.uniform(-0.5, 0.5, (2, length)).astype(np.float32), RATE_HZ)
    long = loop(short, 4 * RATE_HZ)
    assert long.samples.shape == (2, 4 * RATE_HZ)
    power = (long.samples[0].reshape(-1, 9600).astype(float) ** 2).mean(1)
    assert power.min() > 0.5 * (short.samples.astype(float) ** 2).mean() if length > 3 else power.min() > 0
    np.testing.assert_array_equal(long.samples[:, : min(length, 3)], short.samples[:, : min(length, 3)])


def test_a_loop_of_a_steady_sound_has_no_hole_at_the_join():
    rng = np.random.default_rng(1)
    long = loop(Waveform(rng.normal(0, 0.1, (1, 3 * RATE_HZ)).astype(np.float32), RATE_HZ), 10 * RATE_HZ)
    power = (long.samples[0].reshape(-1, 4800).astype(float) ** 2).mean(1)
    assert power.min() > 0.8 * 0.01 and power.max() < 1.25 * 0.01


@pytest.mark.parametrize("length", [0, 1, 100, 19_200, 20_000])
@pytest.mark.parametrize("level", [0.0, 1e-7, 0.3])
def test_loudness_of_awkward_sound_is_a_number_or_none(length, level):
    wave = Waveform(np.full((2, length), level, np.float32) * np.sign(np.sin(np.arange(length))), RATE_HZ)
    value = loudness_lufs(wave)
    assert value is None or -50 < value < 5
    assert np.isfinite(match_gain(wave, None))
    assert (value is not None) == (level == 0.3 and length >= 100)


def test_the_mix_never_clips(files):
    mixed = render_mix(SoundMix(Lane(files[0], gain_db=24), Lane(files[1], gain_db=24)), FILM, 4.0)
    assert np.abs(mixed.heard.samples).max() <= 10 ** (-1 / 20) + 1e-6
    assert ceiling(FILM) is FILM


def test_unknown_sources_are_named(tmp_path):
    with pytest.raises(UserError, match="no sound preset"):
        render_lane(Lane("preset:lava"), None, 1.0)
    with pytest.raises(UserError, match=r"gone\.wav"):
        render_lane(Lane(str(tmp_path / "gone.wav")), None, 1.0)


PARTS = Stems(tone(4.0, 200.0, 0.1), tone(4.0, 500.0, 0.1), tone(4.0, 900.0, 0.1))
WHOLE = Waveform(sum(part.samples for part in (PARTS.speech, PARTS.music, PARTS.effects)), RATE_HZ)


def heard_levels(mix: SoundMix, stems: Stems = PARTS) -> list[float]:
    """Speech, music, effects and new music in what is heard."""
    heard = render_mix(mix, WHOLE, 4.0, stems).heard
    return [round(level_at(heard, hz), 2) for hz in (200, 500, 900, 700)]


def test_each_road_hears_its_own_stem_and_an_untouched_mix_is_copied():
    mixed = render_mix(SoundMix(), WHOLE, 4.0, PARTS)
    assert mixed.heard is None
    np.testing.assert_array_equal(mixed.music.samples, PARTS.music.samples)
    np.testing.assert_array_equal(mixed.ambience.samples, PARTS.effects.samples)


def test_new_music_replaces_the_old_and_leaves_speech_and_effects(files):
    speech, old, effects, new = heard_levels(SoundMix(music=Lane(files[0])))
    assert (speech, old, effects) == (0.1, 0, 0.1) and new > 0.05


def test_speech_stays_when_both_lanes_are_silent():
    assert heard_levels(SoundMix(Lane("silence"), Lane("silence"))) == [0.1, 0, 0, 0]


@pytest.mark.parametrize(
    ("mix", "levels"),
    [
        (SoundMix(speech_db=-20), [0.01, 0.1, 0.1, 0]),
        (SoundMix(music=Lane(gain_db=-20)), [0.1, 0.01, 0.1, 0]),
        (SoundMix(ambience=Lane(gain_db=-20)), [0.1, 0.1, 0.01, 0]),
    ],
)
def test_each_stem_has_a_fader(mix, levels):
    assert heard_levels(mix) == levels


def test_a_stem_thirty_decibels_below_the_whole_is_silence():
    faint = Stems(PARTS.speech, tone(4.0, 500.0, 0.002), PARTS.effects)
    mixed = render_mix(SoundMix(), WHOLE, 4.0, faint)
    assert mixed.music is None and mixed.ambience is not None
    assert [level.is_silent for level in mixed.stems] == [False, True, False]


def test_a_film_without_speech_stays_silent_under_two_silences():
    mute = Stems(tone(4.0, 200.0, 0.001), PARTS.music, PARTS.effects)
    mixed = render_mix(SoundMix(Lane("silence"), Lane("silence")), WHOLE, 4.0, mute)
    assert not mixed.heard.samples.any()


def test_speech_has_no_fader_while_the_sound_stays_whole():
    with pytest.raises(ValueError, match="speech"):
        SoundMix(speech_db=1.0, separator="none")


@pytest.mark.parametrize(
    ("mix", "levels"),
    [
        (SoundMix(muted=("music",)), [0.1, 0, 0.1, 0]),
        (SoundMix(muted=("speech",)), [0, 0.1, 0.1, 0]),
        (SoundMix(soloed=("ambience",)), [0, 0, 0.1, 0]),
        (SoundMix(soloed=("music", "speech")), [0.1, 0.1, 0, 0]),
        (SoundMix(muted=("music",), soloed=("music", "speech")), [0.1, 0, 0, 0]),
        (SoundMix(muted=("music", "ambience", "speech")), [0, 0, 0, 0]),
    ],
)
def test_what_does_not_play_is_neither_heard_nor_on_its_road(mix, levels):
    assert heard_levels(mix) == levels
    mixed = render_mix(mix, WHOLE, 4.0, PARTS)
    assert (mixed.music is None) == (levels[1] == 0) and (mixed.ambience is None) == (levels[2] == 0)


def test_every_lane_is_drawn_as_it_plays():
    mixed = render_mix(SoundMix(music=Lane(gain_db=-20), muted=("speech",)), WHOLE, 4.0, PARTS)
    assert {name: round(float(rows.max()), 3) for name, rows in mixed.peaks.items()} == {
        "music": 0.01, "ambience": 0.1, "speech": 0.0,
    }  # fmt: skip
    assert "speech" not in render_mix(SoundMix(separator="none"), WHOLE, 4.0).peaks


@pytest.mark.parametrize("said", [{"muted": ("effects",)}, {"soloed": ("speech",), "separator": "none"}])
def test_a_lane_that_is_not_there_cannot_be_muted(said):
    with pytest.raises(ValueError, match="lane"):
        SoundMix(**said)
