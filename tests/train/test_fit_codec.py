"""Truths of the codec stage, on pictures made here."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from lvocal.checkpoint.mini import MINI_PARTS
from lvocal.checkpoint.module_file import load_module
from lvocal.media.shards import Picture
from lvocal.model.codec import CodecConfig, from_latent
from lvocal.model.text import Vocabulary
from lvocal.train.accelerated import Turn
from lvocal.train.batch_recipe import BatchRecipe, Shape
from lvocal.train.batches import Batches
from lvocal.train.fit_codec import CodecRecipe, EdgeLosses, fit_codec
from lvocal.train.loop import LoopRecipe

RECIPE = CodecRecipe(
    LoopRecipe(steps=30, warmup_steps=1, decay_steps=1, ema=0.5, learning_rate=6e-3),
    BatchRecipe((Shape(4, 1, 64, 64, 1.0),), {"scenes": 1.0}, play_music=0, play_ambience=0),
    CodecConfig(channels=(4, 8, 16), blocks=(0, 1, 1), decoder_channels=4),
)


def checks() -> list[Picture]:
    """Edges of colour that are edges of lightness, too fine for the latent."""
    rng = np.random.default_rng(0)
    fields = np.kron(rng.integers(0, 2, (20, 20)), np.ones((6, 6)))
    lab = np.stack([60 + 140 * fields, 90 + 76 * fields, 166 - 76 * fields], axis=-1).astype(np.uint8)
    return [Picture("a", "scenes", lab, scene="sea")]


def test_it_learns_edges_and_leaves_weights_that_load(tmp_path) -> None:
    vocabulary = Vocabulary(["sea"])
    codec = fit_codec(checks(), vocabulary, tmp_path, RECIPE)
    batch = Batches(checks(), vocabulary, None, RECIPE.batches, seed=9).make(0)
    losses = EdgeLosses(replace(RECIPE, painter_error=0.0, painter_blur=0.0), seed=0)
    torch.manual_seed(0)
    fresh = type(codec)(RECIPE.codec)
    assert losses(codec, batch, Turn(0, 0))["decoded"] < 0.9 * losses(fresh, batch, Turn(0, 0))["decoded"]
    stored = load_module(tmp_path / "codec.safetensors", MINI_PARTS["codec"])
    assert stored.config == RECIPE.codec


def test_a_decoder_that_grows_leaves_the_luminance_encoder_alone(tmp_path) -> None:
    vocabulary, growing = Vocabulary(["sea"]), replace(RECIPE, grows=True)
    first = fit_codec(checks(), vocabulary, tmp_path / "first", RECIPE)
    second = fit_codec(checks(), vocabulary, tmp_path / "second", growing, start=tmp_path / "first")
    stored = load_module(tmp_path / "first" / "codec.safetensors", MINI_PARTS["codec"])
    for name, weight in second.luma.state_dict().items():
        assert torch.equal(weight, stored.luma.state_dict()[name]), name
    assert not torch.equal(first.to_ab.weight, second.to_ab.weight) and second.to_ab.weight.any()


def test_what_is_shown_is_softer_than_the_truth() -> None:
    batch = Batches(checks(), Vocabulary(["sea"]), None, RECIPE.batches, seed=9).make(0)
    losses = EdgeLosses(replace(RECIPE, painter_error=0.0), seed=0)
    shown = losses._as_painted(batch.latent, torch.Generator().manual_seed(0))
    true = from_latent(batch.latent)
    assert shown.shape == true.shape
    assert (shown.flatten(1).std(dim=1) < true.flatten(1).std(dim=1)).all()


def test_growing_from_nothing_is_a_wrong_call(tmp_path) -> None:
    with pytest.raises(ValueError, match="weights to start"):
        fit_codec(checks(), Vocabulary(["sea"]), tmp_path, replace(RECIPE, grows=True))
