"""The only door between files and networks. The config travels with the weights; a mismatch is an error.

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

from lvocal.model.aligner import Aligner, AlignerConfig
from lvocal.model.bundle import Networks
from lvocal.model.codec import ChromaCodec, CodecConfig
from lvocal.model.listen import Listener, ListenerConfig
from lvocal.model.text import TextConfig, TextEncoder, Vocabulary
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.values import UserError

FORMAT = "lvocal-1"

MINI = Path(__file__).parents[1] / "assets" / "models" / "mini"
"""Where the embedded weights lie."""

Build = Callable[[dict[str, Any]], nn.Module]

MINI_PARTS: dict[str, Build] = {
    "transformer": lambda config: LVocalTransformer3DModel(**config),
    "codec": lambda config: ChromaCodec(CodecConfig(**{**config, **_tuples(config)})),
    "text": lambda config: TextEncoder(TextConfig(**config)),
    "listener": lambda config: Listener(ListenerConfig(**config)),
    "aligner": lambda config: Aligner(AlignerConfig(**config)),
}
"""How each weight file of the `mini` size becomes a network."""


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
        module = build(json.loads(header["config"]))
        if type(module).__name__ != header["class"]:
            raise UserError(
                f"{path.name} holds a {header['class']}, not a {type(module).__name__}.", "Choose another."
            )
        weights = {name: file.get_tensor(name) for name in file.keys()}
    floats = {name: value.float() if value.is_floating_point() else value for name, value in weights.items()}
    module.load_state_dict(floats, strict=True)
    return module.eval().requires_grad_(False)


def _tuples(config: dict[str, Any]) -> dict[str, Any]:
    """JSON knows lists only; configs hold tuples."""
    return {name: tuple(value) for name, value in config.items() if isinstance(value, list)}


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


def load_networks(engine: str = "mini", folder: Path | None = None) -> Networks:
    """Load all networks of an engine from a folder of weight files.

    Raises UserError when weights are missing, with how to get them.
    """
    if engine == "wan":
        raise UserError(
            "The full-size engine has no trained L-VOCAL modules here, and nobody has published any.",
            "Use --engine mini, which ships with the project.",
        )
    if engine != "mini":
        raise UserError(f'There is no engine called "{engine}".', "Choose mini or wan.")
    folder = folder or MINI
    parts = {name: load_module(folder / f"{name}.safetensors", build) for name, build in MINI_PARTS.items()}
    words = (folder / "words.txt").read_text().split("\n")
    files = [*folder.glob("*.safetensors"), folder / "words.txt"]
    return Networks(**parts, vocabulary=Vocabulary(words), name=engine, fingerprint=fingerprint(files))
