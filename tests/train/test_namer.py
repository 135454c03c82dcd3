"""Truths of the labels that masks give, and of the namer that learns them."""

from dataclasses import replace

import numpy as np
import torch
from torch import nn

from lvocal.media.shards import Picture, Region
from lvocal.model.text import Vocabulary
from lvocal.model.watched import watched
from lvocal.train.namer import UNKNOWN, Labels, RegionNamer, token_labels

WORDS = Vocabulary(["coat", "shirt", "sky"])
GRAY = np.zeros((32, 48, 3), np.uint8)
REGIONS = (
    Region(3, "t-shirt", 0.2, (50.0, 0.0, 0.0)),
    Region(5, "coat", 0.2, (50.0, 0.0, 0.0)),
    Region(9, "romper", 0.1, (50.0, 0.0, 0.0)),
)


def masked() -> Picture:
    mask = np.zeros((32, 48), np.uint8)
    mask[:16, :16], mask[16:, 16:32], mask[16:, 32:] = 3, 5, 9
    return Picture("a", "ccp", GRAY, mask, REGIONS)


def test_every_place_has_the_label_of_its_mask() -> None:
    picture = masked()
    labels = Labels([picture], WORDS)
    assert labels.numbers == {"coat": 0, "t-shirt": 1}
    seen = token_labels(picture.mask[None], labels.table(picture))
    assert seen.tolist() == [1, 2, 2, 2, 0, UNKNOWN]


def test_outside_a_weak_mask_nobody_knows() -> None:
    picture = replace(masked(), source="flickr8k")
    seen = token_labels(picture.mask[None], Labels([picture], WORDS).table(picture))
    assert seen.tolist() == [1, UNKNOWN, UNKNOWN, UNKNOWN, 0, UNKNOWN]


def test_a_label_is_the_unit_vector_of_its_words_and_something_else_is_none() -> None:
    words = torch.tensor([[2.0, 0.0], [0.0, 3.0], [1.0, 1.0]])
    assert Labels([masked()], WORDS).vectors(words).tolist() == [[1, 0], [0, 1], [0, 0]]


def test_places_without_a_label_teach_nothing() -> None:
    namer = RegionNamer(4, torch.eye(3, 2))
    hidden = torch.randn(2, 3, 4, requires_grad=True)
    labels = torch.tensor([[0, UNKNOWN, 1], [UNKNOWN] * 3])
    namer(hidden, labels).backward()
    assert hidden.grad is not None
    assert (hidden.grad.abs().sum(-1) > 0).tolist() == [[True, False, True], [False] * 3]
    assert namer(hidden, torch.full((2, 3), UNKNOWN)) == 0


def test_a_namer_learns_what_the_hidden_state_tells() -> None:
    torch.manual_seed(0)
    namer = RegionNamer(4, torch.eye(3, 2))
    hidden, labels = torch.eye(4)[None, :3], torch.tensor([[0, 1, 2]])
    optimizer = torch.optim.Adam(namer.parameters(), 0.05)
    for _ in range(100):
        loss = namer(hidden, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss < 0.3


def test_watching_ends_with_its_block() -> None:
    block = nn.Identity()
    with watched(block) as seen:
        block(torch.ones(1))
        block(torch.zeros(1))
        assert [value.item() for value in seen] == [0]
    block(torch.ones(1))
    assert [value.item() for value in seen] == [0]
