"""Truths of the relevance gate."""

import pytest
import torch
from torch.nn.functional import normalize

from lvocal.model.relevance import RelevanceGate, relevance_loss


def test_every_pair_holds_what_each_pair_gives_alone() -> None:
    torch.manual_seed(0)
    gate, audio, visual = RelevanceGate(6, 10), torch.randn(4, 6), torch.randn(4, 10)
    pairs = gate.every_pair(audio, visual)
    assert torch.allclose(pairs.diagonal(), gate(audio, visual).flatten(), atol=1e-6)
    assert torch.allclose(pairs[1, 3], gate(audio[3:], visual[1:2]).squeeze(), atol=1e-6)


def test_untaught_it_trusts_what_it_hears() -> None:
    torch.manual_seed(0)
    r = RelevanceGate(6, 10)(torch.randn(64, 6), torch.randn(64, 10))
    assert r.shape == (64, 1, 1) and r.median() > 0.8 and 0 < r.min() and r.max() < 1


def test_it_learns_which_sound_belongs_to_which_picture() -> None:
    torch.manual_seed(0)
    gate = RelevanceGate(8, 8)
    sounds, views = normalize(torch.randn(3, 8), dim=1), normalize(torch.randn(3, 8), dim=1)
    optimizer = torch.optim.Adam(gate.parameters(), 0.03)
    for _ in range(150):
        loss = relevance_loss(gate.every_pair(sounds, views), torch.eye(3))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert gate.every_pair(sounds, views).argmax(dim=1).tolist() == [0, 1, 2]
    assert loss.item() < 0.3


@pytest.mark.parametrize(
    ("r", "related", "expected"),
    [
        ([0.5], [1.0], 0.6931),
        ([0.9, 0.1], [1.0, 0.0], 0.1054),
        ([0.5, 0.9, 0.9, 0.9], [1.0, 0.0, 0.0, 0.0], (0.6931 + 2.3026) / 2),
        ([0.5, 0.01], [1.0, -1.0], 0.6931),
        ([0.3], [-1.0], 0.0),
    ],
)
def test_the_loss_is_eq_11_with_both_kinds_of_pairs_weighing_alike(r, related, expected) -> None:
    assert relevance_loss(torch.tensor(r), torch.tensor(related)).item() == pytest.approx(expected, abs=1e-3)


def test_each_sound_weighs_its_own_pairs_so_that_a_common_one_is_no_excuse() -> None:
    related = torch.tensor([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    by_sound_alone = torch.tensor([[0.9, 0.1]]).expand(4, 2)
    undecided = torch.full((4, 2), 0.5)
    assert relevance_loss(by_sound_alone, related) > relevance_loss(undecided, related)
    assert relevance_loss(related.clamp(0.1, 0.9), related) < relevance_loss(undecided, related)


def test_a_sound_of_which_nothing_is_known_changes_nothing() -> None:
    r, related = torch.rand(3, 2), torch.tensor([[1.0, -1.0], [0.0, -1.0], [0.0, -1.0]])
    alone = relevance_loss(r[:, :1], related[:, :1])
    assert torch.allclose(relevance_loss(r, related), alone)
