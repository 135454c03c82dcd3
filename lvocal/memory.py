"""What to do when memory is short, and what there is to compute with."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from lvocal.machine import AS_IS
from lvocal.settings import ColorizeSettings
from lvocal.values import ColorizeRequest, ColorizeResult, Machine, Progress, UserError

LEANER = {
    "parts": "Memory was short, so only the network at work was in it; that is slower.",
    "blocks": "Memory was very short, so the network was brought into it block by block; that is slow.",
}

SMALLER = ((41, 9), (21, 5))
"""Frames coloured together, and their overlap, on the lower rungs."""


@dataclass(frozen=True)
class Rung:
    """One way to try a film; lower rungs need less memory."""

    request: ColorizeRequest
    device: torch.device
    machine: Machine = AS_IS
    note: str = ""
    """What the person should know of it; nothing on the first rung."""


def ladder(request: ColorizeRequest, device: torch.device, machine: Machine = AS_IS) -> Iterator[Rung]:
    """As asked; then, of the full size, with more waiting in the computer's memory; then in smaller windows;
    then, of the embedded size, from a graphics card to the processor."""
    yield Rung(request, device, machine)
    if request.weights.engine != "mini":
        for leaner in _leaner(machine):
            machine = leaner
            yield Rung(request, device, machine, LEANER[machine.offload])
    for frames, overlap in SMALLER:
        if frames < request.settings.together_frames:
            settings = smaller(request.settings, frames, overlap)
            note = f"Memory was short, so {frames} frames were coloured together instead of more."
            yield Rung(replace(request, settings=settings), device, machine, note)
    if device.type != "cpu" and request.weights.engine == "mini":
        note = "The graphics card's memory was too short, so the processor coloured this film."
        yield Rung(request, torch.device("cpu"), machine, note)


def _leaner(machine: Machine) -> Iterator[Machine]:
    """The same machine with less in its fast memory, step by step."""
    if machine.offload == "none" or not machine.tiling:
        machine = replace(
            machine, offload="parts" if machine.offload == "none" else machine.offload, tiling=True
        )
        yield machine
    if machine.offload != "blocks":
        yield replace(machine, offload="blocks")


def smaller(settings: ColorizeSettings, frames: int, overlap: int) -> ColorizeSettings:
    """The same with at most so many frames that go through the network together."""
    return replace(
        settings,
        window_frames=min(frames, settings.window_frames),
        overlap_frames=min(overlap, settings.overlap_frames),
        stretch_frames=min(frames, settings.stretch_frames),
    )


def noted(event: Progress | ColorizeResult, rung: Rung) -> Progress | ColorizeResult:
    """The event with the word of its rung."""
    if not rung.note:
        return event
    if isinstance(event, ColorizeResult):
        return replace(event, notes=(*event.notes, rung.note))
    return replace(event, message=f"{event.message}. {rung.note}")


def too_little(device: torch.device) -> UserError:
    """What is said when no rung held."""
    where = "computer" if device.type == "cpu" else "graphics card"
    return UserError(
        f"This {where} has too little free memory for this film.",
        "Close other programs, lower paint_px in the preset, or cut the film into shorter pieces.",
    )


def is_out_of_memory(problem: BaseException) -> bool:
    """Of the graphics card, or of the computer (which torch tells only in words)."""
    if isinstance(problem, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(problem, RuntimeError) and "not enough memory" in str(problem)


def free_memory() -> None:
    """Let go of everything no longer used."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def choose_device() -> torch.device:
    """A graphics card where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def use_cores(quota: Path = Path("/sys/fs/cgroup/cpu.max")) -> None:
    """As many threads as this process may really use; in a container torch counts the cores of the host."""
    torch.set_num_threads(max(1, min(torch.get_num_threads(), usable_cores(quota))))


def usable_cores(quota: Path) -> int:
    """Cores this process may run on, by affinity and by the container's quota ("200000 100000" is two)."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if quota.is_file():
        granted, period = quota.read_text().split()
        if granted != "max":
            cores = min(cores, -(-int(granted) // int(period)))
    return max(cores, 1)
