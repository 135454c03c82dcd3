"""Sentences encoded by umT5 once, kept on disk, and the encoder, larger than all else, let go again.

Shapes: L tokens, Dt width of the text features.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
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
        """One sentence."""
        return self.all([sentence])[0]

    def all(self, sentences: Sequence[str]) -> list[Tensor]:
        """Each read from the cache where it is known; for those that are not, umT5 is loaded, asked and
        dropped, once for all."""
        if new := [sentence for sentence in dict.fromkeys(sentences) if not self._path(sentence).exists()]:
            self.cache.mkdir(parents=True, exist_ok=True)
            for sentence, encoded in zip(new, self._encode(new), strict=True):
                draft = self._path(sentence).with_suffix(".part")
                save_file({"text": encoded[None].contiguous()}, draft)
                draft.replace(self._path(sentence))
        return [load_file(self._path(sentence))["text"] for sentence in sentences]

    def _path(self, sentence: str) -> Path:
        asked = f"{self.where}\n{self.dtype}\n{sentence}"
        return self.cache / f"{hashlib.sha256(asked.encode()).hexdigest()[:32]}.safetensors"

    def _encode(self, sentences: Sequence[str]) -> Tensor:
        reader = SentenceEncoder(self.where, self.dtype)
        encoded = torch.cat([reader(sentence) for sentence in sentences])
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
