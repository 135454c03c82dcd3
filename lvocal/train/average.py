"""The average of the weights that learn, which is what a run hands out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.tensor import DTensor, distribute_tensor

PREFIX = "module."
"""Before every name in the state of a run."""


def warm_share(decay: float, count: int) -> float:
    """How much of the average stays when the weights join it for the `count`th time after the first: little
    at the beginning, growing to `decay`, so that early weights are soon forgotten."""
    return min(decay, (1 + count) / (10 + count))


class Average:
    """Exponential average of every weight that learns; what is frozen needs none.

    With FSDP each process averages its own share of every weight.
    """

    def __init__(self, network: nn.Module, decay: float, every: int = 1, on_cpu: bool = False) -> None:
        """`every` so many steps the weights join the average; `on_cpu` keeps it out of an accelerator's
        memory."""
        self.decay, self.every = decay, every
        self.device = torch.device("cpu") if on_cpu else None
        self.weights = {name: w for name, w in network.named_parameters() if w.requires_grad}
        self.kept = {name: self._here(_own(w)).clone() for name, w in self.weights.items()}
        self.count = 0

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Let the weights join after a step; the first to join are taken as they are."""
        if (step + 1) % self.every:
            return
        new = [self._here(_own(weight)) for weight in self.weights.values()]
        share = warm_share(self.decay, self.count) if self.count else 0.0
        if share:
            torch._foreach_lerp_(list(self.kept.values()), new, 1 - share)
        else:
            torch._foreach_copy_(list(self.kept.values()), new)
        self.count += 1

    @contextmanager
    def shown(self) -> Iterator[None]:
        """The network has the averaged weights for a while, and its own again afterwards, to the bit."""
        own = {name: self._here(_own(weight)).clone() for name, weight in self.weights.items()}
        self.take()
        try:
            yield
        finally:
            self._put(own)

    def take(self) -> None:
        """Give the network the averaged weights for good."""
        self._put(self.kept)

    def whole(self) -> dict[str, Tensor]:
        """The averaged weights by name; with FSDP all processes must ask together."""
        return {name: _whole(self.weights[name], kept) for name, kept in self.kept.items()}

    def state_dict(self) -> dict[str, Any]:
        """Of a run's state."""
        return {"n_averaged": self.count} | {PREFIX + name: kept for name, kept in self.whole().items()}

    @torch.no_grad()
    def load_state_dict(self, state: dict[str, Any]) -> None:
        """As state_dict gave it."""
        self.count = int(state["n_averaged"])
        for name, kept in self.kept.items():
            kept.copy_(_share(self.weights[name], state[PREFIX + name]))

    @torch.no_grad()
    def _put(self, values: dict[str, Tensor]) -> None:
        for name, weight in self.weights.items():
            _own(weight).copy_(values[name])

    def _here(self, value: Tensor) -> Tensor:
        return value if self.device is None else value.to(self.device)


def _own(weight: Tensor) -> Tensor:
    """The part of a weight that lies in this process, without its history."""
    plain = weight.detach()
    return plain.to_local() if isinstance(plain, DTensor) else plain


def _whole(weight: Tensor, part: Tensor) -> Tensor:
    """This process's part of a weight -> all of it."""
    if not isinstance(weight, DTensor):
        return part
    place = weight.device_mesh.device_type
    shared = DTensor.from_local(
        part.to(place), weight.device_mesh, weight.placements, shape=weight.shape, stride=weight.stride()
    )
    return shared.full_tensor().to(part.device)


def _share(weight: Tensor, whole: Tensor) -> Tensor:
    """All of a weight -> this process's part of it."""
    if not isinstance(weight, DTensor):
        return whole
    place = weight.device_mesh.device_type
    return distribute_tensor(whole.to(place), weight.device_mesh, weight.placements).to_local()
