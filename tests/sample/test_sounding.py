"""The sound of a film: taken apart once, asked for often, and said plainly when there is none."""

from dataclasses import replace

import numpy as np
import pytest

from lvocal.media.audio import RATE_HZ, read_audio
from lvocal.model.bundle import tiny_networks
from lvocal.sample.pipeline import end_of, separate
from lvocal.sample.sounding import mixed_sound
from lvocal.values import Lane, SoundMix, UserError
from tests.media.films import make_film

NETWORKS = tiny_networks(3)


def mixed(source, mix, networks=NETWORKS):
    return end_of(mixed_sound(source, mix, networks, lambda: None), lambda: None)


@pytest.fixture
def film(tmp_path):
    return make_film(tmp_path / "film.mp4", num_frames=24, sound="aac")


def test_each_road_hears_its_own_stem_and_the_film_keeps_its_sound(film):
    found, sound = separate(SoundMix(), film, NETWORKS), mixed(film, SoundMix())
    length = sound.music.samples.shape[1]
    np.testing.assert_array_equal(sound.music.samples, found.music.samples[:, :length])
    np.testing.assert_array_equal(sound.ambience.samples, found.effects.samples[:, :length])
    assert sound.heard is None
    assert [level.name for level in sound.stems] == ["speech", "music", "effects"]


def test_without_a_separator_both_roads_hear_all_of_it(film):
    sound = mixed(film, SoundMix(separator="none"))
    np.testing.assert_array_equal(sound.music.samples, sound.ambience.samples)
    assert sound.stems == () and sound.heard is None


def test_new_music_is_heard_with_speech_and_effects_but_without_the_old(film):
    found = separate(SoundMix(), film, NETWORKS)
    sound = mixed(film, SoundMix(music=Lane("preset:awe", gain_db=-30)))
    rest = sound.heard.samples - sound.music.samples
    length = rest.shape[1]
    kept = found.speech.samples + found.effects.samples
    np.testing.assert_allclose(rest, kept[:, :length], atol=1e-5)


def test_a_film_is_taken_apart_once(film):
    asked = []

    class Counting:
        name, step, halo_samples = "mini", NETWORKS.separator.step, NETWORKS.separator.halo_samples

        def stems_of(self, sound):
            asked.append(sound.shape)
            return NETWORKS.separator.stems_of(sound)

    networks = replace(NETWORKS, fingerprint="counted", separator=Counting())
    mixed(film, SoundMix(), networks)
    first = len(asked)
    mixed(film, SoundMix(music=Lane(gain_db=3)), networks)
    separate(SoundMix(), film, networks)
    assert first > 0 and len(asked) == first


def test_a_film_without_sound_has_no_stems(tmp_path):
    with pytest.raises(UserError, match="no sound"):
        separate(SoundMix(), make_film(tmp_path / "mute.mp4"), NETWORKS)


def test_stems_are_as_long_as_the_sound(film):
    assert (
        separate(SoundMix(), film, NETWORKS).speech.samples.shape == read_audio(film, RATE_HZ).samples.shape
    )
