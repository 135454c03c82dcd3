"""Long windows: frames look at one another within clips, and what each frame saw in several is fused.

Clips of neighbours are L-VOCAL's sliding windows (5.5), joined inside the network. Clips that skip are L-C4's
cross-clip fusion (3.4): beside every frame, every second, every fourth ... up to the largest power of two
below the number of frames, so that a frame meets the beginning and the end of a long shot at no more cost
than its neighbours. What a frame saw counts by its nearness to the middle of the clip (L-C4 eq. 8).

Only what mixes frames is run by clips; words, sound and the feed-forward see each frame once.

Shapes: B batch, F latent frames, n tokens of one frame, N = F n, D width; c clips of k frames each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import torch
from einops import rearrange
from torch import Tensor

from lvocal.values import Reach

CLIPS_AT_ONCE = 4
"""Bounds memory."""


class Clips(NamedTuple):
    """Clips of one length."""

    frames: tuple[tuple[int, ...], ...]
    """(c, k)"""
    weights: tuple[tuple[float, ...], ...]
    """(c, k); those of a frame in all its clips sum to 1."""

    @property
    def length(self) -> int:
        """k"""
        return len(self.frames[0])


@lru_cache(maxsize=8)
def clips_of(num_frames: int, reach: Reach | None) -> tuple[Clips, ...]:
    """The clips of a window, by length; none where all frames look at all."""
    if reach is None or num_frames <= reach.frames:
        return ()
    steps = [2**power for power in range((num_frames - 1).bit_length())] if reach.skips else [1]
    overlap = 0 if reach.skips else reach.overlap
    clips = [clip for step in steps for clip in _spaced(num_frames, step, reach.frames, overlap)]
    total = [0.0] * num_frames
    for clip in clips:
        for frame in clip:
            total[frame] += _nearness(frame, clip)
    weighed = [tuple(_nearness(frame, clip) / total[frame] for frame in clip) for clip in clips]
    groups: dict[int, tuple[list[tuple[int, ...]], list[tuple[float, ...]]]] = {}
    for clip, weights in zip(clips, weighed, strict=True):
        frames, shares = groups.setdefault(len(clip), ([], []))
        frames.append(clip)
        shares.append(weights)
    return tuple(Clips(tuple(frames), tuple(shares)) for frames, shares in groups.values())


def fused(
    look: Callable[[Tensor, Clips], Tensor], h: Tensor, num_frames: int, clips: Sequence[Clips]
) -> Tensor:
    """Run `look`, which takes the tokens of clips (c B, k n, D), on every clip of h (B, N, D) and fuse what
    it gives for each frame."""
    apart = rearrange(h, "b (f n) d -> b f n d", f=num_frames)
    whole = torch.zeros_like(apart, dtype=torch.float32)
    for group in clips:
        for frames, weights in _some(group, h.device):
            some = rearrange(apart[:, frames], "b c k n d -> (c b) (k n) d")
            seen = rearrange(look(some, group), "(c b) (k n) d -> b c k n d", b=len(h), k=group.length)
            whole.index_add_(1, frames.flatten(), (seen * weights[..., None, None]).flatten(1, 2).float())
    return rearrange(whole, "b f n d -> b (f n) d").type_as(h)


def _some(clips: Clips, device: torch.device) -> Iterator[tuple[Tensor, Tensor]]:
    """Frames and weights (c, k), a few clips at a time."""
    frames = torch.tensor(clips.frames, device=device)
    weights = torch.tensor(clips.weights, device=device)
    yield from zip(frames.split(CLIPS_AT_ONCE), weights.split(CLIPS_AT_ONCE), strict=True)


def _spaced(num_frames: int, step: int, length: int, overlap: int) -> Iterator[tuple[int, ...]]:
    """Clips of every `step`-th frame that cover all frames; the last of a row slides back to end with it."""
    for first in range(step):
        row = range(first, num_frames, step)
        starts = [*range(0, len(row) - length, length - overlap), max(len(row) - length, 0)]
        yield from (tuple(row[start : start + length]) for start in starts)


def _nearness(frame: int, clip: tuple[int, ...]) -> float:
    """By distance to the middle frame of the clip, in frames (L-C4 eq. 8)."""
    return 1 / (1 + abs(frame - clip[len(clip) // 2]))
