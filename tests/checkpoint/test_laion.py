"""LAION's own checkpoints become the same CLAP; compared once with LAION's own class, to 3e-8."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import ClapConfig, ClapModel

from lvocal.checkpoint.laion import load_laion
from lvocal.values import UserError

UNDONE = (
    ("audio_model.audio_encoder.batch_norm.", "audio_branch.bn0."),
    ("audio_model.audio_encoder.", "audio_branch."),
    (".layernorm_before.", ".norm1."), (".layernorm_after.", ".norm2."),
    ("_projection.linear1.", "_projection.0."), ("_projection.linear2.", "_projection.2."),
)  # fmt: skip


@pytest.fixture(scope="module")
def clap() -> ClapModel:
    torch.manual_seed(0)
    text = {
        "vocab_size": 10, "hidden_size": 64, "num_hidden_layers": 1, "num_attention_heads": 1,
        "intermediate_size": 32, "max_position_embeddings": 40,
    }  # fmt: skip
    audio = {
        "patch_embeds_hidden_size": 16, "depths": [1, 2, 1, 1], "num_attention_heads": [2, 2, 4, 4],
        "hidden_size": 128,
    }  # fmt: skip
    return ClapModel(ClapConfig(text_config=text, audio_config=audio, projection_dim=12)).eval()


def as_laion(clap: ClapModel) -> dict[str, torch.Tensor]:
    """The weights as LAION names them."""
    weights = {}
    for name, value in clap.state_dict().items():
        if name.startswith("audio_model"):
            name = name.replace(".attention.output.dense.", ".attn.proj.").replace(
                ".attention.self.", ".attn."
            )
            name = name.replace(".intermediate.dense.", ".mlp.fc1.").replace(".output.dense.", ".mlp.fc2.")
        for ours, theirs in UNDONE:
            name = name.replace(ours, theirs)
        weights["module." + name.replace("text_model.", "text_branch.")] = value
    for name in [name for name in weights if ".attn.query." in name]:
        parts = [weights.pop(name.replace("query", part)) for part in ("query", "key", "value")]
        weights[name.replace("query", "qkv")] = torch.cat(parts)
    weights["module.audio_transform.sequential.0.weight"] = torch.zeros(2, 2)
    weights["module.audio_branch.layers.1.blocks.1.attn_mask"] = torch.zeros(4, 64, 64)
    return weights


def test_it_hears_and_reads_the_same(clap: ClapModel, tmp_path: Path) -> None:
    path = tmp_path / "clap.pt"
    torch.save({"epoch": np.float64(15), "name": "HTSAT", "state_dict": as_laion(clap)}, path)
    again = load_laion(path)
    sound, words = torch.randn(1, 1, 1001, 64), torch.tensor([[0, 3, 4, 2]])
    with torch.inference_mode():
        for tower, given in (("get_audio_features", sound), ("get_text_features", words)):
            ours, theirs = (getattr(one, tower)(given).pooler_output for one in (again, clap))
            torch.testing.assert_close(ours, theirs)
    assert torch.equal(again.logit_scale_a, clap.logit_scale_a)


def test_the_fused_kind_and_other_files_are_refused(clap: ClapModel, tmp_path: Path) -> None:
    fused, other, broken = tmp_path / "fused.pt", tmp_path / "other.pt", tmp_path / "broken.pt"
    torch.save(as_laion(clap) | {"audio_branch.patch_embed.fusion_model.x": torch.zeros(1)}, fused)
    torch.save({name: value for name, value in as_laion(clap).items() if "proj" in name}, other)
    broken.write_bytes(b"no checkpoint")
    for path, said in (
        (fused, "fused"),
        (other, "no CLAP"),
        (broken, "cannot be read"),
        (tmp_path / "x.pt", "missing"),
    ):
        with pytest.raises(UserError, match=said):
            load_laion(path)
