"""Truths of real clips: what is read of them, what is kept aside, and how they become examples."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lvocal.train.batches import Batches
from lvocal.train.real_clips import MOST, SHORT_PX, is_kept_aside, read_clips, stretch
from lvocal.train.regions import NOBODY_ASKS
from tests.media.films import make_film
from tests.train.test_batches import RECIPE, Vocabulary, pictures

LEARNED = next(name for name in map(str, range(99)) if not is_kept_aside(Path(name)))
ASIDE = next(name for name in map(str, range(99)) if is_kept_aside(Path(name)))


def test_every_fourth_frame_is_read_in_its_colours(tmp_path: Path) -> None:
    make_film(tmp_path / f"{LEARNED}.mp4", 64, 48, 12, chroma=40)
    make_film(tmp_path / f"{ASIDE}.mp4", 64, 48, 12, chroma=40)
    (shot,) = read_clips(tmp_path, least=2)
    assert shot.shape == (3, SHORT_PX, SHORT_PX * 64 // 48, 3) and shot.dtype == np.uint8
    assert np.median(shot[..., 2]) < 118, "more Cb is more blue"
    assert len(np.unique(shot[..., 0].mean(axis=(1, 2)))) == 3


def test_short_shots_and_what_is_no_film_are_left_out(tmp_path: Path) -> None:
    make_film(tmp_path / f"{LEARNED}.mp4", num_frames=12)
    broken = next(name for name in map(str, range(99)) if name != LEARNED and not is_kept_aside(Path(name)))
    (tmp_path / f"{broken}.mp4").write_bytes(b"no film")
    assert len(read_clips(tmp_path, least=3)) == 1 and read_clips(tmp_path, least=4) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_stretch_keeps_the_order_of_time(seed: int) -> None:
    shot = np.arange(MOST)[:, None]
    part = stretch(shot, 4, np.random.default_rng(seed))[:, 0]
    assert (np.diff(part) == 1).all() and len(part) == 4
    assert np.array_equal(stretch(shot[:4], 4, np.random.default_rng(seed)), shot[:4])


def test_examples_of_several_frames_come_from_clips_and_stills_do_not() -> None:
    clip = np.full((5, 60, 50, 3), (120, 160, 100), np.uint8)
    clip[..., 0] += np.arange(5, dtype=np.uint8)[:, None, None] * 20
    recipe = replace(RECIPE, real_clips=1.0, show_reference=0.0, show_palette=0.0)
    batches = Batches(pictures(), Vocabulary(["coat", "sea"]), None, recipe, 0, [clip])
    for batch in map(batches.make, range(6)):
        filmed = bool((batch.ab == batch.ab[:, :, :1, :1, :1]).all())
        assert filmed == (batch.latent.shape[2] > 1)
        if filmed:
            light = batch.lightness.mean(dim=(1, 3, 4))
            assert (light.diff(dim=1) > 5).all(), "frames follow one another"
            assert (batch.regions == NOBODY_ASKS).all() and not batch.tokens.mask.any()
