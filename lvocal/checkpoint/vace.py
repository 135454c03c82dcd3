"""The public road: Wan2.1-VACE from its hub, or from a folder as that hub has it, with nothing trained here.

Its makers published it for text, control videos and masks; L-VOCAL (Fig. 6) compares itself with it as a
colorizer by language. What hears is the embedded listener, which ships with the project.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanVACETransformer3DModel
from torch import nn

from lvocal.checkpoint.hub import pretrained
from lvocal.checkpoint.mini import MINI, MINI_PARTS, load_embedded_separator
from lvocal.checkpoint.module_file import load_module
from lvocal.checkpoint.prompts import PromptReader
from lvocal.checkpoint.separators import load_public
from lvocal.model.vace_networks import VaceNetworks
from lvocal.values import UserError

VACE = "Wan-AI/Wan2.1-VACE-1.3B-diffusers"

SAMPLED = 256
"""Numbers of every weight that go into the fingerprint; gigabytes need not be read for it."""


def load_vace(folder: Path | None = None, cache: Path | None = None) -> VaceNetworks:
    """All networks of the public road. Raises UserError for what is missing, with how to get it.

    `cache` is where encoded prompts are kept, by default this person's cache folder."""
    where = VACE if folder is None else str(folder)
    _check_class(where)
    transformer = pretrained(
        WanVACETransformer3DModel, where, "VACE's transformer",
        subfolder="transformer", torch_dtype=torch.float32,
    )  # fmt: skip
    vae = pretrained(AutoencoderKLWan, where, "Wan's autoencoder", subfolder="vae", torch_dtype=torch.float32)
    scheduler = pretrained(UniPCMultistepScheduler, where, "VACE's scheduler", subfolder="scheduler")
    listener = load_module(MINI / "listener.safetensors", MINI_PARTS["listener"])
    return VaceNetworks(
        transformer.eval().requires_grad_(False),
        vae.eval().requires_grad_(False),
        scheduler,
        listener,
        PromptReader(where, cache).all,
        _fingerprint(transformer, vae, listener),
        load_embedded_separator(),
        load_public,
    )


def _check_class(where: str) -> None:
    """A plain Wan has no control branch; loaded as VACE, that branch would be noise."""
    config = pretrained(_Config, where, "VACE's transformer", subfolder="transformer")
    if config["_class_name"] != WanVACETransformer3DModel.__name__:
        raise UserError(
            f"{where} holds a {config['_class_name']}, which is not VACE.",
            f"Leave --model out to use {VACE}, or name a folder that holds it.",
        )


class _Config:
    """The config alone, by the same door as the weights."""

    @staticmethod
    def from_pretrained(where: str, **options: str) -> dict[str, str]:
        config: dict[str, str] = WanVACETransformer3DModel.load_config(where, **options)
        return config


def _fingerprint(*modules: nn.Module) -> str:
    """Short hash of the names, the shapes and the first numbers of all weights."""
    digest = hashlib.sha256()
    for module in modules:
        for name, weight in module.state_dict().items():
            digest.update(f"{name} {tuple(weight.shape)}".encode())
            digest.update(weight.flatten()[:SAMPLED].float().numpy().tobytes())
    return digest.hexdigest()[:16]
