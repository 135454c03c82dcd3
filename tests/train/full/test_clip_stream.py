"""Truths of the stream of clips: nothing twice, nothing missing, and the same from any batch on."""

from itertools import islice
from pathlib import Path

import pytest

from lvocal.train.full.clip_stream import ClipStream, read_shard, read_shards
from lvocal.values import UserError
from tests.train.full.films import write_shards


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write_shards(tmp_path_factory.mktemp("shards"))


def captions(clips, number: int) -> tuple[int, list[str]]:
    return number, [clip.facts["caption"] for clip in clips]


def stream(folder: Path, numbers: range, workers: int = 0, batch: int = 2, seed: int = 0) -> ClipStream:
    return ClipStream(read_shards(folder, "train"), batch, seed, numbers, workers, captions)


@pytest.mark.parametrize(("processes", "workers"), [(1, 1), (3, 1), (1, 3)])
def test_every_clip_is_seen_once_in_an_epoch_whoever_reads_it(folder, processes: int, workers: int) -> None:
    seen = []
    for process in range(processes):
        made = stream(folder, range(process, 10**6, processes))
        for worker in range(workers):
            names = sorted(made.shards.counts)
            share = sum(made.shards.counts[n] for n in _dealt(made, names)[worker::workers])
            seen += [clip.facts["caption"] for clip in islice(made.clips(worker, workers), share)]
    assert sorted(seen) == sorted(f"clip {number}" for number in range(9))


def _dealt(made: ClipStream, names: list[str]) -> list[str]:
    import numpy as np

    return list(np.random.default_rng((made.seed, 0)).permutation(names)[made.place :: made.places])


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("start", [1, 4, 7, 13])
def test_a_stream_goes_on_from_any_batch_as_if_it_had_not_stopped(folder, workers: int, start: int) -> None:
    whole = list(islice(stream(folder, range(0, 10**6), workers).batches(), 16))
    assert [number for number, _ in whole] == list(range(16))
    assert list(islice(stream(folder, range(start, 10**6), workers).batches(), 3)) == whole[start : start + 3]


def test_epochs_and_seeds_are_shuffled_in_their_own_way(folder) -> None:
    orders = [
        tuple(clip.facts["caption"] for clip in islice(stream(folder, range(9), seed=seed).clips(0, 1), 18))
        for seed in (0, 1)
    ]
    assert orders[0] != orders[1] and orders[0][:9] != orders[0][9:]
    assert sorted(orders[0][:9]) == sorted(orders[0][9:])


def test_more_processes_than_shards_are_refused(folder) -> None:
    with pytest.raises(UserError, match="3 shards are too few for 4 processes"):
        stream(folder, range(0, 100, 4))


@pytest.mark.parametrize("length", [700, 5000])
def test_a_damaged_shard_is_named(tmp_path, length: int) -> None:
    folder = write_shards(tmp_path / "shards")
    shard = folder / "train-0000-01.tar"
    shard.write_bytes(shard.read_bytes()[:length])
    with pytest.raises(UserError, match="train-0000-01.tar"):
        list(read_shard(read_shards(folder, "train"), shard.name))
    with pytest.raises(UserError, match="train-0000-01.tar"):
        list(islice(stream(folder, range(0, 10**6), workers=2).batches(), 9))


def test_a_folder_that_is_none_or_not_whole_says_what_to_do(tmp_path) -> None:
    with pytest.raises(UserError, match="holds no shards") as caught:
        read_shards(tmp_path, "train")
    assert "lvocal shards" in caught.value.remedy
    folder = write_shards(tmp_path / "shards")
    (folder / "train-0000-02.tar").unlink()
    with pytest.raises(UserError, match="train-0000-02.tar is missing"):
        read_shards(folder, "train")
    (folder / "about.json").write_text('{"format": "lvocal-shards-1"}')
    with pytest.raises(UserError, match="not of this version"):
        read_shards(folder, "val")
