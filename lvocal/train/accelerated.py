"""What a run computes on: one processor, one accelerator, or several processes that learn together.

`accelerate launch` says how many there are and how they share; without it there is one. The same commands
run either way.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import timedelta
from typing import NamedTuple

import torch
from accelerate import Accelerator
from accelerate.utils import DistributedDataParallelKwargs, InitProcessGroupKwargs
from torch.nn.attention import SDPBackend, sdpa_kernel

PATIENCE = timedelta(hours=2)
"""How long processes wait for the first one while it saves and shows what was learned."""


class Turn(NamedTuple):
    """Which batch is learned from. Whatever is random in a step depends on the seed and `number` alone, so
    that a run which was interrupted goes on as if it had not been."""

    step: int
    """Of the optimiser."""
    number: int
    """Of the batch, in the one endless row that all processes share."""


def machine_for(device: torch.device | str | None) -> Accelerator:
    """The machine that `device` names; None takes the accelerator where there is one."""
    on_cpu = device is not None and torch.device(device).type == "cpu"
    return Accelerator(
        cpu=on_cpu,
        kwargs_handlers=[
            # A batch without music teaches the road of music nothing; half the memory for gradients.
            DistributedDataParallelKwargs(find_unused_parameters=True, gradient_as_bucket_view=True),
            InitProcessGroupKwargs(timeout=PATIENCE),
        ],
    )


def workers_for(device: torch.device) -> int:
    """Processes that make batches: an accelerator is fed by every core but one, shared fairly between the
    processes on this computer; a processor that also computes has none to spare."""
    if device.type == "cpu":
        return 0
    return max(1, ((os.cpu_count() or 2) - 1) // int(os.environ.get("LOCAL_WORLD_SIZE", "1")))


def is_sharded(machine: Accelerator) -> bool:
    """Whether every process holds a share of the weights only (FSDP)."""
    return machine.distributed_type == "FSDP"


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
