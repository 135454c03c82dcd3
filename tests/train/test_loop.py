"""Truths of the training loop, on a network of one weight."""

import csv
from dataclasses import dataclass, replace

import pytest
import torch
from torch import Tensor, nn

from lvocal.train.accelerated import Turn
from lvocal.train.average import Average, warm_share
from lvocal.train.loop import LoopRecipe, fit
from lvocal.values import UserError


@dataclass(frozen=True)
class Numbers:
    x: Tensor

    def to(self, device: torch.device) -> "Numbers":
        return Numbers(self.x.to(device))


def stream(numbers: range):
    for number in numbers:
        yield Numbers(torch.randn(8, 1, generator=torch.Generator().manual_seed(number)))


def losses(network: nn.Module, batch: Numbers, turn: Turn) -> dict[str, Tensor]:
    return {"error": (network(batch.x) - 3 * batch.x).square().mean()}


def recipe(steps: int, save_every_sec: float = 1e9) -> LoopRecipe:
    return LoopRecipe(
        steps=steps, learning_rate=0.05, warmup_steps=5, decay_steps=10, log_every=5,
        save_every_sec=save_every_sec,
    )  # fmt: skip


def network() -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(1, 1)


def test_it_learns_and_writes_what_it_did(tmp_path) -> None:
    seen = []
    trained = fit(network(), stream, losses, recipe(200), tmp_path, lambda net, step: seen.append(step))
    assert trained.weight.item() == pytest.approx(3, abs=0.1)
    assert (tmp_path / "state.pt").exists() and seen == [200]
    lines = (tmp_path / "log.csv").read_text().splitlines()
    assert lines[0].startswith("step,error,grad_norm") and len(lines) == 41


def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(tmp_path) -> None:
    whole = fit(network(), stream, losses, recipe(60), tmp_path / "whole")

    class Stopped(Exception):
        pass

    def until_30(numbers: range):
        for number, batch in zip(numbers, stream(numbers), strict=False):
            if number == 30:
                raise Stopped
            yield batch

    with pytest.raises(Stopped):
        fit(network(), until_30, losses, recipe(60, save_every_sec=0), tmp_path / "broken")
    resumed = fit(network(), stream, losses, recipe(60), tmp_path / "broken")
    assert torch.equal(whole.weight, resumed.weight) and torch.equal(whole.bias, resumed.bias)


def test_the_average_forgets_its_beginning_soon() -> None:
    weight = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(weight.weight)
    average = Average(weight, 0.999)
    average.update(0)
    nn.init.ones_(weight.weight)
    for step in range(1, 200):
        average.update(step)
    assert average.kept["weight"].item() > 0.99 and warm_share(0.999, 10**6) == 0.999


def test_the_rate_rises_stays_and_falls() -> None:
    plan = LoopRecipe(steps=100, learning_rate=1.0, warmup_steps=10, decay_steps=20)
    assert plan.rate_at(0) == pytest.approx(0.1) and plan.rate_at(50) == 1.0
    assert 0.05 <= plan.rate_at(99) < 0.1
    assert LoopRecipe(steps=100, learning_rate=1.0, warmup_steps=1, decay_steps=0).rate_at(99) == 1.0


def test_a_term_that_comes_late_gets_a_column_of_its_own(tmp_path) -> None:
    """Not every batch has every term; its values must stand under its name all the same."""

    def sometimes(network: nn.Module, batch: Numbers, turn: Turn) -> dict[str, Tensor]:
        found = losses(network, batch, turn)
        return found | ({"rare": torch.ones(())} if 5 <= turn.step < 10 else {})

    fit(network(), stream, sometimes, recipe(15), tmp_path)
    with (tmp_path / "log.csv").open(newline="") as file:
        assert [line["rare"] for line in csv.DictReader(file)] == ["", "1.0", ""]


def test_a_run_of_one_optimiser_is_not_gone_on_with_by_another(tmp_path) -> None:
    fit(network(), stream, losses, recipe(3), tmp_path)
    with pytest.raises(ValueError, match="another optimiser"):
        fit(network(), stream, losses, replace(recipe(6), muon=True), tmp_path)


def test_batches_that_are_accumulated_make_one_step(tmp_path) -> None:
    """Two batches to a step give the gradient of both together."""
    both = replace(recipe(4), accumulate=2)

    def pairs(numbers: range):
        for number in numbers:
            first, second = (next(stream(range(n, n + 1))).x for n in (2 * number, 2 * number + 1))
            yield Numbers(torch.cat([first, second]))

    one = fit(network(), stream, losses, both, tmp_path / "one")
    other = fit(network(), pairs, losses, recipe(4), tmp_path / "other")
    torch.testing.assert_close(one.weight, other.weight)


def test_a_loss_that_is_no_number_ends_the_run_with_a_sentence(tmp_path) -> None:
    def broken(network: nn.Module, batch: Numbers, turn: Turn) -> dict[str, Tensor]:
        return {"error": losses(network, batch, turn)["error"] * (float("nan") if turn.step == 2 else 1)}

    with pytest.raises(UserError, match="At step 2 the term error is no longer a number"):
        fit(network(), stream, broken, recipe(9), tmp_path)


def test_memory_that_is_full_is_said_with_a_remedy(tmp_path) -> None:
    def full(network: nn.Module, batch: Numbers, turn: Turn) -> dict[str, Tensor]:
        raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(UserError, match="memory is full at step 0") as caught:
        fit(network(), stream, full, recipe(2), tmp_path)
    assert "fsdp.yaml" in caught.value.remedy


@pytest.mark.parametrize("wrong", [{"steps": 0}, {"accumulate": 0}, {"ema_every": 0}])
def test_a_recipe_that_counts_below_one_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        LoopRecipe(**{"steps": 1} | wrong)
