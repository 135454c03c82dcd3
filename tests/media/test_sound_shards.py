"""Truths of recorded sounds: what they are called, and what their listeners felt."""

import numpy as np
import pytest

from lvocal.media.sound_shards import mikels_from_gems, read_recordings, shards_of, strongest
from lvocal.values import EMOTIONS
from tests.media.sounds import CALM, write_shard

TONE = 0.4 * np.sin(np.arange(24_000) / 12)


@pytest.mark.parametrize(
    ("rating", "emotion"),
    [
        ("solemnity", "awe"),
        ("calmness", "contentment"),
        ("sadness", "sadness"),
        ("joyful_activation", "amusement"),
    ],
)
def test_one_clear_rating_is_one_clear_emotion(rating, emotion):
    shares = mikels_from_gems(CALM | {rating: 0.8})
    assert strongest(shares) == emotion
    assert sum(shares) == pytest.approx(1) and min(shares) >= 0


def test_tension_is_anger_with_power_and_fear_without():
    weak = mikels_from_gems(CALM | {"tension": 0.8})
    strong = mikels_from_gems(CALM | {"tension": 0.8, "power": 0.8})
    assert strongest(weak) == "fear"
    assert strong[EMOTIONS.index("anger")] > strong[EMOTIONS.index("fear")]


@pytest.fixture
def shard(tmp_path):
    (tmp_path / "audio").mkdir()
    sounds = {
        "a": ({"label": "rain", "fold": 1, "split": "train"}, TONE),
        "b": ({"label": "clock tick", "fold": 5, "split": "val"}, TONE),
        "c": ({"label": "a label nobody knows", "split": "val"}, TONE),
        "d": ({"gems": CALM | {"sadness": 1.0}, "split": "val"}, TONE),
        "e": ({"label": "heavy rain", "split": "train"}, TONE),
        "f": ({"label": "silence", "split": "train"}, TONE),
    }
    write_shard(tmp_path / "audio" / "x-000.tar", sounds)
    return tmp_path / "audio" / "x-000.tar"


def test_a_shard_gives_its_sounds_with_source_and_labels(shard) -> None:
    assert [(sound.name, sound.source, sound.labels, sound.is_val) for sound in read_recordings(shard)] == [
        ("a", "esc10", ("rain",), False),
        ("b", "esc10", ("clock",), True),
        ("d", "emotify", ("music",), True),
        ("e", "ambient", ("rain",), False),
        ("f", "ambient", (), False),
    ]


def test_only_music_has_an_emotion(shard) -> None:
    felt = {sound.name: sound.emotion and strongest(sound.emotion) for sound in read_recordings(shard)}
    assert felt == {"a": None, "b": None, "d": "sadness", "e": None, "f": None}


@pytest.mark.parametrize(("split", "names"), [("val", "bd"), ("train", "aef")])
def test_one_split_can_be_read_alone(shard, split: str, names: str) -> None:
    sounds = list(read_recordings(shard, split))
    assert "".join(sound.name for sound in sounds) == names
    assert all(len(sound.samples) == pytest.approx(8000, abs=400) for sound in sounds)


def test_shards_lie_in_audio(shard, tmp_path) -> None:
    assert shards_of(tmp_path) == [shard]
    assert shards_of(tmp_path / "elsewhere") == []
