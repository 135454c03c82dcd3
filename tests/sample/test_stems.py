"""Taking a soundtrack apart: the stems are the whole again, stretches leave no seam, and one can stop."""

import numpy as np
import pytest

from lvocal.media.audio import RATE_HZ
from lvocal.model.bundle import tiny_networks
from lvocal.sample import stems as stems_module
from lvocal.sample.pipeline import end_of
from lvocal.sample.stems import mean_level, take_apart
from lvocal.values import Cancelled, Stems, Waveform

SEPARATOR = tiny_networks().separator


def noise(length: int, channels: int = 2, level: float = 0.1) -> Waveform:
    rng = np.random.default_rng(length)
    return Waveform(level * rng.standard_normal((channels, length)).astype(np.float32), RATE_HZ)


def apart(film: Waveform) -> Stems:
    return end_of(take_apart(film, SEPARATOR, lambda: None), lambda: None)


def stack(stems: Stems) -> np.ndarray:
    return np.stack([stems.speech.samples, stems.music.samples, stems.effects.samples])


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("length", [0, 1, 7, 1024, 50_001])
def test_the_stems_are_the_soundtrack_again(length, channels):
    film = noise(length, channels)
    found = stack(apart(film))
    assert found.shape == (3, channels, length)
    np.testing.assert_allclose(found.sum(0), film.samples, atol=1e-6)


def test_stretches_leave_no_seam(monkeypatch):
    film = noise(3 * RATE_HZ)
    whole = stack(apart(film))
    monkeypatch.setattr(stems_module, "CHUNK_SEC", 0.4)
    np.testing.assert_allclose(stack(apart(film)), whole, atol=1e-5)


def test_progress_goes_up_to_all_of_it_and_one_can_stop(monkeypatch):
    monkeypatch.setattr(stems_module, "CHUNK_SEC", 0.4)
    shares = list(take_apart(noise(RATE_HZ), SEPARATOR, lambda: None))
    assert len(shares) == 3 and shares == sorted(shares) and shares[-1] == 1

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        next(take_apart(noise(RATE_HZ), SEPARATOR, stop))


@pytest.mark.parametrize("level", [0.0, 1e-7])
def test_a_silent_soundtrack_has_silent_stems(level):
    assert not stack(apart(noise(20_000, level=level))).any()


def test_a_louder_film_has_the_same_stems_louder():
    quiet, loud = noise(30_000, level=0.01), noise(30_000, level=0.1)
    np.testing.assert_allclose(10 * stack(apart(quiet)), stack(apart(loud)), atol=1e-4)


def test_the_mean_level_is_the_root_mean_square():
    assert mean_level(np.full((2, 100), 0.5, np.float32)) == pytest.approx(0.5)
    assert mean_level(np.zeros((2, 0), np.float32)) == 0
