"""LAION's own CLAP checkpoints, such as `music_audioset_epoch_15_esc_90.14.pt`, as transformers' ClapModel.

The two have the same networks under other names; a query, a key and a value that LAION keeps in one matrix
are three here. Shapes tell the size, so that HTSAT-tiny and HTSAT-base are both read, without the package
`laion-clap` and what it fetches when it is imported.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import ClapConfig, ClapModel

from lvocal.values import UserError

ROBERTA = "roberta-base"
"""Whose tokenizer LAION's text tower reads with."""

RENAMED = (
    (r"^text_branch\.", "text_model."),
    (r"^audio_branch\.bn0\.", "audio_model.audio_encoder.batch_norm."),
    (r"^audio_branch\.", "audio_model.audio_encoder."),
    (r"\.attn\.proj\.", ".attention.output.dense."),
    (r"\.attn\.", ".attention.self."),
    (r"\.mlp\.fc1\.", ".intermediate.dense."),
    (r"\.mlp\.fc2\.", ".output.dense."),
    (r"\.norm1\.", ".layernorm_before."),
    (r"\.norm2\.", ".layernorm_after."),
    (r"_projection\.0\.", "_projection.linear1."),
    (r"_projection\.2\.", "_projection.linear2."),
)
"""In this order."""

NOT_NEEDED = re.compile(
    r"extractor\.|attn_mask|tscam_conv|audio_branch\.head\.|_transform\.|position_ids|fusion"
)
"""What transformers computes itself, and heads that CLAP never uses."""


def load_laion(path: Path) -> ClapModel:
    """Raises UserError for a file that is none, and for the fused kind, which hears long sound otherwise."""
    weights = _read(path)
    if any("fusion_model" in name for name in weights):
        raise UserError(
            f"{path.name} is a CLAP of the fused kind.",
            "Choose one without fusion, such as 630k-audioset-best.pt.",
        )
    renamed: dict[str, Tensor] = {}
    for name, value in weights.items():
        if not NOT_NEEDED.search(name):
            renamed |= _split(_rename(name), value)
    try:
        clap = ClapModel(_config(renamed))
        missing, unexpected = clap.load_state_dict(renamed, strict=False)
    except (KeyError, ValueError, RuntimeError) as problem:
        raise UserError(f"{path.name} is no CLAP checkpoint of LAION.", "Choose another.") from problem
    if unexpected or [name for name in missing if not name.endswith(("_ids", "relative_position_index"))]:
        raise UserError(f"{path.name} is no CLAP checkpoint of LAION.", "Choose another.")
    return clap.eval()


def _read(path: Path) -> dict[str, Tensor]:
    """Tensors and plain numbers only; nothing in the file is run."""
    scalar: Any = np.float64(0).__reduce__()[0]
    named = [(scalar, f"numpy.{core}.multiarray.scalar") for core in ("core", "_core")]
    numbers: list[Any] = [*named, np.dtype, np.dtypes.Float64DType, np.dtypes.Int64DType]
    try:
        with torch.serialization.safe_globals(numbers):
            read = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as problem:
        raise UserError(
            f"The CLAP checkpoint {path.name} is missing.",
            "Fetch it once with: hf download lukewys/laion_clap music_audioset_epoch_15_esc_90.14.pt",
        ) from problem
    except Exception as problem:
        raise UserError(f"{path.name} cannot be read as a checkpoint.", "Fetch it again.") from problem
    weights = read.get("state_dict", read)
    return {name.removeprefix("module."): value.float() for name, value in weights.items()}


def _rename(name: str) -> str:
    for pattern, new in RENAMED:
        name = re.sub(pattern, new, name)
    return name


def _split(name: str, value: Tensor) -> dict[str, Tensor]:
    if ".qkv." not in name:
        return {name: value}
    parts = zip(("query", "key", "value"), value.chunk(3), strict=True)
    return {name.replace("qkv", part): third for part, third in parts}


def _config(weights: dict[str, Tensor]) -> ClapConfig:
    """From shapes alone."""
    audio, text = "audio_model.audio_encoder.", "text_model."

    def blocks(pattern: str) -> int:
        return 1 + max(int(found[1]) for name in weights if (found := re.match(pattern, name)))

    stages = range(blocks(rf"{re.escape(audio)}layers\.(\d+)\."))
    tables = [f"{audio}layers.{k}.blocks.0.attention.self.relative_position_bias_table" for k in stages]
    words = weights[f"{text}embeddings.word_embeddings.weight"]
    return ClapConfig(
        audio_config={
            "patch_embeds_hidden_size": weights[f"{audio}patch_embed.proj.weight"].shape[0],
            "depths": [blocks(rf"{re.escape(audio)}layers\.{k}\.blocks\.(\d+)\.") for k in stages],
            "num_attention_heads": [weights[table].shape[1] for table in tables],
            "hidden_size": weights[f"{audio}norm.weight"].shape[0],
        },
        text_config={
            "vocab_size": words.shape[0], "hidden_size": words.shape[1],
            "num_hidden_layers": blocks(r"text_model\.encoder\.layer\.(\d+)\."),
            "num_attention_heads": max(1, words.shape[1] // 64),
            "intermediate_size": weights[f"{text}encoder.layer.0.intermediate.dense.weight"].shape[0],
            "max_position_embeddings": weights[f"{text}embeddings.position_embeddings.weight"].shape[0],
            "type_vocab_size": weights[f"{text}embeddings.token_type_embeddings.weight"].shape[0],
        },
        projection_dim=weights["audio_projection.linear2.weight"].shape[0],
    )  # fmt: skip
