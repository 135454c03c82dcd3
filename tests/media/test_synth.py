"""Presets: the same every time, loops without a seam, and true to what their names promise."""

import numpy as np
import pytest

from lvocal.media.synth import describe, is_mood, preset, preset_names
from lvocal.values import EMOTIONS, UserError

RATE_HZ = 16_000


def spectrum(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Frequencies and shares of the power of a preset."""
    row = preset(name, 20.0, RATE_HZ).samples[0].astype(float)
    power = np.abs(np.fft.rfft(row)) ** 2
    return np.fft.rfftfreq(len(row), 1 / RATE_HZ), power / power.sum()


def share(name: str, low_hz: float, high_hz: float) -> float:
    hz, power = spectrum(name)
    return float(power[(hz >= low_hz) & (hz < high_hz)].sum())


def centroid_hz(name: str) -> float:
    hz, power = spectrum(name)
    return float((hz * power).sum())


def envelope(name: str, hop: int = 160) -> np.ndarray:
    """Power per 10 ms."""
    row = preset(name, 20.0, RATE_HZ).samples[0].astype(float)
    return (row[: len(row) // hop * hop].reshape(-1, hop) ** 2).mean(1)


def onsets_per_sec(name: str) -> float:
    """Sudden rises of loudness."""
    decibels = 10 * np.log10(envelope(name) + 1e-7)
    rise = decibels[2:] - decibels[:-2]
    return float(((rise[1:] > 3) & (rise[:-1] <= 3)).sum() / 20)


def test_ten_surroundings_and_one_mood_for_every_emotion():
    names = preset_names()
    assert len(names) == 18 and names[10:] == EMOTIONS
    assert [is_mood(name) for name in names] == [False] * 10 + [True] * 8
    assert all(len(describe(name)) > 20 for name in names)


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_sound_of_the_asked_length_that_never_clips(name):
    wave = preset(name, 23.456, RATE_HZ)
    assert wave.samples.shape == (2, round(23.456 * RATE_HZ)) and wave.samples.dtype == np.float32
    assert np.abs(wave.samples).max() <= 0.9 + 1e-4
    assert np.sqrt((wave.samples.astype(float) ** 2).mean()) > 0.02
    assert not np.array_equal(wave.samples[0], wave.samples[1])


@pytest.mark.parametrize("name", ["rain", "amusement"])
def test_the_same_name_is_the_same_sound_and_a_variant_another(name):
    from lvocal.media import synth

    first = synth._loop(name, RATE_HZ, 0)
    np.testing.assert_array_equal(first, synth._loop.__wrapped__(name, RATE_HZ, 0))
    other = synth._loop(name, RATE_HZ, 1)
    assert not np.allclose(first[:, :8000], other[:, :8000])


@pytest.mark.parametrize("name", preset_names())
def test_the_join_of_the_loop_is_no_louder_than_its_middle(name):
    turn = preset(name, 30.0, RATE_HZ).samples[0].astype(float)
    from lvocal.media import synth

    length = synth._loop(name, RATE_HZ, 0).shape[1]
    steps = np.abs(np.diff(turn[: length + 10]))
    assert steps[length - 5 : length + 5].max() <= steps[: length - 5].max() * 1.01


@pytest.mark.parametrize("duration_sec", [0.0, 1 / RATE_HZ, 0.01, 41.0])
def test_any_length_can_be_asked_for(duration_sec):
    length = preset("wind", duration_sec, RATE_HZ).samples.shape[1]
    assert length == max(round(duration_sec * RATE_HZ), 1)


def test_an_unknown_preset_is_refused_by_name():
    with pytest.raises(UserError, match="lava"):
        preset("lava", 1.0)


def test_surroundings_sound_where_they_should():
    assert share("wind", 20, 800) > 0.9
    assert share("forest-birds", 1500, 8000) > 0.6
    assert share("night-crickets", 3500, 7000) > 0.5
    assert share("storm", 20, 200) > 3 * share("rain", 20, 200)
    assert centroid_hz("rain") > 2 * centroid_hz("sea-waves")
    assert share("crowd", 200, 3000) > 0.6


def test_waves_come_and_go_and_rain_does_not():
    def swing(name: str) -> float:
        slow = envelope(name).reshape(-1, 50).mean(1)
        return float(slow.max() / slow.min())

    assert swing("sea-waves") > 4 > 2 > swing("rain")


def test_fire_crackles():
    def spikiness(name: str) -> float:
        edges = np.diff(preset(name, 20.0, RATE_HZ).samples[0].astype(float))
        return float((edges**4).mean() / (edges**2).mean() ** 2)  # 3 for plain noise

    assert spikiness("crackling-fire") > 3 * spikiness("wind")


def test_moods_move_as_fast_as_they_feel():
    slow = max(onsets_per_sec(name) for name in ("sadness", "awe"))
    fast = min(onsets_per_sec(name) for name in ("amusement", "excitement"))
    assert fast > 1.5 * slow


def test_sadness_is_darker_than_joy_and_anger_rougher_than_calm():
    assert centroid_hz("sadness") < centroid_hz("excitement")
    assert share("anger", 3000, 8000) > 5 * share("contentment", 3000, 8000)
