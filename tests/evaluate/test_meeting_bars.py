"""Truths of the figures about sound meeting picture and words."""

from dataclasses import replace

import numpy as np
import pytest

from lvocal.evaluate import painting
from lvocal.evaluate.bars import meeting_bars
from lvocal.evaluate.bars.meeting_bars import conflict, relevance
from lvocal.media.shards import Picture
from lvocal.values import Waveform
from tests.evaluate.pictures import fashion, photograph, trial


@pytest.fixture(autouse=True)
def noises(monkeypatch):
    """Presets take long to make; a second of noise in place of each will do."""

    def preset(name: str, seconds: float) -> Waveform:
        rng = np.random.default_rng(sum(name.encode()))
        return Waveform(rng.normal(0, 0.1, (1, 16_000)).astype(np.float32), 16_000)

    monkeypatch.setattr(painting, "preset", preset)


def scene(name: str) -> Picture:
    return replace(photograph(name), source="scenes", scene=name)


@pytest.mark.parametrize(("order", "measured", "passed"), [(1, "100%", True), (-1, "0%", False)])
def test_every_sound_is_held_against_scenes_where_it_is_and_is_not_at_home(
    monkeypatch, order: int, measured: str, passed: bool
) -> None:
    homes = {"sea": 0, "forest": 1, "buildings": 2}

    def trust(given, picture, places):
        return order * np.eye(3)[homes[picture.scene]]

    monkeypatch.setattr(meeting_bars, "_trust", trust)
    (row,) = relevance(trial(*map(scene, homes), photograph()))
    assert (row.measured, row.passed) == (measured, passed)


def test_the_real_gate_gives_a_share() -> None:
    (row,) = relevance(trial(scene("street"), scene("sea")))
    assert row.measured.endswith("%")


def test_where_all_scenes_are_alike_there_is_nothing_to_measure() -> None:
    (row,) = relevance(trial(photograph()))
    assert row.passed is None


@pytest.mark.parametrize(("moves", "measured", "passed"), [("garment", "0%", False), ("rest", "100%", True)])
def test_words_rule_where_the_garment_stays_while_the_rest_moves(
    monkeypatch, moves, measured, passed
) -> None:
    def paint(networks, still, sentences, settings, mood):
        inside = still.mask == 2
        sad = np.zeros((2, *inside.shape), np.float32)
        return np.stack([sad, sad + 5.0 * (inside if moves == "garment" else ~inside)])

    monkeypatch.setattr(meeting_bars, "paint", paint)
    share, named, rest = conflict(trial(fashion()))
    assert (share.measured, share.passed) == (measured, passed)
    assert {named.measured, rest.measured} == {"0.0", "7.1"}


def test_the_real_painter_gives_figures() -> None:
    assert all(row.measured[0].isdigit() for row in conflict(trial(fashion())))
