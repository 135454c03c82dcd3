"""One block of the transformer: Wan's, with the two roads of sound between the words and the feed-forward.

Shapes: B batch, N picture tokens, L words, A sound tokens of one segment, D width.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from diffusers.models.transformers.transformer_wan import WanTransformerBlock
from torch import Tensor

from lvocal.model.cross_frame import cross_frame_attention
from lvocal.model.deformable import Grid, TemporalDeformableAttention
from lvocal.model.emotion import EmoMod
from lvocal.model.env_attention import EnvAttn
from lvocal.model.reach import Clips, fused
from lvocal.model.rotary import Rotary
from lvocal.model.self_attention import self_attention


class Sound(NamedTuple):
    """What the blocks hear: each road with its relevance r (B, 1, 1) times the person's strength (AIAIC eq.
    8)."""

    env: Tensor | None
    env_relevance: Tensor | float
    mood: Tensor | None
    mood_relevance: Tensor | float


class Place(NamedTuple):
    """Where the tokens stand in the clip, and which frame of it leads the others, if one does."""

    grid: Grid
    rotary: Rotary
    clips: tuple[tuple[Clips, Rotary], ...] = ()
    """Where frames look at one another within clips, these and the angles of each."""
    keyframe: int | None = None
    looked_at: Tensor | None = None
    """(K,) the tokens that are seen, where not all are and there are no clips."""


class LVocalBlock(WanTransformerBlock):
    """One Wan block with the two roads of sound between the words and the feed-forward."""

    def __init__(
        self,
        dim: int,
        ffn_dim: int,
        num_heads: int,
        audio_dim: int,
        temporal: TemporalDeformableAttention | None = None,
        **wan: Any,
    ) -> None:
        super().__init__(dim, ffn_dim, num_heads, **wan)
        self.temporal = temporal
        self.env_attn = EnvAttn(dim, audio_dim, num_heads)
        self.emo_mod = EmoMod(dim, audio_dim)

    def forward(
        self,
        h: Tensor,
        text: Tensor,
        temb: Tensor,
        place: Place,
        sound: Sound,
        looked: Tensor | None = None,
    ) -> Tensor:
        """h (B, N, D), text (B, L, D), temb (B, 6, D) -> (B, N, D); `looked` is what `look` says, where
        that is known."""
        h = self.look(h, text, temb, place) if looked is None else looked
        ffn_shift, ffn_scale, ffn_gate = (self.scale_shift_table + temb.float()).chunk(6, dim=1)[3:]
        if sound.env is not None:
            h = h + sound.env_relevance * self.env_attn(h, sound.env)
        if sound.mood is not None:
            h = h + sound.mood_relevance * self.emo_mod(h, sound.mood)
        fed = torch.addcmul(ffn_shift, self.norm3(h.float()), 1 + ffn_scale).type_as(h)
        return torch.addcmul(h.float(), self.ffn(fed).float(), ffn_gate).type_as(h)

    def look(self, h: Tensor, text: Tensor, temb: Tensor, place: Place) -> Tensor:
        """All that comes before any sound: at the picture, through time and at the words."""
        shift, scale, gate = (self.scale_shift_table + temb.float()).chunk(6, dim=1)[:3]
        attended = torch.addcmul(shift, self.norm1(h.float()), 1 + scale).type_as(h)
        h = torch.addcmul(h.float(), self._look_around(attended, place).float(), gate).type_as(h)
        if self.temporal is not None:
            h = h + self._look_through_time(h, place)
        return h + self.attn2(self.norm2(h.float()).type_as(h), text, None, None)

    def _look_around(self, h: Tensor, place: Place) -> Tensor:
        if place.keyframe is not None:
            return cross_frame_attention(self.attn1, h, place.rotary, place.grid[0], place.keyframe)
        if not place.clips:
            return self_attention(self.attn1, h, place.rotary, place.looked_at)
        rotary = dict(place.clips)
        return fused(
            lambda some, clips: self_attention(self.attn1, some, rotary[clips]), h, place.grid[0], [*rotary]
        )

    def _look_through_time(self, h: Tensor, place: Place) -> Tensor:
        assert self.temporal is not None
        temporal, size = self.temporal, place.grid[1:]
        if not place.clips:
            return temporal(h, place.grid)
        clips = [clips for clips, _ in place.clips]
        return fused(lambda some, clips: temporal(some, (clips.length, *size)), h, place.grid[0], clips)
