"""The full size at toy widths, with L-VOCAL modules beside it, stirred so that every condition shows."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import WanTransformer3DModel

from lvocal.checkpoint.module_file import save_module
from lvocal.checkpoint.toy_hub import SHARED
from lvocal.checkpoint.toy_hub import write_toy_clap as write_clap
from lvocal.checkpoint.toy_hub import write_toy_wan as write_wan
from lvocal.checkpoint.wan import About, save_modules
from lvocal.model.aligner import Aligner, AlignerConfig
from lvocal.model.growth import grown, new_weights


def write_modules(folder: Path, whole: bool = False, seed: int = 2) -> None:
    """L-VOCAL modules beside their Wan and CLAP, stirred so that every condition shows."""
    write_wan(folder / "wan")
    write_clap(folder / "clap")
    base = WanTransformer3DModel.from_pretrained(folder / "wan", subfolder="transformer")
    network = grown(base, gray_channels=16, audio_dim=10)
    torch.manual_seed(seed)
    for weight in new_weights(network).values():
        weight.normal_(std=0.2)
    save_modules(folder, network, About("wan", "clap"), whole)
    save_module(folder / "aligner.safetensors", Aligner(AlignerConfig(SHARED, 32, visual_dim=8, dim=10)))
