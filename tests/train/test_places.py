"""Truths of where a sound is at home."""

import numpy as np

from lvocal.media.shards import Picture, Region
from lvocal.train.places import ELSEWHERE, is_at_home, reach


def lake(scene: str | None = None) -> Picture:
    lab = np.full((40, 60, 3), 128, np.uint8)
    mask = np.zeros((40, 60), np.uint8)
    mask[20:] = 3
    return Picture("a", "scenes", lab, mask, (Region(3, "water", 0.5, (50.0, 0.0, -20.0)),), scene=scene)


def bare(scene: str | None, source: str = "scenes") -> Picture:
    return Picture("b", source, np.full((40, 60, 3), 128, np.uint8), scene=scene)


def test_home_is_seen_from_regions_scenes_or_not_at_all() -> None:
    assert is_at_home(lake(), ["sea waves"]) is True
    assert is_at_home(bare("sea"), ["sea waves"]) is True
    assert is_at_home(bare("street"), ["sea waves"]) is False
    assert is_at_home(bare(None, "camvid"), ["street"]) is True
    assert is_at_home(bare(None, "flickr8k"), ["sea waves"]) is None
    assert is_at_home(bare("street"), ["clock"]) is None


def test_waves_act_on_the_water_and_less_above_it() -> None:
    acts = reach(lake("sea"), ["sea waves"])
    assert acts[35].min() > 0.99 and abs(acts[2].max() - ELSEWHERE) < 1e-6


def test_a_sound_of_another_place_acts_less_and_one_that_nobody_can_place_acts_in_full() -> None:
    assert np.allclose(reach(bare("street"), ["sea waves"]), ELSEWHERE)
    assert (reach(bare(None, "flickr8k"), ["sea waves"]) == 1).all()


def test_fire_acts_round_the_light() -> None:
    lab = np.full((60, 60, 3), 128, np.uint8)
    lab[..., 0] = 40
    lab[40:48, 26:34, 0] = 250
    acts = reach(Picture("c", "scenes", lab, scene="forest"), ["crackling fire"])
    assert acts[44, 30] > 0.75 > acts[2, 2]
