"""What sixty more steps do with one part of the training changed: for the table of ablations.

Parts that can be switched off in a checkpoint are in `evaluate ablations`; these only shape the training.
"""

from __future__ import annotations

from dataclasses import replace

from lvocal.train.batch_recipe import BatchRecipe, Shape
from lvocal.train.color_net import ColorizerRecipe
from lvocal.train.loop import LoopRecipe

AGAIN = ColorizerRecipe(
    loop=LoopRecipe(steps=60, learning_rate=4e-4, warmup_steps=10, decay_steps=40, ema=0.9, muon=True),
    batches=BatchRecipe(
        shapes=(
            Shape(64, 1, 128, 128, 0.4),
            Shape(64, 1, 128, 128, 0.3, twins=True),
            Shape(16, 4, 128, 128, 0.3),
        ),
        play_music=0.5,
    ),
    grows=True,
    frozen=("codec",),
)
"""Everything, to compare with; the codec rests, since no part concerns it. Much that moves."""

ABLATION_RECIPES = {
    "again": AGAIN,
    "again-without-equivariance": replace(AGAIN, equivariant_weight=0.0),
    "again-with-cmpf": replace(AGAIN, fusion_layers=2),
    "again-with-tda": replace(AGAIN, temporal="deformable"),
    "again-without-alignment": replace(AGAIN, aligned=False),
}
