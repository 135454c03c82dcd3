"""Truths of what copying is taught with: who asks for which cell, pins inside their region, the loss."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from lvocal.color.lexicon import COLOR_NAMES
from lvocal.media.shards import Picture, Region
from lvocal.model.color_shares import Shares
from lvocal.model.text import tokenize
from lvocal.train.regions import PINNED, UNSURE, cells_of, copying_loss, numbered, pin, word_regions
from lvocal.train.sentences import NamedColor

COAT, HAT = Region(7, "coat", 0.3, (50.0, 0.0, 0.0)), Region(9, "hat", 0.1, (40.0, 0.0, 0.0))
RED, NAVY = COLOR_NAMES["red"], COLOR_NAMES["navy"]


def picture(source: str = "ccp") -> Picture:
    mask = np.zeros((16, 24), np.uint8)
    mask[:8, :12], mask[8:, 12:] = 7, 9
    return Picture("a", source, np.full((16, 24, 3), 128, np.uint8), mask, (COAT, HAT))


def test_every_word_knows_whose_colour_it_carries() -> None:
    named = [NamedColor(COAT, "red", RED, True), NamedColor(HAT, "navy", NAVY, True)]
    sentence = tokenize("a woman in red coat and navy hat, a green car")
    spoken = dict(zip((token.words[0] for token in sentence), word_regions(named, sentence), strict=True))
    assert (spoken["red"], spoken["coat"], spoken["navy"], spoken["hat"]) == (1, 1, 2, 2)
    assert spoken["woman"] == spoken["green"] == spoken["car"] == 0


@pytest.mark.parametrize(("source", "outside"), [("ccp", 0), ("flickr8k", UNSURE)])
def test_cells_are_numbered_where_the_colour_is_surely_the_one_said(source: str, outside: int) -> None:
    named = [NamedColor(COAT, "red", RED, True), NamedColor(HAT, "navy", NAVY, False)]
    numbers = numbered(picture(source), named, tokenize("red coat, navy hat"))
    assert numbers[0, 0] == 1 and numbers[15, 23] == UNSURE and numbers[0, 23] == outside
    others = numbered(picture(source), named[:1], tokenize("red coat"))
    assert others[15, 23] == 0, "a masked hat is no coat"
    unsaid = numbered(picture(source), named[:1], tokenize("a hat"))
    assert unsaid[0, 0] == UNSURE, "it is red, and nobody said so"


@pytest.mark.parametrize("seed", range(8))
def test_a_pin_lies_in_its_region_and_tells_its_mean_colour(seed: int) -> None:
    regions = np.zeros((2, 16, 16), np.uint8)
    regions[1, 4:12, 6:16] = PINNED
    latent = torch.randn(8, 2, 8, 8, generator=torch.Generator().manual_seed(seed))
    reference = pin(latent, regions, np.random.default_rng(seed))
    assert reference is not None
    frames, rows, columns = np.nonzero(reference[-1].numpy())
    assert len(rows) and set(frames) == {1}
    assert rows.min() >= 2 and rows.max() < 6 and columns.min() >= 3
    held = latent[:, 1, rows, columns]
    torch.testing.assert_close(reference[0, 1, rows[0], columns[0]], held[:4].mean())
    torch.testing.assert_close(reference[7, 1, rows[0], columns[0]], held[4:].mean())


def test_a_region_out_of_the_picture_cannot_be_pinned() -> None:
    assert pin(torch.zeros(8, 1, 4, 4), np.zeros((1, 8, 8), np.uint8), np.random.default_rng(0)) is None


def test_cells_are_read_in_their_middle() -> None:
    mask = np.arange(64, dtype=np.uint8).reshape(1, 8, 8)
    assert cells_of(mask).tolist() == [[[18, 22], [50, 54]]]


def shares() -> Shares:
    """Four cells: of words 1 and 2, of the painter and a swatch, of what is known."""
    words = torch.tensor([[[0.9, 0.0], [0.0, 0.5], [0.1, 0.1], [0.0, 0.0]]])
    swatches, known = torch.zeros(1, 4, 5), torch.tensor([[[0.0], [0.0], [0.0], [0.8]]])
    swatches[0, 2, 0] = 0.3
    own = 1 - words.sum(-1) - swatches.sum(-1) - known.sum(-1)
    return Shares(own, words, swatches, known)


def test_the_loss_is_the_log_of_the_right_share() -> None:
    words, pinned = torch.tensor([[1, 2]]), torch.tensor([True])
    regions = torch.tensor([[1, 2, 0, PINNED]], dtype=torch.uint8)
    loss = copying_loss(shares(), regions, words, pinned)
    assert loss.item() == pytest.approx(-sum(map(math.log, (0.9, 0.5, 0.8, 0.8))) / 4, rel=1e-5)


def test_a_pin_outside_its_region_is_wrong_and_a_reference_is_not() -> None:
    words, regions = torch.tensor([[1, 2]]), torch.tensor([[UNSURE, UNSURE, UNSURE, 0]], dtype=torch.uint8)
    wrong, right = (
        copying_loss(shares(), regions, words, torch.tensor([pinned])).item() for pinned in (True, False)
    )
    assert wrong == pytest.approx(-math.log(0.2), rel=1e-5) and right == pytest.approx(0, abs=1e-5)


def test_what_nobody_knows_costs_nothing() -> None:
    regions = torch.full((1, 4), UNSURE, dtype=torch.uint8)
    assert copying_loss(shares(), regions, torch.tensor([[1, 2]]), torch.tensor([False])).item() == 0


def test_a_colour_said_of_two_things_is_nobodys_mistake() -> None:
    named = [NamedColor(COAT, "red", RED, True), NamedColor(replace(HAT), "red", RED, True)]
    sentence = tokenize("red coat, red hat")
    assert set(word_regions(named, sentence)) == {2}
    assert numbered(picture(), named, sentence)[0, 0] == UNSURE
