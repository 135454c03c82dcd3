"""The full size at toy widths, with L-VOCAL modules beside it, stirred so that every condition shows."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import UniPCMultistepScheduler, WanTransformer3DModel, WanVACETransformer3DModel

from lvocal.checkpoint.module_file import save_module
from lvocal.checkpoint.toy_hub import SHARED, write_beside
from lvocal.checkpoint.toy_hub import write_toy_clap as write_clap
from lvocal.checkpoint.toy_hub import write_toy_wan as write_wan
from lvocal.checkpoint.wan import About, save_modules
from lvocal.model.aligner import Aligner, AlignerConfig
from lvocal.model.growth import grown, new_weights


def write_vace(folder: Path, seed: int = 0) -> None:
    """As the public hub has VACE: transformer, scheduler, vae, text_encoder and tokenizer."""
    torch.manual_seed(seed)
    transformer = WanVACETransformer3DModel(
        num_attention_heads=2, attention_head_dim=16, text_dim=16, freq_dim=32, ffn_dim=48, num_layers=2,
        vace_layers=[0, 1],
    )  # fmt: skip
    for block in transformer.vace_blocks:  # so that what is known shows, also in the films of toy widths
        block.proj_out.weight.data *= 8
    transformer.save_pretrained(folder / "transformer")
    scheduler = UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, num_train_timesteps=1000, flow_shift=3.0
    )
    scheduler.save_pretrained(folder / "scheduler")
    write_beside(folder)


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
