"""Sentences encoded by umT5 once, kept on disk, and the encoder, larger than all else, let go again.

Shapes: L tokens, Dt width of the text features.
"""

from __future__ import annotations

import gc
import hashlib
from pathlib import Path

import torch
from platformdirs import user_cache_path
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import AutoTokenizer, UMT5EncoderModel

from lvocal.checkpoint.hub import pretrained
from lvocal.model.prompt import encode_sentences


class PromptReader:
    """Called with a sentence, gives (1, L, Dt)."""

    def __init__(self, where: str, cache: Path | None = None, dtype: torch.dtype = torch.bfloat16) -> None:
        """`where` is a Wan folder or hub id; `cache` defaults to this person's cache folder."""
        self.where, self.dtype = where, dtype
        self.cache = cache or user_cache_path("lvocal") / "prompts"

    def __call__(self, sentence: str) -> Tensor:
        """Read from the cache where it is known; else umT5 is loaded, asked and dropped."""
        path = self._path(sentence)
        if not path.exists():
            encoded = self._encode(sentence)
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(".part")
            save_file({"text": encoded.contiguous()}, draft)
            draft.replace(path)
        return load_file(path)["text"]

    def _path(self, sentence: str) -> Path:
        asked = f"{self.where}\n{self.dtype}\n{sentence}"
        return self.cache / f"{hashlib.sha256(asked.encode()).hexdigest()[:32]}.safetensors"

    def _encode(self, sentence: str) -> Tensor:
        reader = SentenceEncoder(self.where, self.dtype)
        encoded = reader(sentence)
        del reader
        gc.collect()
        return encoded


class SentenceEncoder:
    """umT5, kept at hand for many sentences; gives (1, L, Dt) for one."""

    def __init__(
        self, where: str, dtype: torch.dtype = torch.bfloat16, device: torch.device | str = "cpu"
    ) -> None:
        self.tokenizer = pretrained(AutoTokenizer, where, "umT5's tokenizer", subfolder="tokenizer")
        encoder = pretrained(
            UMT5EncoderModel, where, "The text encoder umT5", subfolder="text_encoder", dtype=dtype
        )
        self.encoder = encoder.eval().to(device)

    def __call__(self, sentence: str) -> Tensor:
        return encode_sentences(self.encoder, self.tokenizer, [sentence])
