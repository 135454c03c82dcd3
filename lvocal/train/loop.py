"""One training loop for every stage: seeded, resumable, averaged, logged.

A run is a folder: `state.pt` (all that is needed to go on), `log.csv`, TensorBoard files, and what the
stage's `show` writes to look at. Stopping it at any moment loses at most `save_every_sec`."""

from __future__ import annotations

import csv
import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import torch
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.optim.swa_utils import AveragedModel
from torch.utils.tensorboard import SummaryWriter

from lvocal.checkpoint.module_file import load_state, save_state
from lvocal.train.muon import MuonWithAdamW

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoopRecipe:
    """How a stage is optimised."""

    steps: int
    learning_rate: float = 6e-4
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.01
    muon: bool = False
    """Matrices are trained by Muon instead of AdamW.

    After sixty steps from weights that AdamW had brought far, on the same batches, the errors of the clean
    latent and of copying were 4 and 12 % lower; a step took 20 % longer."""
    warmup_steps: int = 200
    decay_steps: int = 2000
    """The learning rate falls to a twentieth over this many last steps; 0 keeps it, for a run to be gone on
    with."""
    ema: float = 0.999
    clip_norm: float = 1.0
    save_every_sec: float = 240.0
    log_every: int = 20

    def rate_at(self, step: int) -> float:
        """Learning rate of a step: warm-up, plateau, cosine decay."""
        warm = min(1.0, (step + 1) / self.warmup_steps)
        left = min(1.0, max(0.0, (self.steps - step) / self.decay_steps)) if self.decay_steps else 1.0
        return self.learning_rate * warm * (0.05 + 0.95 * 0.5 * (1 - math.cos(math.pi * left)))


Losses = dict[str, Tensor]
Tensors = tuple[Tensor, ...] | list[Tensor]
Network = TypeVar("Network", bound=nn.Module)


def fit(
    network: Network,
    batches: Callable[[int], Iterator[Any]],
    losses: Callable[[Network, Any, int], Losses],
    recipe: LoopRecipe,
    run: Path,
    show: Callable[[Network, int], None] = lambda network, step: None,
) -> Network:
    """Train until `recipe.steps`, going on from `run/state.pt` where there is one; returns the averaged
    network.

    `losses` returns named terms whose sum is minimised; `show` is called with the averaged network at every
    save."""
    run.mkdir(parents=True, exist_ok=True)
    device = next(network.parameters()).device
    average = AveragedModel(network, multi_avg_fn=warm_average(recipe.ema))
    optimizer = _optimizer(network, recipe)
    start = _resume(run / "state.pt", network, average, optimizer)
    journal, saved_at = Journal(run, recipe.log_every), time.monotonic()
    log.info("forward passes in %s", "bfloat16" if multiplies_bfloat16(device) else "float32")
    for step, batch in zip(range(start, recipe.steps), batches(start), strict=False):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate_at(step)
        with half_precision(device):
            terms = losses(network, batch.to(device), step)
        optimizer.zero_grad(set_to_none=True)
        torch.stack(list(terms.values())).sum().backward()
        norm = nn.utils.clip_grad_norm_(network.parameters(), recipe.clip_norm)
        optimizer.step()
        average.update_parameters(network)
        journal.note(
            step, {name: value.detach() for name, value in terms.items()} | {"grad_norm": norm.detach()}
        )
        if time.monotonic() - saved_at > recipe.save_every_sec or step + 1 == recipe.steps:
            _save(run / "state.pt", network, average, optimizer, step + 1)
            show(cast(Network, average.module), step + 1)
            saved_at = time.monotonic()
    return cast(Network, average.module)


def _optimizer(network: nn.Module, recipe: LoopRecipe) -> MuonWithAdamW | torch.optim.AdamW:
    chosen = MuonWithAdamW if recipe.muon else torch.optim.AdamW
    return chosen(network.parameters(), recipe.learning_rate, recipe.betas, weight_decay=recipe.weight_decay)


def multiplies_bfloat16(device: torch.device) -> bool:
    """In hardware: any CUDA device, a CPU with AMX."""
    return device.type == "cuda" or (device.type == "cpu" and torch.cpu._is_amx_tile_supported())


def half_precision(device: torch.device) -> ExitStack:
    """bfloat16 for the forward pass where the device multiplies it in hardware, which halves the time of a
    step on a CPU with AMX; torch's fused attention is slow backwards in bfloat16 there, so it is not used."""
    stack = ExitStack()
    if multiplies_bfloat16(device):
        stack.enter_context(torch.autocast(device.type, torch.bfloat16))
        if device.type == "cpu":
            stack.enter_context(sdpa_kernel(SDPBackend.MATH))
    return stack


def warm_average(decay: float) -> Callable[[Tensors, Tensors, Tensor | int], None]:
    """Exponential average that starts short and grows to `decay`, so that early weights are soon
    forgotten."""

    @torch.no_grad()
    def average(kept: Tensors, new: Tensors, count: Tensor | int) -> None:
        steps = float(count)
        torch._foreach_lerp_(kept, new, 1 - min(decay, (1 + steps) / (10 + steps)))

    return average


class Journal:
    """Means of every loss term, to log.csv and TensorBoard."""

    def __init__(self, run: Path, every: int) -> None:
        self.every, self.count, self.since = every, 0, time.monotonic()
        self.sums: dict[str, float] = {}
        self.board = SummaryWriter(str(run))
        self.path = run / "log.csv"

    def note(self, step: int, terms: Losses) -> None:
        """Add one step; write a line when enough have gathered."""
        for name, value in terms.items():
            self.sums[name] = self.sums.get(name, 0.0) + float(value)
        self.count += 1
        if (step + 1) % self.every:
            return
        now = time.monotonic()
        line: dict[str, float] = {"step": step + 1} | {
            name: round(total / self.count, 5) for name, total in self.sums.items()
        }
        line["sec_per_step"] = round((now - self.since) / self.count, 3)
        self._write(line)
        for name, mean in line.items():
            self.board.add_scalar(name, mean, step + 1)
        log.info("%s", line)
        self.sums, self.count, self.since = {}, 0, now

    def _write(self, line: dict[str, float]) -> None:
        """Add a line to the table; a term that no line had before gets a column, empty in the lines above."""
        above: list[dict[str, Any]] = []
        if self.path.exists():
            with self.path.open(newline="") as file:
                above = list(csv.DictReader(file))
        columns = list(dict.fromkeys(name for one in (*above, line) for name in one))
        draft = self.path.with_suffix(".part")
        with draft.open("w", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=columns)
            writer.writeheader()
            writer.writerows([*above, line])
        draft.replace(self.path)


def _save(path: Path, network: nn.Module, average: AveragedModel, optimizer: Any, step: int) -> None:
    state = {
        "network": network.state_dict(),
        "average": average.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    save_state(path, state | {"step": step})


def _resume(path: Path, network: nn.Module, average: AveragedModel, optimizer: Any) -> int:
    if not path.exists():
        return 0
    state = load_state(path)
    network.load_state_dict(state["network"])
    average.load_state_dict(state["average"])
    optimizer.load_state_dict(state["optimizer"])
    log.info("going on from step %d", state["step"])
    return int(state["step"])
