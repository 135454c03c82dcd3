"""Named recipes, by stage. The stages build on one another in this order:

codec     mini-cpu     colour back to the edges; may be left out, the colorizer trains it as well
colorizer mini-words   words and plausible defaults, no sound yet
listener  mini-cpu     sound to emotions and ambience
aligner   mini-cpu     sound and colour in shared spaces; needs listener and codec
colorizer mini-cpu     grows from the weights of mini-words, or from the shipped ones, now with sound
colorizer mini-more    from the shipped weights, with people before landscapes; the luminance encoder rests
colorizer mini         the same on an accelerator, in large batches
aligner   mini-eyes    its seeing side alone, anew, when the colorizer has settled
relevance mini-cpu     the gate of ambience alone, in minutes, when the colorizer has settled
codec     mini-edges   a decoder for weights that have none, to compare; mini is shipped without one
colorizer again        a little more of everything, and again-without-… of all but one part, to compare
separator mini-cpu     soundtracks to speech, music and effects; stands for itself
palettes  mini-cpu     the colours that a palette is drawn from; its file belongs into lvocal/color

The full size has two stages, on shards of films:

aligner   paper        CLAP and the latents of Wan's autoencoder in shared spaces
colorizer paper        Wan and the L-VOCAL modules, as in L-VOCAL 4.3
colorizer paper-adapter   the L-VOCAL modules alone, beside a Wan that stays as it is
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lvocal.train.ablation_recipes import ABLATION_RECIPES
from lvocal.train.batch_recipe import BatchRecipe, Shape
from lvocal.train.color_net import ColorizerRecipe
from lvocal.train.fit_aligner import AlignerRecipe
from lvocal.train.fit_codec import CodecRecipe
from lvocal.train.fit_listener import ListenerRecipe
from lvocal.train.fit_palettes import PaletteRecipe
from lvocal.train.fit_relevance import RelevanceRecipe
from lvocal.train.fit_separator import SeparatorRecipe
from lvocal.train.full.full_recipes import ALIGNER_RECIPES, COLORIZER_RECIPES
from lvocal.train.loop import LoopRecipe

TWINS = Shape(64, 1, 128, 128, 0.12, twins=True)
"""For the equivariant loss."""

WHOLE = BatchRecipe(
    shapes=(*BatchRecipe().shapes, TWINS),
    sources={"ccp": 0.36, "ccp-tags": 0.03, "flickr8k": 0.27, "scenes": 0.19, "camvid": 0.11, "drawn": 0.04},
    play_music=0.5,
)
"""Everything at once."""

MORE = replace(
    WHOLE,
    sources={
        "ccp": 0.35, "ccp-tags": 0.02, "composite": 0.13, "flickr8k": 0.24, "scenes": 0.14, "camvid": 0.08,
        "drawn": 0.04,
    },
    real_clips=0.2,
    worn=0.2,
)  # fmt: skip
"""With people before landscapes, and grain; of the few real clips less, for they are learned by heart."""

LARGE = replace(
    MORE, shapes=tuple(replace(shape, batch=5 * shape.batch, weight=shape.weight) for shape in MORE.shapes)
)
"""Batches of 320 crops of 128 pixels, or as many pixels."""

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
        "mini-cpu": ColorizerRecipe(
            loop=LoopRecipe(steps=3000, decay_steps=1500, muon=True), batches=WHOLE, grows=True
        ),
        "mini-more": ColorizerRecipe(
            loop=LoopRecipe(steps=1000, learning_rate=7e-4, warmup_steps=50, decay_steps=700, muon=True),
            batches=MORE,
            grows=True,
            frozen=("codec",),
        ),
        "mini": ColorizerRecipe(
            loop=LoopRecipe(
                steps=9000, learning_rate=1e-3, decay_steps=5000, save_every_sec=120.0, muon=True
            ),
            batches=LARGE,
            grows=True,
        ),
        **ABLATION_RECIPES,
        **COLORIZER_RECIPES,
        "mini-smoke": ColorizerRecipe(
            loop=LoopRecipe(steps=4, warmup_steps=1, decay_steps=1, log_every=1),
            batches=replace(SILENT, shapes=TINY),
            layers=1,
            naming_block=0,
        ),
    },
    "codec": {
        "mini-cpu": CodecRecipe(loop=LoopRecipe(steps=1000, decay_steps=500)),
        "mini-edges": CodecRecipe(
            loop=LoopRecipe(steps=400, learning_rate=1e-3, warmup_steps=20, decay_steps=300), grows=True
        ),
        "mini-smoke": CodecRecipe(
            loop=LoopRecipe(steps=2, warmup_steps=1, decay_steps=1), batches=replace(SILENT, shapes=TINY)
        ),
    },
    "listener": {"mini-cpu": ListenerRecipe(), "mini-smoke": ListenerRecipe(steps=2)},
    "aligner": {
        "mini-cpu": AlignerRecipe(),
        "mini-eyes": AlignerRecipe(grows=True),
        **ALIGNER_RECIPES,
        "mini-smoke": AlignerRecipe(loop=LoopRecipe(steps=2, warmup_steps=1, decay_steps=1), batch=4),
    },
    "relevance": {"mini-cpu": RelevanceRecipe(), "mini-smoke": RelevanceRecipe(steps=2)},
    "separator": {
        "mini-cpu": SeparatorRecipe(),
        "mini-smoke": SeparatorRecipe(
            loop=LoopRecipe(steps=2, warmup_steps=1, decay_steps=1), batch=2, frames=24, spoken=6, aside=4
        ),
    },
    "palettes": {"mini-cpu": PaletteRecipe(), "mini-smoke": PaletteRecipe(components=2, mixture_pixels=2000)},
}
"""`mini-smoke` and `smoke` prove that a stage runs from end to end; they learn next to nothing."""
