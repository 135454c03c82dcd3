"""Truths of the colorizer's batches, on pictures made here."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from lvocal.media.shards import Picture, Region
from lvocal.model.codec import to_latent
from lvocal.model.text import Vocabulary
from lvocal.train.accelerated import Turn
from lvocal.train.batch_recipe import BatchRecipe, Shape
from lvocal.train.batches import Batches
from lvocal.train.color_net import ColorizerRecipe, ColorNet
from lvocal.train.flow_losses import FlowLosses, noise_levels
from lvocal.train.loop import LoopRecipe
from lvocal.train.pairing import Ambience, Music, suiting
from lvocal.train.regions import PINNED

SOURCES = {"ccp": 0.5, "scenes": 0.5}
RECIPE = BatchRecipe(
    shapes=(Shape(4, 1, 32, 32, 1.0), Shape(2, 3, 32, 48, 1.0)), sources=SOURCES,
    play_music=0.0, play_ambience=0.0, show_reference=0.5, show_pin=0.0, show_palette=0.5,
)  # fmt: skip


class Bank:
    """Two sounds, always the same."""

    width = 6

    def draw_music(self, rng: np.random.Generator) -> Music:
        return Music(np.ones((3, 6), np.float32), np.eye(8)[3])

    def draw_ambience(self, rng: np.random.Generator) -> Ambience:
        return Ambience(np.ones((5, 6), np.float32), ("sea waves",))


def pictures() -> list[Picture]:
    rng = np.random.default_rng(0)
    lab = np.stack([rng.integers(80, 180, (60, 50)), *rng.integers(110, 146, (2, 60, 50))], axis=-1).astype(
        np.uint8
    )
    mask = np.zeros((60, 50), np.uint8)
    mask[20:50, 10:40] = 7
    person = Picture("a", "ccp", lab, mask, (Region(7, "coat", 0.3, (50.0, 0.0, 0.0)),))
    return [person, *(Picture(scene, "scenes", lab, scene=scene) for scene in ("sea", "forest"))]


def batches(recipe: BatchRecipe = RECIPE, bank: object = None, seed: int = 0) -> Batches:
    return Batches(pictures(), Vocabulary(["coat", "sea"]), bank, recipe, seed)  # type: ignore[arg-type]


def test_a_batch_depends_on_seed_and_step_alone() -> None:
    first, again, other = batches().make(3), batches().make(3), batches(seed=1).make(3)
    assert torch.equal(first.ab, again.ab) and torch.equal(first.reference, again.reference)
    assert first.ab.shape != other.ab.shape or not torch.equal(first.ab, other.ab)


def test_a_stream_goes_on_where_it_is_told() -> None:
    stream = batches().stream(range(5, 20))
    for step in (5, 6, 7):
        assert torch.equal(next(stream).latent, batches().make(step).latent)
    stream.close()


@pytest.mark.parametrize("step", range(6))
def test_the_latent_is_that_of_the_colours_and_what_is_revealed_is_true(step: int) -> None:
    batch = batches().make(step)
    torch.testing.assert_close(batch.latent, to_latent(batch.ab))
    assert not batch.pinned.any()
    mask = batch.reference[:, -1:]
    assert torch.equal(batch.reference[:, :-1], batch.latent * mask)


def test_a_pin_is_revealed_where_its_region_is() -> None:
    pinning = replace(RECIPE, show_pin=1.0, drop_text=1.0, sources={"ccp": 1.0})
    made = [batches(pinning).make(step) for step in range(4)]
    assert any(batch.pinned.any() for batch in made)
    for batch in made:
        in_region = (batch.regions == PINNED).any(dim=1)
        revealed = batch.reference[:, -1].flatten(1).any(dim=1)
        assert torch.equal(batch.pinned, in_region) and (revealed | ~batch.pinned).all()


def test_sound_grades_the_picture_and_is_told() -> None:
    loud = replace(RECIPE, play_music=1.0, play_ambience=1.0)
    batch = batches(loud, Bank()).make(0)
    assert batch.has_music.all() and batch.has_ambience.all()
    assert batch.music.shape[1:] == (6,) and batch.ambience.shape[2:] == (6,)
    mixed = batches(replace(loud, play_music=0.5, play_ambience=0.5), Bank())
    shares = torch.cat([mixed.make(step).has_music for step in range(12)])
    assert 0 < shares.mean() < 1


def test_a_place_that_is_heard_is_mostly_seen() -> None:
    assert [p.scene for p in suiting(pictures(), ["sea waves"])] == ["sea"]
    assert len(suiting(pictures(), ["clock"])) == 3


def test_sound_without_a_bank_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="bank of sounds"):
        batches(replace(RECIPE, play_music=0.1))


def test_a_missing_source_is_named() -> None:
    with pytest.raises(ValueError, match="camvid"):
        batches(replace(RECIPE, sources={"ccp": 1.0, "camvid": 1.0}))


def test_noise_levels_lie_where_the_flow_is_defined() -> None:
    sigma = noise_levels(4000, 0.5, torch.Generator().manual_seed(0))
    assert ((sigma > 0) & (sigma <= 1)).all()
    assert (sigma == 1).float().mean().item() == pytest.approx(0.5, abs=0.05)


def test_every_part_of_the_network_learns() -> None:
    torch.manual_seed(0)
    recipe = ColorizerRecipe(loop=LoopRecipe(steps=1), batches=RECIPE, layers=1, naming_block=0)
    network = ColorNet(recipe, torch.eye(2))
    network.text.vectors.normal_()
    losses = FlowLosses(recipe, aligner=None, seed=0)
    made = batches(replace(RECIPE, show_reference=1.0))
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-2)
    for step in range(3):  # what starts at zero lets its neighbours learn only from the next step on
        optimizer.zero_grad()
        sum(losses(network, made.make(step), Turn(step, step)).values()).backward()
        optimizer.step()
    silent = ("env_", "emo_mod", "mood_gate")
    still = [
        name for name, weight in network.named_parameters()
        if (weight.grad is None or not weight.grad.any()) and not any(word in name for word in silent)
    ]  # fmt: skip
    assert not still


def test_every_picture_is_held_against_every_sound() -> None:
    """Sea waves are at home at the sea and not in a forest; of fashion nobody knows; silence says nothing."""
    recipe = replace(RECIPE, shapes=(Shape(12, 1, 32, 32, 1.0),), play_ambience=0.5)
    maker, rng = batches(recipe, Bank()), np.random.default_rng(0)
    examples = [one for _ in range(12) for one in maker.examples.draw(rng, recipe.shapes[0], 2)]
    related = maker.collate(examples, rng, 2).related
    assert related.shape == (12, 12) and {bool(e.sounds) for e in examples} == {True, False}
    expected = {"sea": 1.0, "forest": 0.0, None: -1.0}
    for row, seen in enumerate(examples):
        for column, heard in enumerate(examples):
            known = expected[seen.picture.scene] if heard.sounds else -1.0
            assert related[row, column] == known


def test_composites_are_drawn_like_any_source() -> None:
    recipe = replace(RECIPE, sources={"scenes": 0.0, "ccp": 0.0, "composite": 1.0}, worn=0.5)
    batch = batches(recipe).make(1)
    assert (batch.regions == 1).any(), "a coat is named on the pasted person"
