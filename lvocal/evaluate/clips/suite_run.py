"""Clips measured one after the other, or by several processes that share the cores of this computer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

import cv2
import torch

from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import Setup, Suite, measure_clip
from lvocal.model.bundle import Networks

Load = Callable[[], Networks]
"""Something that other processes can call as well: a function of a module, or a partial of one."""


def run_suite(
    suite: Suite, clips: Sequence[Footage], setup: Setup, load: Load, jobs: int = 1,
    say: Callable[[str], None] = lambda text: None,
) -> list[Record]:  # fmt: skip
    """The records of all clips, in their order; those that are there already are not measured again."""
    suite.folder(setup).mkdir(parents=True, exist_ok=True)
    jobs = min(jobs, len(clips))
    found: dict[str, Record] = {}
    run = _alone(suite, clips, setup, load) if jobs == 1 else _together(suite, clips, setup, load, jobs)
    for record in run:
        found[record.name] = record
        say(f"{len(found)} of {len(clips)}: {record.name}{': left out' if record.fault else ''}")
    return [found[clip.name] for clip in clips]


def _alone(suite: Suite, clips: Sequence[Footage], setup: Setup, load: Load) -> Iterator[Record]:
    networks = load()
    for clip in clips:
        yield measure_clip(suite, clip, setup, networks)


def _together(
    suite: Suite, clips: Sequence[Footage], setup: Setup, load: Load, jobs: int
) -> Iterator[Record]:
    """Every process has its own networks, and its share of the threads that torch takes here."""
    threads = max(1, torch.get_num_threads() // jobs)
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (load, threads))
    try:
        for done in as_completed([pool.submit(_measure, suite, clip, setup) for clip in clips]):
            yield done.result()
    finally:
        pool.shutdown(cancel_futures=True)


_ours: list[Networks] = []
"""The networks of this process, where it is one of several."""


def _begin(load: Load, threads: int) -> None:
    os.environ["OMP_NUM_THREADS"] = str(threads)
    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)
    _ours[:] = [load()]


def _measure(suite: Suite, clip: Footage, setup: Setup) -> Record:
    return measure_clip(suite, clip, setup, _ours[0])
