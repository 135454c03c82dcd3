"""Soundtracks to learn from and to measure on: what is put in is what is said to be in."""

from itertools import islice

import numpy as np
import pytest

from lvocal.media.audio import RATE_HZ
from lvocal.media.mixtures import KINDS, brighter, changed, equalizer, mixtures, old_film, room, val_mixtures
from lvocal.media.tracks import Piece, Track

LENGTH = 60_000


def track(source: str, hz: float, count: int = 3) -> Track:
    """Pieces of a tone, half of them kept aside."""
    second = np.sin(2 * np.pi * hz * np.arange(RATE_HZ) / RATE_HZ)
    samples = np.tile((16_000 * second).astype("<i2"), 2 * count)
    pieces = (
        Piece(f"{source}-{n}", source, n * RATE_HZ, (n + 1) * RATE_HZ, n >= count, RATE_HZ // 2)
        for n in range(2 * count)
    )
    return Track(samples, tuple(pieces))


TRACKS = {"speech": track("flite", 300), "music": track("emotify", 1000), "effects": track("esc10", 3000)}


def test_a_mixture_has_a_mean_square_of_one_and_is_its_stems():
    for mixture in islice(mixtures(TRACKS, LENGTH, 0), 12):
        assert mixture.stems.shape == (3, LENGTH) and np.isfinite(mixture.stems).all()
        assert np.mean(mixture.mix**2) == pytest.approx(1, rel=1e-3)
        np.testing.assert_array_equal(mixture.mix, mixture.stems.sum(0))


def test_the_same_seed_makes_the_same_mixtures_and_another_does_not():
    one, again, other = (next(mixtures(TRACKS, LENGTH, seed)).stems for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_val_mixtures_take_turns_and_use_only_what_was_kept_aside():
    made = val_mixtures(TRACKS, LENGTH, 22)
    again = val_mixtures(TRACKS, LENGTH, 22)
    assert {tuple(map(bool, mixture.names)) for mixture in made} >= {(True,) * 3, (True, False, False)}
    for mixture, same in zip(made, again, strict=True):
        np.testing.assert_array_equal(mixture.stems, same.stems)
        for name, stem in zip(mixture.names, mixture.stems, strict=True):
            assert bool(name) == bool(stem.any())
            assert not name or int(name[-1]) >= 3


@pytest.mark.parametrize("raw", [LENGTH - 1000, LENGTH, LENGTH + 1000])
@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_sound_has_the_length_that_was_asked_for(raw, kind):
    rng = np.random.default_rng(3)
    sound = rng.standard_normal(raw).astype(np.float32)
    out = changed(sound, LENGTH, 8000, kind, rng)
    assert out.shape == (LENGTH,) and np.isfinite(out).all() and out.std() > 0.05


def test_brightening_adds_above_the_top_and_leaves_the_rest():
    lines = np.ones(24_001, np.complex64)
    lines[8000:] = 0
    bright = brighter(lines, 8000, np.random.default_rng(0))
    np.testing.assert_array_equal(bright[:7400], lines[:7400])
    assert (np.abs(bright[9000:15_000]) > 0).all() and np.abs(bright).max() <= 1


def test_an_equaliser_and_a_room_change_without_destroying():
    rng = np.random.default_rng(1)
    gain = equalizer(np.linspace(0, 24_000, 500), rng)
    assert gain.shape == (500,) and (gain[:100] > 0.05).all() and gain.max() < 20
    assert room(4800, rng).shape == (2401,)


def test_an_old_film_is_narrow_and_its_hiss_is_an_effect():
    noise = np.random.default_rng(2).standard_normal((3, 48_000)).astype(np.float32)
    noise[2] = 0
    worn = old_film(noise, np.random.default_rng(4))
    spectrum = np.abs(np.fft.rfft(worn[0]))
    assert spectrum[15_000:].mean() < 0.05 * spectrum[500:3000].mean()
    assert 0 < np.sqrt(np.mean(worn[2] ** 2)) < 0.06 * np.sqrt(np.mean(noise.sum(0) ** 2))
