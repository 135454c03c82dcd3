"""Shards of clips as an endless stream of batches: split over processes and workers, shuffled by a seed, and
the same from any batch on, so that a run which was interrupted sees what it would have seen.

Every epoch deals the shards anew; each worker of each process reads its own, whole, and gives the clips of a
shard in an order of its own. Shards that a resumed run has behind it are not opened again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count, islice
from pathlib import Path
from tarfile import TarError
from typing import Any, Generic, TypeVar
from zlib import crc32

import numpy as np
import webdataset
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from lvocal.train.full.sample import ClipSample, sample_of
from lvocal.values import UserError

FORMAT = "lvocal-shards-1"
AHEAD = 2
"""Batches that each worker has ready."""

Batch = TypeVar("Batch")
Make = Callable[[Sequence[ClipSample], int], Batch]
"""Clips and the number of the batch -> the batch."""


@dataclass(frozen=True)
class AboutShards:
    """What about.json says: how all shards of a folder were made."""

    wan: str
    """Whose autoencoder and umT5 encoded them: a hub id, a path, or a folder beside."""
    clap: str
    frames: int
    height: int
    width: int
    quiet_db: float
    format: str = FORMAT


@dataclass(frozen=True)
class Shards:
    """The shards of one split."""

    folder: Path
    about: AboutShards
    counts: dict[str, int]
    """Clips in each shard, by its name."""

    @property
    def num_clips(self) -> int:
        return sum(self.counts.values())


def read_about(folder: Path) -> AboutShards:
    """about.json, strictly."""
    try:
        said = json.loads((folder / "about.json").read_text())
    except (OSError, ValueError) as problem:
        raise UserError(
            f"{folder} holds no shards of films.", "Make them: python -m lvocal shards FILMS -o FOLDER."
        ) from problem
    known = asdict(AboutShards("", "", 0, 0, 0, 0.0))
    if said.get("format") != FORMAT or said.keys() != known.keys():
        raise UserError(f"{folder}/about.json is not of this version.", "Make the shards anew.")
    return AboutShards(**said)


def read_shards(folder: Path, split: str) -> Shards:
    """The finished shards of "train" or "val". Raises UserError when there are none or one is gone."""
    about = read_about(folder)
    counts: dict[str, int] = {}
    for reel in sorted((folder / "reels").glob("*.json")):
        counts |= json.loads(reel.read_text())["shards"][split]
    if not counts:
        remedy = "Make shards of more films, or keep more of them aside (shards --val-share)."
        raise UserError(f"{folder} has no clips for {split}.", remedy)
    if gone := [name for name in counts if not (folder / name).exists()]:
        raise UserError(f"{gone[0]} is missing in {folder}.", "Bring the folder over whole.")
    return Shards(folder, about, counts)


class ClipStream(IterableDataset[Any], Generic[Batch]):
    """Batches of one process; an iterator of it that runs in a worker gives the worker's own."""

    def __init__(
        self, shards: Shards, batch: int, seed: int, numbers: range, workers: int, make: Make[Batch]
    ) -> None:
        """`numbers` are those of this process's batches in the row of all: one in `numbers.step`."""
        self.shards, self.batch, self.seed, self.numbers, self.make = shards, batch, seed, numbers, make
        self.place, self.places = numbers.start % numbers.step, numbers.step
        if len(shards.counts) < self.places:
            raise UserError(
                f"{len(shards.counts)} shards are too few for {self.places} processes.",
                "Make smaller ones (shards --clips-per-shard), or use fewer processes.",
            )
        self.workers = min(workers, len(shards.counts) // self.places)

    def batches(self) -> Iterator[Batch]:
        """All batches of this process, in order."""
        loader = DataLoader(
            self, batch_size=None, num_workers=self.workers, prefetch_factor=AHEAD if self.workers else None
        )
        for batch in loader:
            if isinstance(batch, UserError):
                raise batch
            yield batch

    def __iter__(self) -> Iterator[Batch | UserError]:
        """Worker i of W begins with the i-th batch to come, and makes every W-th."""
        info = get_worker_info()
        here, workers = (info.id, info.num_workers) if info else (0, 1)
        first = self.numbers.start // self.places + here
        mine = self.clips(first % workers, workers, skip=first // workers * self.batch)
        try:
            for position in count(first, workers):
                number = position * self.places + self.place
                yield self.make(list(islice(mine, self.batch)), number)
        except UserError as problem:
            yield problem  # an error raised here would reach the person as a traceback

    def clips(self, worker: int, workers: int, skip: int = 0) -> Iterator[ClipSample]:
        """The endless row of clips of one worker, from the one after `skip` on."""
        names = np.array(sorted(self.shards.counts))
        for epoch in count():
            order = np.random.default_rng((self.seed, epoch)).permutation(names)
            for name in order[self.place :: self.places][worker::workers]:
                if skip >= (size := self.shards.counts[name]):
                    skip -= size
                    continue
                clips = list(read_shard(self.shards, name))
                shuffled = np.random.default_rng((self.seed, epoch, crc32(name.encode()))).permutation(size)
                yield from (clips[at] for at in shuffled[skip:])
                skip = 0


def read_shard(shards: Shards, name: str) -> Iterator[ClipSample]:
    """All clips of a shard in the order in which they lie there. Raises UserError when it is damaged."""
    number, path = 0, str(shards.folder / name)
    try:
        for members in webdataset.DataPipeline(
            webdataset.SimpleShardList([path]), webdataset.tarfile_to_samples()
        ):
            number += 1
            yield sample_of(members, name)
    except (OSError, TarError, EOFError) as problem:
        raise _damaged(name, number, shards.counts[name]) from problem
    if number != shards.counts[name]:
        raise _damaged(name, number, shards.counts[name])


def _damaged(name: str, found: int, expected: int) -> UserError:
    return UserError(
        f"{name} is damaged: {found} of its {expected} clips can be read.", "Fetch or make it again."
    )
