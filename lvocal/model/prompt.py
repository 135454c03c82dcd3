"""What umT5 reads at the full size: a plain sentence (L-VOCAL 4.2.1), and how Wan wants it encoded.

What counts more or less than it is written (a row with a strength, what public VACE is told of sound) is put
behind the rest, and the difference that it makes to the encoding is weighed.

Shapes: B sentences, L tokens, Dt width of the text features.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn

from lvocal.values import ColorRow

PROMPT_TOKENS = 512
"""Wan was trained on so many; the rest of a sentence's row is zero."""


def sentence(prompt: str, rows: Sequence[ColorRow] = ()) -> str:
    """Rows first, as the person's clearest words: "a red coat, a green car. At the market."."""
    said = ", ".join(f"a {row.color} {row.object}" for row in rows if row.strength)
    return ". ".join(part for part in (said, " ".join(prompt.split())) if part)


Weighed = tuple[str, float]
"""A sentence, and how far it counts; 1 is as written."""


def apart(rows: Sequence[ColorRow]) -> tuple[list[ColorRow], list[Weighed]]:
    """Rows to write as they are, and the others as sentences with their weight; strength 0 is not said at
    all."""
    plain = [row for row in rows if row.strength == 1]
    return plain, [(sentence("", [row]), row.strength) for row in rows if row.strength not in (0, 1)]


def grown(base: str, said: Sequence[Weighed]) -> list[str]:
    """The base, then every sentence added to those before it."""
    texts = [base]
    for words, _ in said:
        texts.append(". ".join(filter(None, (texts[-1], words))))
    return texts


def counted(steps: Sequence[Tensor], weights: Sequence[float]) -> Tensor:
    """Encodings of a text that grew (`grown`) -> one, in which the difference that each sentence made counts
    by its weight: 1 is the text as written, 2 is twice as far."""
    told = steps[0]
    for weight, (before, after) in zip(weights, pairwise(steps), strict=True):
        told = told + weight * (after - before)
    return told


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
