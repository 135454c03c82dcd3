"""The state of a run, whole and in one file, however many processes hold the network."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from torch import nn
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    get_model_state_dict,
    get_optimizer_state_dict,
    set_model_state_dict,
    set_optimizer_state_dict,
)

from lvocal.checkpoint.module_file import load_state, save_state
from lvocal.train.accelerated import is_sharded
from lvocal.train.average import Average
from lvocal.train.journal import Journal

log = logging.getLogger(__name__)

WHOLE = StateDictOptions(full_state_dict=True, cpu_offload=True)


class RunState:
    """Saves all that a run needs to go on, and brings it back; every process must call both."""

    def __init__(
        self, path: Path, network: nn.Module, optimizer: Any, average: Average, machine: Accelerator
    ) -> None:
        self.path, self.network, self.average, self.machine = path, network, average, machine
        self.optimizer = getattr(optimizer, "optimizer", optimizer)  # what accelerate has wrapped

    def save(self, step: int, journal: Journal) -> None:
        """Replace run/state.pt once the new one is whole."""
        state: dict[str, Any] = {
            "average": self.average.state_dict(), "step": step, "journal": journal.state()
        }  # fmt: skip
        if is_sharded(self.machine):
            state["network"] = get_model_state_dict(self.network, options=WHOLE)
            state["optimizer"] = get_optimizer_state_dict(self.network, self.optimizer, options=WHOLE)
        else:
            state["network"] = self.network.state_dict()
            state["optimizer"] = self.optimizer.state_dict()
        if self.machine.is_main_process:
            save_state(self.path, state)

    def resume(self) -> dict[str, Any] | None:
        """Put everything back where it was and give the state; None for a fresh run."""
        if not self.path.exists():
            return None
        state = load_state(self.path)
        if is_sharded(self.machine):
            set_model_state_dict(self.network, state["network"], options=WHOLE)
            _set_optimizer(self.network, self.optimizer, state["optimizer"])
        else:
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
        self.average.load_state_dict(state["average"])
        log.info("going on from step %d", state["step"])
        return state


def _set_optimizer(network: nn.Module, optimizer: torch.optim.Optimizer, state: dict[str, Any]) -> None:
    set_optimizer_state_dict(network, optimizer, state, options=WHOLE)
