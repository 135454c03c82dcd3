"""Truths of the figures about sound."""

from pathlib import Path

import numpy as np
import pytest
import torch

from lvocal.evaluate import painting
from lvocal.evaluate.bars import sound_bars
from lvocal.evaluate.bars.sound_bars import ambience, hearing, music, right_emotions, right_names, zero
from lvocal.media.sound_shards import Recording
from lvocal.model.bundle import tiny_networks
from lvocal.model.listen import LABELS
from lvocal.model.reading import Reading
from lvocal.values import EMOTIONS, Waveform
from tests.evaluate.pictures import photograph, trial
from tests.media.sounds import CALM, write_shard


def recording(label: str = "rain", emotion: str | None = None) -> Recording:
    shares = None if emotion is None else tuple(float(emotion == other) for other in EMOTIONS)
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
    return Recording("x", "esc10", True, (label,), shares, noise)


@pytest.fixture
def heard(monkeypatch):
    """Whatever sounds, rain is heard loudest but for the wind, and fear is felt."""
    logits = torch.full((len(LABELS),), -9.0)
    logits[LABELS.index("rain")], logits[LABELS.index("wind")] = 1.0, 5.0
    shares = torch.zeros(len(EMOTIONS))
    shares[EMOTIONS.index("fear")] = 1.0
    monkeypatch.setattr(sound_bars, "_read", lambda networks, sound: Reading(logits, shares))


def test_places_are_told_apart_among_ten_names_only(heard) -> None:
    assert right_names(tiny_networks(), [recording("rain"), recording("dog")]) == [True, False]


def test_an_emotion_is_right_when_it_is_what_people_felt(heard) -> None:
    assert right_emotions(tiny_networks(), [recording(emotion="fear"), recording(emotion="awe")]) == [
        True, False,
    ]  # fmt: skip


def test_without_sounds_the_table_says_so(tmp_path: Path) -> None:
    rows = hearing(trial(photograph(), data=tmp_path))
    assert len(rows) == 2
    assert all(row.passed is None and str(tmp_path) in row.measured for row in rows)


def test_only_what_was_kept_aside_is_listened_to(tmp_path: Path) -> None:
    (tmp_path / "audio").mkdir()
    tone = 0.3 * np.sin(np.arange(24_000) / 9)
    facts = {
        "a": {"label": "rain", "fold": 1, "split": "train"},
        "b": {"label": "rain", "fold": 5, "split": "val"},
        "c": {"gems": CALM | {"sadness": 1.0}, "split": "val"},
        "d": {"gems": CALM | {"sadness": 1.0}, "split": "train"},
        "e": {"label": "storm", "split": "val"},
    }
    write_shard(tmp_path / "audio" / "x-000.tar", {key: (fact, tone) for key, fact in facts.items()})
    places, emotions = hearing(trial(photograph(), data=tmp_path))
    assert places.measured in ("0% of 1", "100% of 1") and emotions.measured in ("0% of 1", "100% of 1")


@pytest.fixture
def noises(monkeypatch):
    """Presets take long to make; a second of noise in place of each will do."""

    def preset(name: str, seconds: float) -> Waveform:
        rng = np.random.default_rng(sum(name.encode()))
        return Waveform(rng.normal(0, 0.1, (1, 16_000)).astype(np.float32), 16_000)

    monkeypatch.setattr(painting, "preset", preset)


@pytest.mark.parametrize("part", [music, ambience])
def test_the_real_painter_gives_shares(part, noises) -> None:
    rows = part(trial(photograph(), limit=1))
    assert all(row.measured in ("0%", "100%") for row in rows)


def test_strength_zero_is_bit_identical_to_silence(monkeypatch, noises) -> None:
    given = trial(photograph())
    (row,) = zero(given)
    assert row.passed and row.measured == "bit-identical"
    paint = sound_bars.paint
    monkeypatch.setattr(  # a painter that listens whatever the strength
        sound_bars, "paint", lambda *args: paint(*args) + (1e-6 if len(args) > 4 else 0)
    )
    (row,) = zero(given)
    assert not row.passed
