"""The embedded size: six networks in one folder of weight files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from lvocal.checkpoint.module_file import Build, fingerprint, load_module
from lvocal.checkpoint.separators import load_public
from lvocal.model.aligner import Aligner, AlignerConfig
from lvocal.model.bundle import MiniNetworks
from lvocal.model.codec import ChromaCodec, CodecConfig
from lvocal.model.listen import Listener, ListenerConfig
from lvocal.model.separator import Separator, SeparatorConfig
from lvocal.model.text import TextConfig, TextEncoder, Vocabulary
from lvocal.model.transformer import LVocalTransformer3DModel

MINI = Path(__file__).parents[2] / "assets" / "models" / "mini"
"""Where the embedded weights lie."""

MINI_PARTS: dict[str, Build] = {
    "transformer": lambda config: LVocalTransformer3DModel(**config),
    "codec": lambda config: ChromaCodec(CodecConfig(**{**config, **_tuples(config)})),
    "text": lambda config: TextEncoder(TextConfig(**config)),
    "listener": lambda config: Listener(ListenerConfig(**config)),
    "aligner": lambda config: Aligner(AlignerConfig(**config)),
    "separator": lambda config: Separator(SeparatorConfig(**config)),
}
"""How each weight file of the `mini` size becomes a network."""


def load_mini(folder: Path = MINI) -> MiniNetworks:
    """All networks of a folder of weight files. Raises UserError when one is missing or another's."""
    parts = {
        name: load_module(folder / f"{name}.safetensors", build)
        for name, build in MINI_PARTS.items()
        if name != "separator"
    }
    parts["codec"].to(memory_format=torch.channels_last)  # a processor's convolutions take a fifth less
    words = (folder / "words.txt").read_text().split("\n")
    files = [*folder.glob("*.safetensors"), folder / "words.txt"]
    return MiniNetworks(
        **parts, vocabulary=Vocabulary(words), name="mini", fingerprint=fingerprint(files),
        separator=load_embedded_separator(folder), separator_named=load_public,
    )  # fmt: skip


def load_embedded_separator(folder: Path = MINI) -> Separator:
    """The separator of a folder, or the one that ships, where a training run has written none: nothing else
    depends on it."""
    name = "separator.safetensors"
    return load_module(folder / name if (folder / name).exists() else MINI / name, MINI_PARTS["separator"])


def _tuples(config: dict[str, Any]) -> dict[str, Any]:
    """JSON knows lists only; configs hold tuples."""
    return {name: tuple(value) for name, value in config.items() if isinstance(value, list)}
