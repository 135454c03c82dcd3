"""Named recipes of the full size; the numbers of the paper (L-VOCAL 4.3) where it gives them.

The paper counts in hours, not in steps, and names neither warm-up, average, shift nor what is dropped: those
numbers are this project's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from lvocal.train.full.film_batch import Telling
from lvocal.train.loop import LoopRecipe

BETAS = (0.99, 0.999)


@dataclass(frozen=True)
class FullAlignerRecipe:
    """How the alignment model between CLAP and Wan's latents learns."""

    loop: LoopRecipe
    batch: int = 16
    visual_dim: int = 512
    dim: int = 512
    """D of A_emo and A_env."""

    def __post_init__(self) -> None:
        if self.batch < 2:
            raise ValueError("a contrast needs a batch of two or more")


@dataclass(frozen=True)
class FullColorizerRecipe:
    """How Wan and the L-VOCAL modules learn to paint."""

    loop: LoopRecipe
    batch: int = 2
    """In each process."""
    learns: Literal["all", "adapter"] = "all"
    """"adapter" leaves Wan as it is and trains what is new."""
    telling: Telling = Telling()
    shift: float = 3.0
    """How far noise levels lean towards noise; 1 draws them evenly. Wan samples 480p with 3."""
    relevance_weight: float = 0.05
    checkpointing: bool = True
    """Blocks are computed again on the way back instead of being remembered."""
    sample_steps: int = 20
    sample_clips: int = 4
    """Clips kept aside that are painted at every save."""

    def __post_init__(self) -> None:
        if self.learns not in ("all", "adapter"):
            raise ValueError(f'learns is "all" or "adapter", not "{self.learns}"')
        if min(self.batch, self.sample_steps, self.sample_clips) < 1 or self.shift <= 0:
            raise ValueError("batch, sample_steps, sample_clips and shift must be above 0")


PAPER = FullColorizerRecipe(
    loop=LoopRecipe(
        steps=25_000, learning_rate=1e-5, betas=BETAS, warmup_steps=100, decay_steps=0, ema=0.999,
        ema_every=10, ema_on_cpu=True, save_every_sec=1200.0,
    ),
)  # fmt: skip

ALIGNER_RECIPES = {
    "paper": FullAlignerRecipe(
        loop=LoopRecipe(
            steps=20_000, learning_rate=1e-5, betas=BETAS, warmup_steps=100, decay_steps=0, save_every_sec=600
        )
    ),
    "smoke": FullAlignerRecipe(
        loop=LoopRecipe(
            steps=60, learning_rate=3e-3, warmup_steps=5, decay_steps=20, ema=0.9, log_every=10
        ),
        visual_dim=16,
        dim=16,
    ),
}  # fmt: skip

COLORIZER_RECIPES = {
    "paper": PAPER,
    "paper-adapter": replace(PAPER, learns="adapter"),
    "smoke": FullColorizerRecipe(
        loop=LoopRecipe(
            steps=60, learning_rate=3e-3, betas=BETAS, warmup_steps=5, decay_steps=20, ema=0.9, log_every=10
        ),
        batch=4,
        sample_steps=6,
    ),
}  # fmt: skip
"""`smoke` proves the way from end to end on toy networks."""
