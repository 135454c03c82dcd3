"""The full size at toy widths with random weights: real classes, saved as their hubs would have them."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import (
    AutoencoderKLWan,
    UniPCMultistepScheduler,
    WanTransformer3DModel,
    WanVACETransformer3DModel,
)
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import (
    ClapConfig,
    ClapFeatureExtractor,
    ClapModel,
    PreTrainedTokenizerFast,
    UMT5Config,
    UMT5EncoderModel,
)

from lvocal.checkpoint.module_file import save_module
from lvocal.checkpoint.wan import About, save_modules
from lvocal.model.aligner import Aligner, AlignerConfig
from lvocal.model.growth import grown, new_weights

WORDS = (
    "<pad> </s> <unk> a red blue coat car the sound of music that expresses sea waves sadness awe . ,".split()
)
SHARED = 12
"""Width of the toy CLAP's shared space."""


def write_wan(folder: Path, seed: int = 0) -> None:
    """transformer, vae, text_encoder and tokenizer."""
    torch.manual_seed(seed)
    WanTransformer3DModel(
        num_attention_heads=2, attention_head_dim=16, text_dim=16, freq_dim=32, ffn_dim=48, num_layers=2
    ).save_pretrained(folder / "transformer")
    write_beside(folder)


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


def write_beside(folder: Path) -> None:
    """What every Wan has beside its transformer: vae, text_encoder and tokenizer."""
    AutoencoderKLWan(base_dim=8, dim_mult=[1, 1, 1, 1], num_res_blocks=1).save_pretrained(folder / "vae")
    text = UMT5Config(
        vocab_size=len(WORDS), d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2, pad_token_id=0
    )
    UMT5EncoderModel(text).save_pretrained(folder / "text_encoder")
    tokenizer().save_pretrained(folder / "tokenizer")


def write_clap(folder: Path, seed: int = 1) -> None:
    """CLAP with its feature extractor and tokenizer."""
    torch.manual_seed(seed)
    text = {
        "vocab_size": len(WORDS), "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        "intermediate_size": 32, "max_position_embeddings": 40, "pad_token_id": 0,
    }  # fmt: skip
    audio = {
        "patch_embeds_hidden_size": 8, "depths": [1, 1, 1, 1], "num_attention_heads": [1, 1, 2, 2],
        "hidden_size": 64,
    }  # fmt: skip
    clap = ClapModel(ClapConfig(text_config=text, audio_config=audio, projection_dim=SHARED))
    clap.save_pretrained(folder)
    ClapFeatureExtractor(truncation="rand_trunc").save_pretrained(folder)
    tokenizer().save_pretrained(folder)


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


def tokenizer() -> PreTrainedTokenizerFast:
    """One token a word."""
    words = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="<unk>"))
    words.pre_tokenizer = Whitespace()
    words.post_processor = TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )
