"""Named recipes, by stage. The stages build on one another in this order:

colorizer mini-words   words and plausible defaults, no sound yet; gives the codec
listener  mini-cpu     sound to emotions and ambience
aligner   mini-cpu     sound and colour in shared spaces; needs listener and codec
colorizer mini-cpu     grows from the weights of mini-words, or from the shipped ones, now with sound
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lvocal.train.batch_recipe import BatchRecipe, Shape
from lvocal.train.color_net import ColorizerRecipe
from lvocal.train.fit_aligner import AlignerRecipe
from lvocal.train.fit_listener import ListenerRecipe
from lvocal.train.loop import LoopRecipe

SILENT = BatchRecipe(play_music=0.0, play_ambience=0.0)

WORDS = replace(
    SILENT,
    shapes=(Shape(64, 1, 128, 128, 0.85), Shape(16, 4, 128, 128, 0.15)),
    sources={"ccp": 0.5, "ccp-tags": 0.05, "flickr8k": 0.2, "scenes": 0.12, "camvid": 0.1, "drawn": 0.03},
    drop_text=0.1,
    show_reference=0.1,
    show_palette=0.06,
)
"""Small pictures, many of them with masks: where a word lands is learned first, and most cheaply here."""

TINY = (Shape(2, 1, 64, 64, 0.5), Shape(1, 2, 64, 64, 0.5))

RECIPES: dict[str, dict[str, Any]] = {
    "colorizer": {
        "mini-words": ColorizerRecipe(loop=LoopRecipe(steps=3000, decay_steps=0), batches=WORDS),
        "mini-cpu": ColorizerRecipe(loop=LoopRecipe(steps=3000, decay_steps=1500), grows=True),
        "smoke": ColorizerRecipe(
            loop=LoopRecipe(steps=4, warmup_steps=1, decay_steps=1, log_every=1),
            batches=replace(SILENT, shapes=TINY),
            layers=1,
            naming_block=0,
        ),
    },
    "listener": {"mini-cpu": ListenerRecipe(), "smoke": ListenerRecipe(steps=2)},
    "aligner": {
        "mini-cpu": AlignerRecipe(),
        "smoke": AlignerRecipe(loop=LoopRecipe(steps=2, warmup_steps=1, decay_steps=1), batch=4),
    },
}
"""`smoke` proves that a stage runs from end to end; it learns nothing."""
