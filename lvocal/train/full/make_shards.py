"""Films to WebDataset shards, reel by reel: an interrupted run goes on with the reel it was at, and several
computers may share the reels.

A folder of shards holds about.json, no-text.npy (an empty sentence, encoded), train-RRRR-SS.tar,
val-RRRR-SS.tar, and reels/RRRR.json, which says what is in the shards of a reel once they are whole.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import webdataset

from lvocal.train.full.captions import Film
from lvocal.train.full.clip_stream import AboutShards, read_about
from lvocal.train.full.encoders import Encoders
from lvocal.train.full.film_cuts import ShardRecipe, clips_of
from lvocal.values import UserError

SPLITS = ("train", "val")


@dataclass(frozen=True)
class Tally:
    """What has become of the films."""

    clips: dict[str, int]
    """By split."""
    left_out: dict[str, int]
    """Reason -> how many."""


def make_shards(
    films: Sequence[Film],
    output: Path,
    recipe: ShardRecipe,
    about: AboutShards,
    encoders: Callable[[], Encoders],
    part: tuple[int, int] = (0, 1),
    say: Callable[[str], None] = lambda text: None,
) -> Tally:
    """Make the reels of one part (which, of how many) that are not there yet; gives the tally of all reels.

    `encoders` is called when there is something to encode. Raises UserError when the folder holds shards that
    were made otherwise, or there are too few films to keep one aside.
    """
    if len(films) < 2:
        raise UserError("One film is too few: another must be kept aside.", "Add films with captions.")
    _agree(output, about)
    aside = kept_aside(films, recipe.val_share)
    order = np.random.default_rng(recipe.seed).permutation(len(films))
    reels = [order[at : at + recipe.films_per_reel] for at in range(0, len(films), recipe.films_per_reel)]
    todo = [n for n in range(len(reels))[part[0] :: part[1]] if not _done(output, n).exists()]
    loaded = encoders() if todo else None
    for number in todo:
        assert loaded is not None
        if not (output / "no-text.npy").exists():
            _save(output / "no-text.npy", loaded.read(""))
        _make_reel([films[at] for at in reels[number]], aside, output, number, recipe, loaded, say)
    return tally(output)


def kept_aside(films: Sequence[Film], share: float) -> set[Path]:
    """Films to measure on: the same ones for the same names, wherever they lie."""
    count = max(1, round(share * len(films)))
    return {film.path for film in sorted(films, key=lambda film: crc32(film.path.name.encode()))[:count]}


def tally(output: Path) -> Tally:
    """Of all reels that are finished."""
    clips, left_out = dict.fromkeys(SPLITS, 0), Counter[str]()
    for path in sorted((output / "reels").glob("*.json")):
        reel = json.loads(path.read_text())
        left_out.update(reel["left_out"])
        for split in SPLITS:
            clips[split] += sum(reel["shards"][split].values())
    return Tally(clips, {reason: n for reason, n in left_out.items() if n})


def _agree(output: Path, about: AboutShards) -> None:
    """Shards in one folder are made in one way."""
    (output / "reels").mkdir(parents=True, exist_ok=True)
    path = output / "about.json"
    if path.exists():
        if read_about(output) != about:
            raise UserError(f"{output} holds shards that were made otherwise.", "Choose a new folder.")
        return
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(asdict(about), indent=1))
    draft.replace(path)


def _make_reel(
    films: Sequence[Film], aside: set[Path], output: Path, number: int, recipe: ShardRecipe,
    encoders: Encoders, say: Callable[[str], None],
) -> None:  # fmt: skip
    """Encode all clips of a reel aside, then deal them out to its shards."""
    spool, left_out = output / f".reel-{number:04d}", Counter[str]()
    shutil.rmtree(spool, ignore_errors=True)
    clips: dict[str, list[Path]] = {split: [] for split in SPLITS}
    for film in films:
        split = "val" if film.path in aside else "train"
        say(f"reel {number}: {film.path.name}")
        for members in clips_of(film, recipe, encoders, left_out):
            folder = spool / f"{split}-{len(clips[split]):05d}"
            folder.mkdir(parents=True)
            for ending, data in members.items():
                (folder / ending).write_bytes(data)
            clips[split].append(folder)
    shards = {split: _deal(clips[split], split, output, number, recipe) for split in SPLITS}
    draft = _done(output, number).with_suffix(".part")
    draft.write_text(json.dumps({"shards": shards, "left_out": left_out}, indent=1))
    draft.replace(_done(output, number))
    shutil.rmtree(spool, ignore_errors=True)


def _deal(clips: Sequence[Path], split: str, output: Path, reel: int, recipe: ShardRecipe) -> dict[str, int]:
    """Write the shards of one split; gives how many clips are in each."""
    order = np.random.default_rng((recipe.seed, reel)).permutation(len(clips))
    counts = {}
    for shard, first in enumerate(range(0, len(clips), recipe.clips_per_shard)):
        name = f"{split}-{reel:04d}-{shard:02d}.tar"
        draft = output / f".{name}.part"
        with webdataset.TarWriter(str(draft)) as tar:
            chosen = order[first : first + recipe.clips_per_shard]
            for at in chosen:
                members = {path.name: path.read_bytes() for path in sorted(clips[at].iterdir())}
                tar.write({"__key__": f"{reel:04d}-{at:05d}"} | members)
        draft.replace(output / name)
        counts[name] = len(chosen)
    return counts


def _done(output: Path, reel: int) -> Path:
    return output / "reels" / f"{reel:04d}.json"


def _save(path: Path, array: np.ndarray) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
