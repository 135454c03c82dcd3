"""Truths of the colorizer stage's beginnings, on networks of one block."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lvocal.model.codec import CodecConfig
from lvocal.model.text import TextConfig
from lvocal.train.batch_recipe import BatchRecipe
from lvocal.train.color_net import ColorizerRecipe, ColorNet
from lvocal.train.fit_colorizer import export, new_network
from lvocal.train.loop import LoopRecipe

WITH_DECODER = CodecConfig(channels=(4, 8, 16), blocks=(0, 1, 1), decoder_channels=4)
RECIPE = ColorizerRecipe(
    LoopRecipe(steps=1), BatchRecipe(), WITH_DECODER,
    TextConfig(vocabulary=5, vector_dim=8, dim=16, layers=1, heads=2), layers=1, heads=2, head_dim=16,
    ffn_dim=32, naming_block=0, copy_width=8, frozen=("codec",),
)  # fmt: skip
LABELS, WORDS = torch.ones(3, 8), torch.ones(5, 8)


def weights_in(folder: Path, recipe: ColorizerRecipe) -> ColorNet:
    torch.manual_seed(0)
    network = new_network(recipe, LABELS, WORDS, None)
    export(network, folder)
    return network


@pytest.mark.parametrize("decoder_channels", [0, 4])
def test_growing_keeps_the_codec_that_is_there(tmp_path, decoder_channels: int) -> None:
    """A recipe without a decoder must still be able to grow from weights that have one, and the other way."""
    stored = replace(WITH_DECODER, decoder_channels=decoder_channels)
    known = weights_in(tmp_path, replace(RECIPE, codec=stored))
    other = replace(RECIPE, codec=replace(WITH_DECODER, decoder_channels=4 - decoder_channels))
    grown = new_network(other, LABELS, WORDS, tmp_path)
    assert grown.codec.config == stored
    for name, weight in known.codec.state_dict().items():
        assert torch.allclose(weight, grown.codec.state_dict()[name], atol=1e-3), name


def test_what_is_frozen_learns_nothing_and_words_keep_their_vectors(tmp_path) -> None:
    network = weights_in(tmp_path, RECIPE)
    assert not any(p.requires_grad for p in network.codec.parameters())
    assert any(p.requires_grad for p in network.transformer.parameters())
    assert torch.equal(network.text.vectors, WORDS)


def test_the_copying_head_may_join_weights_that_never_knew_it(tmp_path) -> None:
    weights_in(tmp_path, replace(RECIPE, copy_width=0))
    assert new_network(RECIPE, LABELS, WORDS, tmp_path).transformer.color_copy is not None


def test_a_part_that_the_recipe_leaves_out_stays_behind(tmp_path) -> None:
    known = weights_in(tmp_path, replace(RECIPE, fusion_layers=1)).transformer.state_dict()
    grown = new_network(RECIPE, LABELS, WORDS, tmp_path).transformer
    assert grown.fusion is None
    for name, weight in grown.state_dict().items():
        assert torch.allclose(weight, known[name], atol=1e-3), name


def test_weights_of_another_shape_are_named(tmp_path) -> None:
    weights_in(tmp_path, replace(RECIPE, layers=2))
    with pytest.raises(ValueError, match="transformer in .* has another shape than the recipe"):
        new_network(RECIPE, LABELS, WORDS, tmp_path)
