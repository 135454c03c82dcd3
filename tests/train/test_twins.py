"""Truths of twins: two looks at one picture, and the loss that holds them together (CoolColor eq. 5)."""

import numpy as np
import pytest
import torch

from lvocal.media.shards import Picture
from lvocal.model.text import Vocabulary
from lvocal.train.augment import Camera
from lvocal.train.batch_recipe import BatchRecipe, Shape
from lvocal.train.batches import Batches
from lvocal.train.losses import equivariant_loss

SMOOTH = np.stack(
    [
        np.full((80, 90), 128.0),
        128 + 40 * np.sin(np.arange(90) / 9)[None] * np.ones((80, 1)),
        128 + 40 * np.cos(np.arange(80) / 8)[:, None] * np.ones((1, 90)),
    ],
    axis=-1,
).astype(np.uint8)

RECIPE = BatchRecipe(
    shapes=(Shape(4, 1, 64, 64, 1.0, twins=True),), sources={"scenes": 1.0}, play_music=0, play_ambience=0
)


def make(step: int = 0, workers: int = 0):
    batches = Batches([Picture("a", "scenes", SMOOTH, scene="sea")], Vocabulary(["sea"]), None, RECIPE, 0)
    return next(batches.stream(range(step, step + 9), workers))


@pytest.mark.parametrize("step", [0, 1, 2])
def test_the_truth_is_equivariant_and_something_else_is_not(step: int) -> None:
    batch = make(step)
    assert batch.twin_warp is not None and batch.twin_warp.shape == (2, 2, 3)
    ab = batch.ab[:, :, 0]
    aligned = equivariant_loss(ab[0::2], ab[1::2], batch.twin_warp)
    still = torch.eye(2, 3).expand(2, -1, -1)
    assert aligned < 0.12 < equivariant_loss(ab[0::2], ab[1::2].flip(3), batch.twin_warp)
    assert aligned <= equivariant_loss(ab[0::2], ab[1::2], still) + 1e-3


def test_a_camera_knows_where_a_place_was_before() -> None:
    rng = np.random.default_rng(3)
    camera = Camera(rng, (80, 90), None, 2)
    assert np.allclose(camera.between(0, 0, (64, 48)), np.eye(2, 3), atol=1e-5)
    there, back = (camera.between(*pair, (64, 48)) for pair in ((0, 1), (1, 0)))
    square = [np.vstack([matrix, [0, 0, 1]]) for matrix in (there, back)]
    assert np.allclose(square[0] @ square[1], np.eye(3), atol=1e-4)


def test_nothing_is_revealed_to_twins() -> None:
    batch = make()
    assert not batch.reference.any() and not batch.palette.any()


def test_batches_of_a_worker_process_are_those_of_a_thread() -> None:
    here, there = make(5), make(5, workers=1)
    assert torch.equal(here.ab, there.ab) and torch.equal(here.twin_warp, there.twin_warp)


def test_an_odd_twin_or_a_moving_one_is_refused() -> None:
    with pytest.raises(ValueError, match="twins"):
        Shape(3, 1, 64, 64, 1.0, twins=True)
    with pytest.raises(ValueError, match="twins"):
        Shape(4, 2, 64, 64, 1.0, twins=True)
