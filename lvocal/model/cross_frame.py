"""Keyframe cross-frame attention (CoolColor 3.4, eq. 8): one frame's keys and values serve all frames.

Nothing is learned and nothing is kept: it is another way to run the self-attention that is there, chosen for
each call by `Conditions.keyframe`.

Shapes: B batch, F latent frames, n tokens of one frame, N = F * n, D width, H heads, d = D / H.
"""

from __future__ import annotations

from typing import Any

from einops import rearrange, repeat
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from lvocal.model.self_attention import turned

LAST_BLOCKS = 2
"""How many blocks at the end listen to the keyframe, as many as in the paper's decoder."""


def cross_frame_attention(
    attention: Any, h: Tensor, rotary: tuple[Tensor, Tensor], num_frames: int, keyframe: int
) -> Tensor:
    """Wan self-attention in which each frame has its own queries, and the keyframe's keys and values.

    The paper attends within one picture, where time has no place; so queries take the keyframe's place in
    time, and every frame looks at the keyframe as it would look at itself.

    attention is a diffusers WanAttention; h (B, N, D), rotary cosines and sines (1, N, 1, d) -> (B, N, D).
    """
    frames = rearrange(h, "b (f n) d -> (b f) n d", f=num_frames)
    key = rearrange(h, "b (f n) d -> b f n d", f=num_frames)[:, keyframe]
    angles = [rearrange(part, "1 (f n) 1 d -> f 1 n 1 d", f=num_frames)[keyframe] for part in rotary]
    q = turned(attention.norm_q(attention.to_q(frames)).unflatten(2, (attention.heads, -1)), *angles)
    k = turned(attention.norm_k(attention.to_k(key)).unflatten(2, (attention.heads, -1)), *angles)
    v = attention.to_v(key).unflatten(2, (attention.heads, -1))
    k, v = (repeat(part, "b n h d -> (b f) h n d", f=num_frames) for part in (k, v))
    seen = scaled_dot_product_attention(q.transpose(1, 2), k, v)
    seen = rearrange(seen, "(b f) h n d -> b (f n) (h d)", f=num_frames)
    for layer in attention.to_out:
        seen = layer(seen)
    return seen


def leading(keyframe: int | None, num_frames: int) -> int | None:
    """The keyframe where there are others to lead. ValueError when it is no frame of the clip."""
    if keyframe is not None and not 0 <= keyframe < num_frames:
        raise ValueError(f"keyframe must lie in 0..{num_frames - 1}, got {keyframe}")
    return keyframe if num_frames > 1 else None
