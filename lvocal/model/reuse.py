"""First-block cache: a step that hardly differs from the one before takes over what its other blocks said.

The first block is always run. When what it adds differs by less than a share of what it added when all
blocks were run last, the rest is not run again, and what it added then is added once more (TeaCache, Liu et
al. 2024, as ParaAttention simplified it). diffusers has it as hooks whose state belongs to the network; here
films and stills take turns on one network, so each walk brings a memory of its own.

Shapes: B batch, N picture tokens, D width.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor


class Reuse:
    """The memory of one pass of one walk."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self.first: Tensor | None = None
        self.rest: Tensor | None = None
        self.skipped = self.asked = 0
        self._unheard: Reuse | None = None

    @property
    def unheard(self) -> Reuse:
        """For the same pass when it is run once more without sound."""
        if self._unheard is None:
            self._unheard = Reuse(self.threshold)
        return self._unheard

    def after(self, h: Tensor, begun: Tensor, rest: Callable[[Tensor], Tensor]) -> Tensor:
        """What `rest` makes of `begun`, which the first block made of `h`, all (B, N, D); or nearly so."""
        first = begun - h
        self.asked += 1
        if self.rest is not None and self._is_like(first):
            self.skipped += 1
            return begun + self.rest
        ended = rest(begun)
        self.first, self.rest = first, ended - begun
        return ended

    def _is_like(self, first: Tensor) -> bool:
        assert self.first is not None
        change = (first - self.first).abs().mean() / self.first.abs().mean()
        return bool(change < self.threshold)
