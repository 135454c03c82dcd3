"""Wan, umT5 and CLAP at toy widths with random weights: real classes, saved as their hubs would have them.

With them every command of the full size can be tried on any computer in minutes. They have learned nothing.
"""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import AutoencoderKLWan, WanTransformer3DModel
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

WORDS = (
    "<pad> </s> <unk> a red blue coat car the sound of music that expresses sea waves sadness awe . ,".split()
)
SHARED = 12
"""Width of the toy CLAP's shared space."""


def write_toy_wan(folder: Path, seed: int = 0) -> None:
    """transformer, vae, text_encoder and tokenizer."""
    torch.manual_seed(seed)
    WanTransformer3DModel(
        num_attention_heads=2, attention_head_dim=16, text_dim=16, freq_dim=32, ffn_dim=48, num_layers=2
    ).save_pretrained(folder / "transformer")
    write_beside(folder)


def write_beside(folder: Path) -> None:
    """What every Wan has beside its transformer: vae, text_encoder and tokenizer."""
    AutoencoderKLWan(base_dim=8, dim_mult=[1, 1, 1, 1], num_res_blocks=1).save_pretrained(folder / "vae")
    text = UMT5Config(
        vocab_size=len(WORDS), d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2, pad_token_id=0
    )
    UMT5EncoderModel(text).save_pretrained(folder / "text_encoder")
    tokenizer().save_pretrained(folder / "tokenizer")


def write_toy_clap(folder: Path, seed: int = 1) -> None:
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


def tokenizer() -> PreTrainedTokenizerFast:
    """One token a word."""
    words = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="<unk>"))
    words.pre_tokenizer = Whitespace()
    words.post_processor = TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )


def write_toy_hub(folder: Path) -> None:
    """wan and clap, where they are not there yet."""
    if not (folder / "clap").is_dir():
        write_toy_wan(folder / "wan")
        write_toy_clap(folder / "clap")
