"""The full size: public Wan, umT5 and CLAP weights, and the L-VOCAL modules that were trained beside them.

A folder of L-VOCAL modules holds `model.json` (which Wan and which CLAP they belong to: a hub id, a path, or
a folder beside it), `adapter.safetensors` (the new modules alone) or `transformer/` (all of it, where Wan was
trained as well), and `aligner.safetensors`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKLWan, WanTransformer3DModel
from torch import Tensor
from transformers import AutoTokenizer, ClapFeatureExtractor, ClapModel

from lvocal.checkpoint.hub import place, pretrained
from lvocal.checkpoint.laion import ROBERTA, load_laion
from lvocal.checkpoint.mini import MINI_PARTS, load_embedded_separator
from lvocal.checkpoint.module_file import fingerprint, load_module, load_weights, save_weights
from lvocal.checkpoint.prompts import PromptReader
from lvocal.checkpoint.separators import load_public
from lvocal.model.bundle import WanNetworks
from lvocal.model.clap_listener import PROMPT_OF_EMOTION, PROMPT_OF_LABEL, ClapListener
from lvocal.model.growth import grown, new_settings, new_weights, take_new_weights
from lvocal.model.listen import LABELS
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.model.video_codec import VideoCodec
from lvocal.values import EMOTIONS, UserError

WAN = "Wan-AI/Wan2.1-T2V-1.3B-Diffusers"
CLAP = "laion/larger_clap_general"
FORMAT = "lvocal-wan-1"


@dataclass(frozen=True)
class About:
    """What model.json says."""

    wan: str = WAN
    clap: str = CLAP
    format: str = FORMAT


def load_wan(folder: Path | None, cache: Path | None = None) -> WanNetworks:
    """All networks of the full size. Raises UserError for whatever is missing, with how to get it.

    `cache` is where encoded prompts are kept, by default this person's cache folder."""
    if folder is None or not (folder / "model.json").exists():
        raise UserError(
            "The full size has no trained L-VOCAL modules here, and nobody has published any.",
            "Train them (`python -m lvocal train colorizer --recipe paper`) and name their folder with "
            "--model, or use --engine mini, which ships with the project.",
        )
    about = read_about(folder)
    wan, clap = place(about.wan, folder), place(about.clap, folder)
    transformer = load_transformer(folder, wan)
    files = [*folder.glob("*.safetensors"), *folder.glob("transformer/*.safetensors"), folder / "model.json"]
    return WanNetworks(
        transformer.eval().requires_grad_(False),
        load_codec(wan),
        load_clap(clap).eval().requires_grad_(False),
        load_module(folder / "aligner.safetensors", MINI_PARTS["aligner"]),
        "wan",
        fingerprint(files),
        PromptReader(wan, cache),
        separator=load_embedded_separator(folder),
        separator_named=load_public,
    )


def read_about(folder: Path) -> About:
    """model.json, strictly."""
    said = json.loads((folder / "model.json").read_text())
    if said.get("format") != FORMAT or said.keys() - asdict(About()).keys():
        raise UserError(f"{folder.name}/model.json is not of this project.", "Choose a folder written by it.")
    return About(**said)


def load_transformer(folder: Path, wan: str) -> LVocalTransformer3DModel:
    """All of it where it was saved whole; else Wan, grown by the adapter."""
    if (folder / "transformer").is_dir():
        whole = pretrained(
            LVocalTransformer3DModel,
            str(folder),
            "The transformer",
            subfolder="transformer",
            torch_dtype=torch.float32,
        )
        assert isinstance(whole, LVocalTransformer3DModel)
        return whole
    weights, settings = load_weights(folder / "adapter.safetensors")
    base = load_base(wan)
    try:
        network = grown(base, **settings)
        take_new_weights(network, {name: value.float() for name, value in weights.items()})
    except (ValueError, RuntimeError) as problem:
        raise UserError(
            f"The adapter in {folder.name} does not fit {wan}.", "Train it on this Wan."
        ) from problem
    return network


def load_codec(wan: str) -> VideoCodec:
    """Wan's autoencoder, ready to use."""
    vae = pretrained(AutoencoderKLWan, wan, "Wan's autoencoder", subfolder="vae", torch_dtype=torch.float32)
    return VideoCodec(vae).eval().requires_grad_(False)


def load_base(wan: str) -> WanTransformer3DModel:
    """Wan's transformer as its makers trained it."""
    return pretrained(
        WanTransformer3DModel, wan, "Wan's transformer", subfolder="transformer", torch_dtype=torch.float32
    )


def load_clap(where: str) -> ClapListener:
    """CLAP, and what its text tower says of every emotion and label. `where` is a hub id, a folder, or one of
    LAION's own .pt files, beside which lies roberta-base unless that is fetched from its hub."""
    if where.endswith(".pt"):
        clap, mel = load_laion(Path(where)), ClapFeatureExtractor(truncation="rand_trunc")
        where = place(ROBERTA, Path(where).parent)
    else:
        clap = pretrained(ClapModel, where, "LAION-CLAP")
        mel = pretrained(ClapFeatureExtractor, where, "CLAP's feature extractor", truncation="rand_trunc")
    tokenizer = pretrained(AutoTokenizer, where, "CLAP's tokenizer")

    @torch.inference_mode()
    def told(prompt: str, names: tuple[str, ...]) -> Tensor:
        read = tokenizer([prompt.format(name) for name in names], padding=True, return_tensors="pt")
        said: Tensor = clap.get_text_features(**read).pooler_output
        return said.clone()

    return ClapListener(clap, mel, told(PROMPT_OF_EMOTION, EMOTIONS), told(PROMPT_OF_LABEL, LABELS))


def save_modules(folder: Path, transformer: LVocalTransformer3DModel, about: About, whole: bool) -> None:
    """Write what was trained: the new modules alone, or the `whole` transformer when Wan learned as well."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.json").write_text(json.dumps(asdict(about), indent=1))
    if whole:
        transformer.save_pretrained(folder / "transformer")
    else:
        save_weights(folder / "adapter.safetensors", new_weights(transformer), new_settings(transformer))
