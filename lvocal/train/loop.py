"""One training loop for every stage: seeded, resumable, averaged, logged, on one device or on many.

A run is a folder: `state.pt` (all that is needed to go on), `log.csv`, TensorBoard files, and what the
stage's `show` writes to look at. Stopping it at any moment loses at most `save_every_sec`."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from accelerate import Accelerator
from accelerate.utils import broadcast_object_list
from torch import Tensor, nn
from torch.distributed.tensor import DTensor

from lvocal.train.accelerated import Turn, half_precision, is_sharded, machine_for, multiplies_bfloat16
from lvocal.train.average import Average
from lvocal.train.journal import Journal
from lvocal.train.muon import MuonWithAdamW
from lvocal.train.run_state import RunState
from lvocal.values import UserError

log = logging.getLogger(__name__)

ENDLESS = 2**62


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
    accumulate: int = 1
    """Batches whose gradients make one step, in each process."""
    ema: float = 0.999
    ema_every: int = 1
    """Steps between two times that the weights join their average."""
    ema_on_cpu: bool = False
    """Keep the average in main memory, where an accelerator has no room for it."""
    clip_norm: float = 1.0
    save_every_sec: float = 240.0
    log_every: int = 20

    def __post_init__(self) -> None:
        counts = ("steps", "warmup_steps", "accumulate", "ema_every", "log_every")
        if few := [name for name in counts if getattr(self, name) < 1]:
            raise ValueError(f"{', '.join(few)} must be at least 1")

    def rate_at(self, step: int) -> float:
        """Learning rate of a step: warm-up, plateau, cosine decay."""
        warm = min(1.0, (step + 1) / self.warmup_steps)
        left = min(1.0, max(0.0, (self.steps - step) / self.decay_steps)) if self.decay_steps else 1.0
        return self.learning_rate * warm * (0.05 + 0.95 * 0.5 * (1 - math.cos(math.pi * left)))


Losses = dict[str, Tensor]
Network = TypeVar("Network", bound=nn.Module)
Teach = Callable[[Any, Any, Turn], Losses]
"""Network, batch, turn -> named terms whose sum is minimised."""


def fit(
    network: Network,
    batches: Callable[[range], Iterator[Any]],
    losses: Teach,
    recipe: LoopRecipe,
    run: Path,
    show: Callable[[Network, int], None] = lambda network, step: None,
    machine: Accelerator | None = None,
) -> Network:
    """Train until `recipe.steps`, going on from `run/state.pt` where there is one; returns the averaged
    network.

    `batches` yields those of an endless row whose numbers it is given: with several processes, each learns
    from its own. `show` is called with the averaged network at every save, in the first process alone. The
    network lies on the machine's device already; the default machine is the one that has it.
    """
    run.mkdir(parents=True, exist_ok=True)
    machine = machine or machine_for(next(network.parameters()).device)
    school = School(network, losses, recipe, run, machine)
    state = school.state.resume()
    start = state["step"] if state else 0
    journal = Journal(run, recipe.log_every, machine, start)
    journal.load_state(state["journal"] if state and "journal" in state else [])
    first = start * recipe.accumulate * machine.num_processes + machine.process_index
    row, saved_at = range(first, ENDLESS, machine.num_processes), time.monotonic()
    coming = zip(row, batches(row), strict=False)
    for step in range(start, recipe.steps):
        journal.note(step, school.step(step, coming))
        if school.agrees(time.monotonic() - saved_at > recipe.save_every_sec or step + 1 == recipe.steps):
            school.state.save(step + 1, journal)
            school.show(show, step + 1)
            saved_at = time.monotonic()
    school.average.take()
    return network


class School:
    """A network that learns: its optimiser, its average, and the processes that share the work."""

    def __init__(
        self, network: nn.Module, losses: Teach, recipe: LoopRecipe, run: Path, machine: Accelerator
    ) -> None:
        self.network, self.recipe, self.machine = network, recipe, machine
        self.plain = deepcopy(network) if is_sharded(machine) and machine.is_main_process else None
        self.lesson, self.optimizer = _prepared(Lesson(network, losses), recipe, machine)
        self.average = Average(network, recipe.ema, recipe.ema_every, recipe.ema_on_cpu)
        self.state = RunState(run / "state.pt", network, self.optimizer, self.average, machine)
        precision = "bfloat16" if multiplies_bfloat16(machine.device) else "float32"
        log.info("forward passes in %s, %d process(es)", precision, machine.num_processes)

    def step(self, step: int, coming: Iterator[tuple[int, Any]]) -> Losses:
        """Learn from the next `accumulate` batches; gives the means of their terms and the gradient norm."""
        recipe, parts = self.recipe, list[Losses]()
        for group in self.optimizer.param_groups:
            group["lr"] = recipe.rate_at(step)
        self.optimizer.zero_grad(set_to_none=True)
        try:
            for part in range(recipe.accumulate):
                number, batch = next(coming)
                parts.append(self._learn(batch, Turn(step, number), part + 1 == recipe.accumulate))
            norm = self.machine.clip_grad_norm_(list(self.network.parameters()), recipe.clip_norm)
            self.optimizer.step()
        except torch.OutOfMemoryError as problem:
            raise UserError(
                f"The accelerator's memory is full at step {step}.",
                "Train the adapter alone (--recipe paper-adapter), or share the weights between several "
                "accelerators (accelerate launch --config_file presets/accelerate/fsdp.yaml ...).",
            ) from problem
        self.average.update(step)
        names = dict.fromkeys(name for terms in parts for name in terms)
        means = {n: torch.stack([terms[n] for terms in parts if n in terms]).mean() for n in names}
        whole = norm.full_tensor() if isinstance(norm, DTensor) else norm
        return means | {"grad_norm": whole.detach()}

    def _learn(self, batch: Any, turn: Turn, is_last: bool) -> Losses:
        """Forward and backward; gradients are exchanged with the last batch of a step only."""
        device = self.machine.device
        with nullcontext() if is_last else self.machine.no_sync(self.lesson):
            with half_precision(device):
                terms = self.lesson(batch.to(device), turn)
            self.machine.backward(torch.stack(list(terms.values())).sum() / self.recipe.accumulate)
        return {name: value.detach() for name, value in terms.items()}

    def agrees(self, now: bool) -> bool:
        """What the first process says."""
        return bool(broadcast_object_list([now])[0]) if self.machine.num_processes > 1 else now

    def show(self, show: Callable[[Any, int], None], step: int) -> None:
        """Hand the averaged network to `show` in the first process; the others wait."""
        modes = {module: module.training for module in self.network.modules()}
        if is_sharded(self.machine):
            whole = self.average.whole()
            if self.plain is not None:
                self.plain.load_state_dict(whole, strict=False)
                show(self.plain.to(self.machine.device), step)
                self.plain.cpu()
        elif self.machine.is_main_process:
            with self.average.shown():
                show(self.network, step)
        if step < self.recipe.steps:
            for module, training in modes.items():
                module.training = training
        self.machine.wait_for_everyone()


class Lesson(nn.Module):
    """What a batch teaches as one forward pass, which is what processes can share."""

    _no_split_modules = ["LVocalBlock"]

    def __init__(self, network: nn.Module, losses: Teach) -> None:
        super().__init__()
        self.network, self.losses = network, losses

    def forward(self, batch: Any, turn: Turn) -> Losses:
        """Named terms."""
        return self.losses(self.network, batch, turn)


def _prepared(lesson: Lesson, recipe: LoopRecipe, machine: Accelerator) -> tuple[nn.Module, Any]:
    """The lesson as the processes share it, and its optimiser."""
    chosen = MuonWithAdamW if recipe.muon else torch.optim.AdamW
    options: dict[str, Any] = {"betas": recipe.betas, "weight_decay": recipe.weight_decay}
    if not is_sharded(machine):
        shared = machine.prepare_model(lesson)
        return shared, chosen(lesson.parameters(), recipe.learning_rate, **options)
    if recipe.muon:
        raise UserError(
            "Muon cannot train weights that are shared between processes (FSDP).",
            "Use a recipe with AdamW, or a configuration in which every process holds the whole network.",
        )
    machine.wait_for_everyone()
    shared, optimizer = machine.prepare(lesson, chosen(lesson.parameters(), recipe.learning_rate, **options))
    return shared, optimizer
