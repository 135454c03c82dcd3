"""The public networks that judge in a run, loaded when they are first asked, once in every process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import nn

from lvocal.checkpoint.judges import LOADERS
from lvocal.values import UserError


@dataclass(frozen=True)
class Panel:
    """Judges by the names of `checkpoint.judges.LOADERS`."""

    names: tuple[str, ...] = ()
    weights: Path | None = None
    """The folder that holds their files; None looks where PyTorch keeps its own, and on the hub."""

    def judge(self, name: str) -> Any:
        """Ready to use. UserError, with the way to fetch it, where it is not here."""
        assert name in self.names, "a measure may only ask for judges that it says it needs"
        return _loaded(name, self.weights)

    def print_of(self, needs: Iterable[str]) -> str:
        """Hash of the weights of those judges that are among what a measure needs."""
        return " ".join(_print(name, self.weights) for name in self.names if name in needs)

    def load(self) -> None:
        """All of them, so that what is missing is said before anything is painted."""
        for name in self.names:
            self.judge(name)


def read_panel(text: str | None, weights: Path | None) -> Panel:
    """Read "lpips,clip". UserError for a judge that there is not, and for weights that nobody asked for."""
    names = tuple(dict.fromkeys(part.strip() for part in (text or "").split(",") if part.strip()))
    if unknown := [name for name in names if name not in LOADERS]:
        raise UserError(f'There is no judge "{unknown[0]}".', f"Choose among: {', '.join(LOADERS)}.")
    if weights is not None and not names:
        raise UserError("Nobody asked for a judge.", f"Add --judges with some of: {', '.join(LOADERS)}.")
    return Panel(names, weights)


@cache
def _loaded(name: str, weights: Path | None) -> Any:
    return LOADERS[name](weights)


@cache
def _print(name: str, weights: Path | None) -> str:
    """The sums of all tensors, with their names and shapes: another network gives others."""
    digest = hashlib.sha256(name.encode())
    for part, tensor in _tensors(_loaded(name, weights)):
        digest.update(f"{part} {tuple(tensor.shape)} {float(tensor.double().sum()):.9e}".encode())
    return digest.hexdigest()[:16]


def _tensors(judge: Any) -> Iterator[tuple[str, torch.Tensor]]:
    """Of a network, or of a judge that holds one."""
    network = judge if isinstance(judge, nn.Module) else judge.network
    yield from network.state_dict().items()
