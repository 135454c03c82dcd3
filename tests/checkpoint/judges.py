"""Tiny models of the same classes as the public networks that judge; LPIPS is the real one, untrained."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from torch import nn
from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel, PreTrainedTokenizerFast

from lvocal.checkpoint.judges import I3D_FILE, INCEPTION_FILE
from lvocal.metrics.perceptual import Lpips


class Pictures(nn.Module):
    """Called as the Inception-v3 of StyleGAN2-ADA is."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(3, 2048)

    def forward(self, img: torch.Tensor, return_features: bool = False) -> torch.Tensor:
        features = self.head(img.to(torch.float32).mean(dim=[2, 3]))
        return features if return_features else features.softmax(dim=1)


class Clips(nn.Module):
    """Called as the I3D of StyleGAN-V is."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(3, 400)

    def forward(
        self, x: torch.Tensor, rescale: bool = False, resize: bool = False, return_features: bool = False
    ) -> torch.Tensor:
        if rescale:
            x = x / 127.5 - 1
        features = self.head(x.mean(dim=[2, 3, 4]))
        return features if return_features else features.softmax(dim=1)


def write_scripts(folder: Path, seed: int = 0) -> Path:
    """Both as the files that their hubs have."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, name in ((Pictures, INCEPTION_FILE), (Clips, I3D_FILE)):
        torch.manual_seed(seed)
        torch.jit.script(kind().eval()).save(folder / name)
    return folder


def backbone(net: str, seed: int = 0) -> dict[str, torch.Tensor]:
    """A file of torchvision: features, and a classifier that LPIPS has no use for."""
    torch.manual_seed(seed)
    features = Lpips(net).features.state_dict()
    stored = {f"features.{name}": value for name, value in features.items()}
    return stored | {"classifier.1.weight": torch.zeros(4, 4)}


WORDS = "<pad> <|end|> <unk> a red blue coat car".split()


def tokenizer(*more: str, **special: str) -> PreTrainedTokenizerFast:
    """One token a word."""
    words = [*WORDS, *more, *special.values()]
    made = Tokenizer(WordLevel({word: at for at, word in enumerate(words)}, unk_token="<unk>"))
    made.pre_tokenizer = Whitespace()
    return PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", eos_token="<|end|>", unk_token="<unk>",
        extra_special_tokens=special,
    )  # fmt: skip


def write_clip(folder: Path, seed: int = 0) -> Path:
    """CLIP of two narrow towers, with its image processor and tokenizer."""
    torch.manual_seed(seed)
    narrow = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    text = narrow | {
        "vocab_size": len(WORDS),
        "max_position_embeddings": 8,
        "eos_token_id": 1,
        "pad_token_id": 0,
    }
    config = CLIPConfig(
        text_config=text, vision_config=narrow | {"image_size": 32, "patch_size": 16}, projection_dim=12
    )
    CLIPModel(config).save_pretrained(folder)
    size = {"height": 32, "width": 32}
    CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size=size).save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder
