"""One network, one file: the config travels with the weights, and a mismatch is an error.

Weights are safetensors with the class name and its config in the header; the state of a training run
(optimizer, step) is a torch file read with `weights_only`. Everything is written aside first, so a crash
leaves no half file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import is_dataclass
from inspect import signature
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn

from lvocal.values import UserError

FORMAT = "lvocal-1"

Build = Callable[[dict[str, Any]], nn.Module]
"""A config of a weight file to a network."""


def save_module(path: Path, module: nn.Module, dtype: torch.dtype | None = None) -> None:
    """Store weights with the config that shaped them. `dtype` torch.float16 halves the file; integers
    stay."""
    config: Any = module.config
    known = signature(type(module).__init__).parameters
    plain = vars(config) if is_dataclass(config) else {name: config[name] for name in known if name in config}
    header = {"format": FORMAT, "class": type(module).__name__, "config": json.dumps(plain)}
    weights = {
        name: value.to(dtype).contiguous() if dtype and value.is_floating_point() else value.contiguous()
        for name, value in module.state_dict().items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    save_file(weights, draft, metadata=header)
    draft.replace(path)


def load_module(path: Path, build: Build) -> Any:
    """Rebuild a module from its own config and weights, in float32 and ready to use; every weight must
    match."""
    header, weights = _read(path)
    module = build(json.loads(header["config"]))
    if type(module).__name__ != header["class"]:
        raise UserError(
            f"{path.name} holds a {header['class']}, not a {type(module).__name__}.", "Choose another."
        )
    floats = {name: value.float() if value.is_floating_point() else value for name, value in weights.items()}
    module.load_state_dict(floats, strict=True)
    return module.eval().requires_grad_(False)


def _read(path: Path) -> tuple[dict[str, str], dict[str, torch.Tensor]]:
    """Header and weights of a file of this project."""
    if not path.exists():
        raise UserError(
            f"The weights {path.name} are missing.",
            f"Put them into the folder {path.parent.name} or train them.",
        )
    with safe_open(path, framework="pt") as file:
        header = file.metadata() or {}
        if header.get("format") != FORMAT:
            raise UserError(
                f"{path.name} is not a weights file of this project.", "Choose one written by it."
            )
        return header, {name: file.get_tensor(name) for name in file.keys()}


def save_weights(path: Path, weights: dict[str, torch.Tensor], settings: dict[str, Any]) -> None:
    """Store weights that are no whole network, with the part of a config that goes with them."""
    draft = path.with_suffix(".part")
    header = {"format": FORMAT, "config": json.dumps(settings)}
    save_file({name: value.contiguous() for name, value in weights.items()}, draft, metadata=header)
    draft.replace(path)


def load_weights(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """The weights and the settings that save_weights stored."""
    header, weights = _read(path)
    return weights, json.loads(header["config"])


def save_state(path: Path, state: dict[str, Any]) -> None:
    """Store the state of a training run."""
    draft = path.with_suffix(".part")
    torch.save(state, draft)
    draft.replace(path)


def load_state(path: Path) -> dict[str, Any]:
    """Read the state of a training run; nothing but tensors and plain values is accepted."""
    return torch.load(path, map_location="cpu", weights_only=True)


def fingerprint(paths: list[Path]) -> str:
    """Short hash of weight files, written into every sidecar."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
