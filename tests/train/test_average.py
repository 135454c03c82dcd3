"""Truths of the average: it is torch's own where weights join at every step, and can be worn for a while."""

import pytest
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel

from lvocal.train.average import Average, warm_share


def network() -> nn.Module:
    torch.manual_seed(0)
    made = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    made[1].requires_grad_(False)
    return made


def stir(made: nn.Module, seed: int) -> None:
    torch.manual_seed(seed)
    with torch.no_grad():
        made[0].weight.add_(torch.randn(4, 3))


def test_it_is_torch_s_average_to_the_bit() -> None:
    made = network()

    def joined(kept, new, count) -> None:
        torch._foreach_lerp_(kept, new, 1 - warm_share(0.99, int(count)))

    ours, theirs = Average(made, 0.99), AveragedModel(made, multi_avg_fn=joined)
    for step in range(30):
        stir(made, step)
        ours.update(step)
        theirs.update_parameters(made)
    for name, kept in ours.kept.items():
        assert torch.equal(kept, theirs.module.state_dict()[name]), name


def test_it_is_worn_for_a_while_and_taken_off_again() -> None:
    made, own = network(), network().state_dict()
    average = Average(made, 0.9)
    average.update(0)
    stir(made, 5)
    before = made[0].weight.clone()
    with average.shown():
        assert torch.equal(made[0].weight, own["0.weight"])
    assert torch.equal(made[0].weight, before)


@pytest.mark.parametrize(("every", "joined"), [(1, 6), (2, 3), (4, 1)])
def test_weights_join_as_often_as_asked(every: int, joined: int) -> None:
    average = Average(network(), 0.9, every)
    for step in range(6):
        average.update(step)
    assert average.count == joined


def test_what_is_frozen_is_not_kept_and_its_state_comes_back() -> None:
    made = network()
    average = Average(made, 0.9)
    average.update(0)
    assert set(average.kept) == {"0.weight", "0.bias"}
    again = Average(network(), 0.9)
    stir(made, 1)
    average.update(1)
    again.load_state_dict(average.state_dict())
    assert again.count == 2 and torch.equal(again.kept["0.weight"], average.kept["0.weight"])
