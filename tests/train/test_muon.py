"""Truths of Muon, on small matrices."""

import pytest
import torch
from torch import nn

from lvocal.train.muon import Muon, MuonWithAdamW, orthogonal


@pytest.mark.parametrize("shape", [(3, 32, 96), (2, 96, 32), (1, 48, 64)])
def test_every_direction_comes_out_about_equally_long(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    lengths = torch.linalg.svdvals(orthogonal(torch.randn(shape)))
    assert lengths.min() > 0.3 and lengths.max() < 1.3


def test_nothing_to_learn_from_changes_nothing_but_by_decay() -> None:
    matrix = nn.Parameter(torch.ones(32, 32))
    matrix.grad = torch.zeros_like(matrix)
    Muon([matrix], lr=0.1, weight_decay=0.5).step()
    assert torch.allclose(matrix, torch.full_like(matrix, 0.95))


def test_a_step_is_as_large_as_adamw_s() -> None:
    """The root mean square of AdamW's updates is about 0.2 learning rates (Liu et al. 2025)."""
    torch.manual_seed(0)
    matrix = nn.Parameter(torch.zeros(64, 256))
    matrix.grad = torch.randn_like(matrix)
    Muon([matrix], lr=1.0).step()
    assert matrix.square().mean().sqrt().item() == pytest.approx(0.2 * 0.5**0.5 * 2**0.5, rel=0.25)


def test_matrices_and_the_rest_learn_and_frozen_weights_stay() -> None:
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(64, 64), nn.LayerNorm(64), nn.Linear(64, 64))
    network[2].requires_grad_(False)
    before = [p.detach().clone() for p in network.parameters()]
    both = MuonWithAdamW(network.parameters(), 0.01, (0.9, 0.98), weight_decay=0.0)
    network(torch.randn(8, 64)).square().mean().backward()
    both.step()
    changed = [not torch.equal(a, b) for a, b in zip(before, network.parameters(), strict=True)]
    assert changed == [True, True, True, True, False, False]
    both.zero_grad()
    assert all(p.grad is None for p in network[0].parameters())


def test_it_goes_on_where_it_was() -> None:
    torch.manual_seed(0)
    made = []
    for stop in (False, True):
        torch.manual_seed(1)
        network = nn.Linear(64, 64)
        both = MuonWithAdamW(network.parameters(), 0.01, (0.9, 0.98), 0.01)
        for step in range(4):
            network.zero_grad()
            network(torch.ones(2, 64) * step).square().mean().backward()
            both.step()
            if stop:
                kept, both = both.state_dict(), MuonWithAdamW(network.parameters(), 0.01, (0.9, 0.98), 0.01)
                both.load_state_dict(kept)
        made.append(network.weight.detach())
    assert torch.equal(*made)
