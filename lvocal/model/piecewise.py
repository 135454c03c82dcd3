"""A whole film heard piece by piece, so that memory stays flat.

Shapes: N samples at 16 kHz; tokens as the listener has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from lvocal.model.log_mel import FRAMES_PER_TOKEN, HOP

PIECE_TOKENS = 120
"""About a minute; whole segments."""

ROUND_TOKENS = 36
"""Heard before and after a piece: half of the context that emotion is read from and the ten tokens that each
token looks at; and as much as a whole context where the last piece is one token."""


def pieces_of(wave: Tensor) -> Iterator[tuple[Tensor, slice]]:
    """A wave (N,) piece by piece: each with what sounds round it, and which of its tokens are its own. What
    is heard in these is what is heard there in the whole."""
    per_token = FRAMES_PER_TOKEN * HOP
    for start in range(0, -(-len(wave) // per_token), PIECE_TOKENS):
        first = max(start - ROUND_TOKENS, 0)
        near = wave[first * per_token : (start + PIECE_TOKENS + ROUND_TOKENS) * per_token]
        yield near, slice(start - first, start - first + PIECE_TOKENS)
