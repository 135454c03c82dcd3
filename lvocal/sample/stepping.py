"""A long call that tells how far it is, as a generator that can be driven step by step and left at any.

Pipelines of libraries report by callback, and everything here is driven by `next`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Event, Semaphore, Thread
from typing import TypeVar

import torch

from lvocal.values import Cancelled

T = TypeVar("T")

Tell = Callable[[float], None]
"""Called with the share done; returns when the next step may begin, or raises Cancelled."""


def stepped(work: Callable[[Tell], T]) -> Generator[float, None, T]:
    """Yield whatever `work` tells, return what it returns, raise what it raises.

    `work` runs in a thread of its own, which stands still at every yield, so only one of the two ever
    computes. Closing the generator ends `work` with Cancelled where it stands, and waits for that."""
    told: SimpleQueue[float | None] = SimpleQueue()
    onward, stop, outcome = Semaphore(0), Event(), Future[T]()

    def tell(share: float) -> None:
        told.put(share)
        onward.acquire()
        if stop.is_set():
            raise Cancelled

    def run() -> None:
        try:
            with torch.inference_mode():
                outcome.set_result(work(tell))
        except BaseException as problem:  # handed to whoever drives, where it is raised again
            outcome.set_exception(problem)
        told.put(None)

    thread = Thread(target=run, name="lvocal-steps", daemon=True)
    thread.start()
    try:
        while (share := told.get()) is not None:
            yield share
            onward.release()
        return outcome.result()
    finally:
        stop.set()
        onward.release()
        thread.join()
