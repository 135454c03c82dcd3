"""`train`."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from lvocal.checkpoint.mini import MINI, MINI_PARTS
from lvocal.checkpoint.module_file import load_module, save_module
from lvocal.cli.console import out
from lvocal.cli.wishes import existing
from lvocal.media.shards import read_pictures
from lvocal.model.aligner import Aligner
from lvocal.train.fit_aligner import fit_aligner
from lvocal.train.fit_codec import fit_codec
from lvocal.train.fit_colorizer import Hearing, fit_colorizer, read_words, training_pictures
from lvocal.train.fit_listener import ListenerRecipe, fit_listener
from lvocal.train.fit_palettes import fit_palettes
from lvocal.train.fit_relevance import fit_relevance
from lvocal.train.fit_separator import fit_separator
from lvocal.train.fit_terms import fit_terms
from lvocal.train.full.full_recipes import FullAlignerRecipe, FullColorizerRecipe
from lvocal.train.pairing import SoundBank
from lvocal.train.recipes import RECIPES
from lvocal.train.sounds import load_sounds
from lvocal.train.triplets import Material
from lvocal.values import UserError

UNALIGNED_SEED = 1
"""Another one than the aligner began with, which is still close to its beginning."""


def train(
    stage: str,
    recipe_name: str,
    data: Path,
    run: Path,
    steps: int | None,
    weights: Path | None,
    device: str | None,
) -> None:
    """Train one stage, going on where the run stopped."""
    if stage not in STAGES:
        raise UserError(f'There is no stage called "{stage}".', f"Choose one of: {', '.join(STAGES)}.")
    recipes = RECIPES[stage]
    if recipe_name not in recipes:
        raise UserError(
            f'The stage "{stage}" has no recipe "{recipe_name}".', f"It has: {', '.join(recipes)}."
        )
    recipe = recipes[recipe_name]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    if steps is not None:
        recipe = with_steps(recipe, steps)
    STAGES[stage](existing(data), run, recipe, weights or MINI, device)
    out().print(str(run))


def with_steps(recipe: Any, steps: int) -> Any:
    """The same recipe, longer or shorter, wherever it keeps its steps."""
    if hasattr(recipe, "loop"):
        return replace(recipe, loop=replace(recipe.loop, steps=steps))
    if not hasattr(recipe, "steps"):
        raise UserError("This stage is fitted at once and has no steps.", "Leave --steps away.")
    return replace(recipe, steps=steps)


def _train_listener(data: Path, run: Path, recipe: Any, weights: Path, device: str | None) -> None:
    _only_here("listener", device)
    fit_listener(data, run, recipe)


def _train_full_colorizer(data: Path, run: Path, recipe: Any, weights: Path, device: str | None) -> None:
    from lvocal.train.full.fit_full_colorizer import fit_full_colorizer  # transformers take a second

    if weights == MINI:
        raise UserError(
            "The full-size colorizer hears through an aligner of its size.",
            "Train it (train aligner --recipe paper) and name its run with --weights.",
        )
    fit_full_colorizer(data, run, recipe, existing(weights), device=device)


def _train_full_aligner(data: Path, run: Path, recipe: Any, device: str | None) -> None:
    from lvocal.train.full.fit_full_aligner import fit_full_aligner

    for name, value in fit_full_aligner(data, run, recipe, device=device).items():
        out().print(f"{name}: {value:.3g}")


def _train_colorizer(data: Path, run: Path, recipe: Any, weights: Path, device: str | None) -> None:
    """A recipe that plays sound hears it through the listener and the aligner in `weights`; they are put
    beside what is trained, so that run/weights can be painted with as it is."""
    if isinstance(recipe, FullColorizerRecipe):
        return _train_full_colorizer(data, run, recipe, weights, device)
    hearing = None
    if recipe.batches.play_music or recipe.batches.play_ambience:
        aligner = load_module(weights / "aligner.safetensors", MINI_PARTS["aligner"])
        if not recipe.aligned:
            torch.manual_seed(UNALIGNED_SEED)
            aligner = Aligner(aligner.config)
        hearing = Hearing(_bank(data, run, weights), aligner)
        (run / "weights").mkdir(parents=True, exist_ok=True)
        shutil.copy(weights / "listener.safetensors", run / "weights")
        save_module(run / "weights" / "aligner.safetensors", aligner, torch.float16)
    start = weights if recipe.grows else None
    fit_colorizer(data, run, recipe, hearing, start, device=device, workers=None)


def _train_codec(data: Path, run: Path, recipe: Any, weights: Path, device: str | None) -> None:
    pictures, words = training_pictures(data), read_words(data)[0]
    fit_codec(pictures, words, run, recipe, device=device, start=weights)


def _train_aligner(data: Path, run: Path, recipe: Any, weights: Path, device: str | None) -> None:
    """It learns between a listener and a codec that exist already."""
    if isinstance(recipe, FullAlignerRecipe):
        return _train_full_aligner(data, run, recipe, device)
    _only_here("aligner", device)
    codec = load_module(weights / "codec.safetensors", MINI_PARTS["codec"])
    train, aside = (
        Material(read_pictures(data / "images", split), _bank(data, run, weights, split == "val"))
        for split in ("train", "val")
    )
    fit_aligner(train, aside, codec, run, recipe, start=weights)


def _train_relevance(data: Path, run: Path, recipe: Any, weights: Path, device: str | None) -> None:
    """It learns what a network that is there already looks at and hears."""
    _only_here("relevance", device)
    fit_relevance(training_pictures(data), _bank(data, run, weights), weights, run, recipe)


def _train_separator(data: Path, run: Path, recipe: Any, weights: Path, device: str | None) -> None:
    fit_separator(data, run, recipe, device=device or "cpu")


def _train_palettes(data: Path, run: Path, recipe: Any, weights: Path, device: str | None) -> None:
    _only_here("palettes", device)
    run.mkdir(parents=True, exist_ok=True)
    pictures = read_pictures(data / "images", "train")
    fit_palettes(pictures, run / "palettes.json", recipe)
    fit_terms(pictures, run / "terms.json")


def _bank(data: Path, run: Path, weights: Path, val: bool = False) -> SoundBank:
    listener = load_module(weights / "listener.safetensors", MINI_PARTS["listener"])
    return SoundBank(load_sounds(data, run / "cache", ListenerRecipe().preset_variants), listener, val)


def _only_here(stage: str, device: str | None) -> None:
    if device not in (None, "cpu"):
        raise UserError(f"The stage {stage} runs on the processor.", "Leave --device away.")


STAGES: dict[str, Callable[[Path, Path, Any, Path, str | None], None]] = {
    "codec": _train_codec,
    "listener": _train_listener,
    "colorizer": _train_colorizer,
    "aligner": _train_aligner,
    "relevance": _train_relevance,
    "separator": _train_separator,
    "palettes": _train_palettes,
}
"""In the order in which they build on one another."""
