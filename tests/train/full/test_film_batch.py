"""What the full-size colorizer sees: told as colouring tells it, drawn by seed and number alone."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lvocal.checkpoint.toy_hub import write_toy_wan
from lvocal.checkpoint.wan import load_codec
from lvocal.color.spaces import luma, srgb_to_lab
from lvocal.sample.canvas import Told
from lvocal.sample.painter import lightness
from lvocal.sample.video_canvas import VideoCanvas
from lvocal.train.full.clip_stream import read_shard, read_shards
from lvocal.train.full.film_batch import FilmBatches, Telling, revealed_film
from lvocal.train.full.film_losses import noise_levels
from lvocal.train.full.sample import ClipSample
from tests.train.full.films import SHARED, TEXT, write_shards

NOTHING, EVERYTHING = Telling(0, 0, 0, 0, 0), Telling(1, 1, 1, 1, 1)


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> list[ClipSample]:
    shards = read_shards(write_shards(tmp_path_factory.mktemp("shards"), train=(4,)), "train")
    return list(read_shard(shards, "train-0000-00.tar"))


def batch(clips: list[ClipSample], telling: Telling, number: int = 0):
    return FilmBatches(telling, np.zeros((1, TEXT), np.float16), SHARED, seed=0)(clips, number)


def test_everything_there_is_is_told_unless_it_is_dropped(clips) -> None:
    told = batch(clips, NOTHING)
    assert told.has_music.tolist() == [1, 1, 1, 1] and told.has_ambience.tolist() == [1, 1, 1, 0]
    assert told.text[:, :3].any() and not told.text[:, 3:].any() and told.text.shape[1] == 512
    assert not told.palette.any() and len(told.shown) == 0
    left = batch(clips, EVERYTHING)
    assert not (left.text.any() or left.has_music.any() or left.has_ambience.any())
    assert left.palette.any(dim=1).all() and left.told_of.tolist() == [0, 1, 2, 3]
    assert left.told.flatten(1).any(dim=1).all() and left.shown.shape == (4, 3, 5, 32, 48)


def test_clips_at_other_rates_have_their_tokens_repeated(clips) -> None:
    mixed = [clips[0], replace(clips[1], ambience=np.arange(5 * SHARED, dtype=np.float32).reshape(5, SHARED))]
    heard = batch(mixed, NOTHING).ambience
    assert heard.shape == (2, 2, 3, SHARED)
    assert torch.equal(heard[0, 0, 0], heard[0, 0, 1]) and not torch.equal(heard[1, 0, 0], heard[1, 1, 0])


def test_what_is_drawn_depends_on_seed_and_number_alone(clips) -> None:
    some = Telling(0.5, 0.5, 0.5, 0.5, 0.5)
    one, again, other = batch(clips, some, 3), batch(clips, some, 3), batch(clips, some, 4)
    assert all(torch.equal(value, vars(again)[name]) for name, value in vars(one).items())
    assert not all(
        value.shape == vars(other)[name].shape and torch.equal(value, vars(other)[name])
        for name, value in vars(one).items()
    )


def test_colours_are_revealed_as_the_canvas_reveals_them(clips, tmp_path: Path) -> None:
    """A whole frame and a corner of another: what training encodes is what colouring would."""
    write_toy_wan(tmp_path)
    codec, frames = load_codec(str(tmp_path)), clips[0].frames()
    cells = np.zeros((2, 4, 6), bool)
    cells[0], cells[1, :2, :3] = True, True
    film = torch.from_numpy(revealed_film(frames, cells))
    unit = frames.astype(np.float32) / 255
    light = lightness(luma(unit).astype(np.float32))
    told = [Told(at, torch.from_numpy(cells[at]), torch.from_numpy(_ab(unit[4 * at]))) for at in (0, 1)]
    shown = VideoCanvas(codec).reveal(told, light)
    latent, mask = shown[:, :-1], shown[:, -1:]
    assert torch.equal(mask[0, 0].bool(), torch.from_numpy(cells))
    ours = codec.encode(film[None].float() / 255) * mask
    assert (ours - latent).abs().mean() < 0.02 * latent.abs().mean()


def _ab(rgb: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(srgb_to_lab(rgb)[..., 1:].transpose(2, 0, 1), dtype=np.float32)


def test_noise_levels_lean_towards_noise_as_wan_s_steps_do() -> None:
    even, shifted = (noise_levels(20_000, s, torch.Generator().manual_seed(0)) for s in (1.0, 3.0))
    assert 0 < even.min() and even.max() <= 1 and abs(float(even.mean()) - 0.5) < 0.01
    torch.testing.assert_close(shifted, 3 * even / (1 + 2 * even))


@pytest.mark.parametrize("name", list(vars(Telling())))
def test_shares_lie_between_nothing_and_all(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        Telling(**{name: 1.5})
