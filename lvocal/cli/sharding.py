"""`shards`."""

from __future__ import annotations

import logging
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from lvocal.checkpoint.hub import place
from lvocal.cli.console import err, out
from lvocal.cli.wishes import existing
from lvocal.train.full.captions import read_films
from lvocal.train.full.clip_stream import AboutShards
from lvocal.train.full.film_cuts import ShardRecipe
from lvocal.values import UserError

SHARD_RECIPES = {
    "paper": ShardRecipe(),
    "smoke": ShardRecipe(frames=9, height=64, width=96, clips_per_shard=16, val_share=0.15),
}


def shards(
    films: Path, output: Path, recipe_name: str, captions: Path | None, wan: str | None, clap: str | None,
    part: str, device: str | None, **changed: Any,
) -> None:  # fmt: skip
    """Make shards and print how many clips there are, and what was left out."""
    if recipe_name not in SHARD_RECIPES:
        raise UserError(f'There is no recipe "{recipe_name}".', f"Choose one of: {', '.join(SHARD_RECIPES)}.")
    found = read_films(existing(films), captions and existing(captions))
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    which = _part(part)
    wishes = {name: value for name, value in changed.items() if value is not None}
    recipe = _changed(SHARD_RECIPES[recipe_name], wishes)

    from lvocal.checkpoint.toy_hub import write_toy_hub  # transformers take a second
    from lvocal.checkpoint.wan import CLAP, WAN
    from lvocal.train.accelerated import machine_for
    from lvocal.train.full.encoders import load_encoders
    from lvocal.train.full.make_shards import make_shards

    if recipe_name == "smoke" and wan is None and clap is None:
        write_toy_hub(output / "toy")
        wan, clap = "toy/wan", "toy/clap"
    wan, clap = _absolute(wan or WAN, output), _absolute(clap or CLAP, output)
    sizes = {name: value for name, value in asdict(recipe).items() if name in AboutShards.__annotations__}
    about = AboutShards(wan, clap, **sizes)
    load = partial(load_encoders, place(wan, output), place(clap, output), machine_for(device).device)
    tally = make_shards(found, output, recipe, about, load, which, say=err().print)
    out().print(f"{tally.clips['train']} clips to learn from, {tally.clips['val']} to measure on: {output}")
    for reason, number in tally.left_out.items():
        err().print(f"left out: {number} {reason}")


def _changed(recipe: ShardRecipe, wishes: dict[str, Any]) -> ShardRecipe:
    try:
        return replace(recipe, **wishes)
    except ValueError as problem:
        raise UserError(f"These shards cannot be made: {problem}.", "Change the flag.") from problem


def _absolute(where: str, output: Path) -> str:
    """A path from here as a path from anywhere; what lies in the folder of shards, and a hub id, stay."""
    here = Path(where)
    return where if (output / where).is_dir() or not here.is_dir() else str(here.resolve())


def _part(text: str) -> tuple[int, int]:
    """Read "2/8"."""
    which, _, of = text.partition("/")
    if not (which.isdigit() and of.isdigit() and 1 <= int(which) <= int(of)):
        raise UserError(f'"{text}" is no part.', 'Write it as --part "2/8", the second of eight.')
    return int(which) - 1, int(of)
