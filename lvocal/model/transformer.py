"""The rectified-flow transformer (L-VOCAL 4.2), built on diffusers' Wan.

Each block reads SelfAttn -> LagAttn (words) -> EnvAttn (ambience) -> EmoMod (music) -> FFN; a config may put
temporal deformable attention behind SelfAttn. Everything that Wan does not have starts at zero, so a Wan
checkpoint behaves as Wan until the new parts have learned something.

Shapes: B batch, C latent channels, F latent frames, h, w latent pixels, N picture tokens, L words,
A sound tokens of one segment, D width.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import torch
from diffusers.configuration_utils import register_to_config
from diffusers.models.transformers.transformer_wan import WanTransformer3DModel
from einops import rearrange
from torch import Tensor, nn

from lvocal.model.begun import Begun
from lvocal.model.block import LVocalBlock, Place, Sound
from lvocal.model.color_copy import ColorCopy, is_offered
from lvocal.model.cross_frame import LAST_BLOCKS, leading
from lvocal.model.deformable import Grid, temporal_attention
from lvocal.model.layers import tokens, zero
from lvocal.model.looked_at import looked_at
from lvocal.model.prefusion import PreFusion
from lvocal.model.reach import clips_of
from lvocal.model.relevance import RelevanceGate
from lvocal.model.reuse import Reuse
from lvocal.model.rotary import rotary_at
from lvocal.model.told import hears, is_on, told_in, with_fewer_words
from lvocal.values import Conditions

PALETTE_NUMBERS = 15
"""Five colours of three Lab values (palette guidance, eq. 3)."""


class LVocalTransformer3DModel(WanTransformer3DModel):
    """Predicts the flow of a colour latent from everything in `Conditions`.

    Args beyond those of WanTransformer3DModel:
        gray_channels: channels of the luminance latent Z_g.
        audio_dim: width D of A_emo and A_env.
        prediction: "flow" returns eps - x0 as Wan does; "clean" makes the head predict x0, which the same
            interface converts, and lets one step already look right.
        fusion_layers: blocks of CMPF between the words and the picture (L-C4 3.3); 0 leaves it out.
        temporal: "deformable" puts L-C4's attention over all frames into every block, with its rates (time,
            space) and its reach in tokens; "none" leaves it out.
        copy_width: width of the keys with which colours are copied; 0 leaves copying out. It needs a latent
            that is folded a*b*, a head that predicts "clean", and `detail_channels` of luminance detail.
        look_every: in a long window every so many-th latent frame is looked at (see looked_at); 1 is all.
    """

    _no_split_modules = ["LVocalBlock"]
    _repeated_blocks = ["LVocalBlock"]

    @register_to_config
    def __init__(
        self,
        patch_size: tuple[int, int, int] = (1, 2, 2),
        num_attention_heads: int = 12,
        attention_head_dim: int = 128,
        in_channels: int = 16,
        out_channels: int = 16,
        text_dim: int = 4096,
        freq_dim: int = 256,
        ffn_dim: int = 8960,
        num_layers: int = 30,
        cross_attn_norm: bool = True,
        qk_norm: str | None = "rms_norm_across_heads",
        eps: float = 1e-6,
        rope_max_seq_len: int = 1024,
        gray_channels: int = 16,
        audio_dim: int = 512,
        prediction: str = "flow",
        fusion_layers: int = 0,
        temporal: str = "none",
        temporal_rates: tuple[int, int] = (2, 2),
        temporal_reach: float = 4.0,
        copy_width: int = 0,
        detail_channels: int = 64,
        look_every: int = 1,
    ) -> None:
        super().__init__(
            patch_size=patch_size, num_attention_heads=num_attention_heads,
            attention_head_dim=attention_head_dim, in_channels=in_channels, out_channels=out_channels,
            text_dim=text_dim, freq_dim=freq_dim, ffn_dim=ffn_dim, num_layers=0, qk_norm=qk_norm,
            cross_attn_norm=cross_attn_norm, eps=eps, rope_max_seq_len=rope_max_seq_len,
        )  # fmt: skip
        self.register_to_config(num_layers=num_layers)  # Wan's own constructor has just written its 0 over it
        _check_head(prediction, copy_width)
        dim = num_attention_heads * attention_head_dim
        self.blocks = nn.ModuleList(self._block(dim) for _ in range(num_layers))
        self._embed_what_is_known(dim)
        self.env_gate, self.mood_gate = RelevanceGate(audio_dim, dim), RelevanceGate(audio_dim, dim)
        self.fusion = PreFusion(dim, num_attention_heads, fusion_layers) if fusion_layers else None
        self.color_copy = ColorCopy(dim, detail_channels, copy_width, patch_size[1:]) if copy_width else None

    def _embed_what_is_known(self, dim: int) -> None:
        """The grey picture, known colours and a palette; none says anything before it has learned to."""
        gray, known, patch = self.config.gray_channels, self.config.in_channels + 1, self.config.patch_size
        self.gray_embedding = zero(nn.Conv3d(gray, dim, patch, patch))
        self.reference_embedding = zero(nn.Conv3d(known, dim, patch, patch, bias=False))
        self.palette_embedding = zero(nn.Linear(PALETTE_NUMBERS, dim, bias=False))

    def _block(self, dim: int) -> LVocalBlock:
        config, heads = self.config, self.config.num_attention_heads
        return LVocalBlock(
            dim, config.ffn_dim, heads, config.audio_dim,
            temporal_attention(config.temporal, dim, heads, config.temporal_rates, config.temporal_reach),
            qk_norm=config.qk_norm, cross_attn_norm=config.cross_attn_norm, eps=config.eps,
        )  # fmt: skip

    def forward(
        self,
        latent: Tensor,
        sigma: Tensor,
        conditions: Conditions,
        frames: Tensor | None = None,
        reuse: Reuse | None = None,
    ) -> Tensor:
        """latent x_sigma (B, C, F, h, w), sigma (B,) in (0, 1] -> eps - x0 (B, C, F, h, w), Wan's sign.

        `frames` (F,) gives the place of each latent frame on the time axis; by default 0, 1, 2, ... `reuse`
        is what the steps before have left, when some of it may do again.
        """
        predicted = self.predict(latent, sigma, conditions, frames, reuse)
        if self.config.prediction == "clean":
            return (latent - predicted) / sigma.view(-1, 1, 1, 1, 1)
        return predicted

    def predict(
        self, latent: Tensor, sigma: Tensor, conditions: Conditions, frames: Tensor | None = None,
        reuse: Reuse | None = None,
    ) -> Tensor:  # fmt: skip
        """What the head says: the flow, or the clean latent when the config says "clean".

        Colours that somebody asked for are put where they belong without listening: sound moves the tone of
        the picture, never which thing takes a colour (L-VOCAL Fig. 11). Heard along, music moved a named
        garment by a dE of 3.5 where it moved the rest by 6.2; put in place unheard it moves it by 0.5.
        """
        begun, copy = self._begin(latent, sigma, conditions, frames), self.color_copy
        if copy is None or not is_offered(conditions):
            return self._go_on(begun, conditions, reuse)[0]
        unheard = None
        if not self.training and hears(conditions):
            unheard = replace(conditions, mood=None, env=None)
            begun = begun._replace(looked=self._look(begun))
        out, h = self._go_on(begun, conditions, reuse)
        fewer = None if self.training else with_fewer_words(conditions)
        instead = out if fewer is None else self.predict(latent, sigma, fewer, frames)
        if unheard is not None:
            _, h = self._go_on(begun, unheard, reuse and reuse.unheard)
        return copy(out, h, begun.text, conditions, instead)

    def _look(self, begun: Begun) -> Tensor:
        block = self.blocks[0]
        assert isinstance(block, LVocalBlock)
        return block.look(begun.h, begun.text, begun.temb6, begun.places[0])

    def _begin(self, latent: Tensor, sigma: Tensor, conditions: Conditions, frames: Tensor | None) -> Begun:
        """All that comes before any sound."""
        _, _, num_frames, height, width = latent.shape
        grid = (num_frames, height // self.config.patch_size[1], width // self.config.patch_size[2])
        told = told_in(self.dtype, conditions)
        h, gray = self.embed(latent.to(self.dtype), told)
        temb, temb6, text, _ = self.condition_embedder(sigma * 1000, told.text, None)
        if self.fusion is not None:
            text = self.fusion(text, gray, grid, told.color_words)
        places = self._places(grid, frames, told)
        temb6 = temb6.unflatten(1, (6, -1))
        return Begun(h, text, temb, temb6, places, gray.mean(dim=1), latent.dtype)

    def _go_on(self, begun: Begun, conditions: Conditions, reuse: Reuse | None) -> tuple[Tensor, Tensor]:
        """With sound: what is painted (B, C, F, h, w), and the tokens (B, N, D) that it came from."""
        sound = self.listen(told_in(self.dtype, conditions), begun.visual)

        def through(h: Tensor, blocks: Iterable[int], looked: Tensor | None = None) -> Tensor:
            for at in blocks:
                seen = (begun.text, begun.temb6, begun.places[at], sound, looked)
                h = self._through(self.blocks[at], h, *seen)
            return h

        first, rest = through(begun.h, [0], begun.looked), range(1, len(self.blocks))
        h = through(first, rest) if reuse is None else reuse.after(begun.h, first, lambda h: through(h, rest))
        shift, scale = (self.scale_shift_table + begun.temb.unsqueeze(1)).chunk(2, dim=1)
        h = torch.addcmul(shift.float(), self.norm_out(h.float()), 1 + scale.float()).type_as(h)
        f, m, n = begun.places[0].grid
        p, q = self.config.patch_size[1:]
        out = rearrange(self.proj_out(h), "b (f m n) (p q c) -> b c f (m p) (n q)", f=f, m=m, n=n, p=p, q=q)
        return out.to(begun.given), h

    def _through(self, block: nn.Module, h: Tensor, *rest: Any) -> Tensor:
        """One block; while learning to save memory it is run again instead of kept."""
        if torch.is_grad_enabled() and self.gradient_checkpointing:
            return self._gradient_checkpointing_func(block, h, *rest)
        return block(h, *rest)

    def _places(self, grid: Grid, frames: Tensor | None, told: Conditions) -> list[Place]:
        """Where the tokens stand, for each block, of which the last listen to a keyframe; in a clip of a long
        window, one after another as in a window of its own."""
        clips = clips_of(grid[0], told.reach)
        turns = tuple((some, rotary_at(self.rope, (some.length, *grid[1:]))) for some in clips)
        seen = looked_at(grid, self.config.look_every, told.reference)
        place = Place(grid, rotary_at(self.rope, grid, frames), turns, looked_at=seen)
        led = place._replace(keyframe=leading(told.keyframe, grid[0]))
        return [*[place] * len(self.blocks), *[led] * LAST_BLOCKS][-len(self.blocks) :]

    def embed(self, latent: Tensor, conditions: Conditions) -> tuple[Tensor, Tensor]:
        """h_in = patchify(Z_t) + Conv3d(Z_g) + references + palette (B, N, D), and the gray part alone."""
        gray = tokens(self.gray_embedding(conditions.gray))
        h = tokens(self.patch_embedding(latent)) + gray
        if conditions.reference is not None:
            h = h + tokens(self.reference_embedding(conditions.reference))
        if conditions.palette is not None:
            h = h + self.palette_embedding(conditions.palette)[:, None]
        return h, gray

    def listen(self, conditions: Conditions, visual: Tensor) -> Sound:
        """Weigh each road of sound by its relevance to the picture; an absent or muted road is not run at
        all."""
        env = conditions.env if is_on(conditions.ambience_strength) else None
        mood = conditions.mood if is_on(conditions.music_strength) else None
        env_gate, mood_gate = self.relevance(env, mood, visual)
        return Sound(
            env, conditions.ambience_strength * env_gate, mood, conditions.music_strength * mood_gate
        )

    def relevance(
        self, env: Tensor | None, mood: Tensor | None, visual: Tensor
    ) -> tuple[Tensor | float, Tensor | float]:
        """r (B, 1, 1) of ambience and of music to a picture (B, D); 0 for what is absent."""
        env_gate = self.env_gate(env.mean(dim=(1, 2)), visual) if env is not None else 0.0
        return env_gate, self.mood_gate(mood, visual) if mood is not None else 0.0

    def visual(self, gray: Tensor) -> Tensor:
        """What the gates see of Z_g (B, Cg, F, h, w): the mean of its tokens (B, D)."""
        return tokens(self.gray_embedding(gray.to(self.dtype))).mean(dim=1)


def _check_head(prediction: str, copy_width: int) -> None:
    if prediction not in ("flow", "clean"):
        raise ValueError(f'prediction must be "flow" or "clean", got {prediction!r}')
    if copy_width and prediction != "clean":
        raise ValueError('copying needs a head that predicts "clean"')
