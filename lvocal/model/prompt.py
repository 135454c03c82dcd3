"""What umT5 reads at the full size: a plain sentence (L-VOCAL 4.2.1), and how Wan wants it encoded.

Shapes: B sentences, L tokens, Dt width of the text features.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from lvocal.values import ColorRow

PROMPT_TOKENS = 512
"""Wan was trained on so many; the rest of a sentence's row is zero."""


def sentence(prompt: str, rows: Sequence[ColorRow] = ()) -> str:
    """Rows first, as the person's clearest words: "a red coat, a green car. At the market."."""
    said = ", ".join(f"a {row.color} {row.object}" for row in rows)
    return ". ".join(part for part in (said, " ".join(prompt.split())) if part)


@torch.inference_mode()
def encode_sentences(encoder: nn.Module, tokenizer: Any, sentences: Sequence[str]) -> Tensor:
    """-> (B, L, Dt) as Wan's own pipeline encodes prompts, for L = PROMPT_TOKENS."""
    read = tokenizer(
        list(sentences), padding="max_length", max_length=PROMPT_TOKENS, truncation=True,
        add_special_tokens=True, return_attention_mask=True, return_tensors="pt",
    )  # fmt: skip
    device = next(encoder.parameters()).device
    mask = read.attention_mask.to(device)
    hidden = encoder(read.input_ids.to(device), mask).last_hidden_state
    return hidden * mask[..., None].to(hidden.dtype)
