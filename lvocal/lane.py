"""One worker thread that owns networks and device, and everything that waits for it.

Films are coloured one after another, people taking turns (lvocal.turns). Glances (stills, listening) are
answered first: before a film that waits, and between two steps of one that runs, because a person is looking
at the screen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from threading import Condition, Thread
from typing import Any, Literal

import torch

from lvocal import memory
from lvocal.glances import Glance, Glances
from lvocal.jobs import Job
from lvocal.machine import AS_IS, settled
from lvocal.model.vace_networks import AnyNetworks
from lvocal.turns import Turns, Way
from lvocal.values import Cancelled, ColorizeResult, Machine, Progress, UserError, Weights

log = logging.getLogger(__name__)

IDLE_SEC = 900.0
"""Networks nobody has asked for are dropped after this long."""

Events = Iterator[Progress | ColorizeResult]
"""What becomes of a film, step by step."""


class Lane:
    """The queue and its worker, which starts with the first request."""

    def __init__(
        self,
        load: Callable[[Weights], AnyNetworks],
        place: Callable[[Job], Path],
        after: Callable[[Job], None],
        idle_sec: float,
        clock: Callable[[], float],
        device: torch.device | None = None,
        machine: Machine = AS_IS,
        shortcut: Callable[[Job], Events | None] = lambda job: None,
    ) -> None:
        """`place` is the folder a film goes to, `after` is told when it has left the lane; `shortcut` knows
        films that need no networks of this process."""
        self._load, self._place, self._after, self._shortcut = load, place, after, shortcut
        self._idle_sec, self._clock, self._device, self._machine = idle_sec, clock, device, machine
        self._changed = Condition()
        self._glances = Glances()
        self._films = Turns()
        self._running: Job | None = None
        self._worker: Thread | None = None
        self._networks: AnyNetworks | None = None
        self._settled: tuple[Weights, torch.device, Machine] | None = None
        self._closing, self._used_sec = False, clock()

    def queue(self, job: Job) -> None:
        """Put a film behind the others of its person."""
        with self._changed:
            self._films.add(job)
            self._wake()

    def move(self, job: Job, way: Way) -> bool:
        """Let a waiting film change places with others of its own person; False when it stays."""
        with self._changed:
            return self._films.move(job, way)

    def line(self) -> list[Job]:
        """The film at work, if any, and those that wait, in order."""
        with self._changed:
            running = [self._running] if self._running is not None else []
            return running + self._films.order()

    def ask(self, glance: Glance) -> Future[Any]:
        """Put a question. An older one of the same kind and session that still waits is dropped."""
        with self._changed:
            self._glances.add(glance)
            self._wake()
        return glance.answer

    def drop(self, session: str) -> None:
        """Answer no question of this session any more."""
        with self._changed:
            self._glances.drop("The session was closed.", session)

    def ahead(self, job: Job) -> int:
        """How many films go before this one."""
        line = self.line()
        return line.index(job) if job in line else 0

    def runs(self, session: str) -> bool:
        """A film of this session is being coloured."""
        with self._changed:
            return self._running is not None and self._running.session == session

    def asks(self) -> set[str]:
        """Sessions that wait for an answer."""
        with self._changed:
            return self._glances.sessions()

    def look_at_the_clock(self) -> None:
        """Let the worker see whether the networks have been idle for long enough."""
        with self._changed:
            self._changed.notify_all()

    def check_open(self) -> None:
        """For work without a job of its own: raises Cancelled when the program is closing."""
        if self._closing:
            raise Cancelled("The program is closing.")

    def close(self) -> None:
        """Answer nobody any more and end the worker; films must have been cancelled before."""
        with self._changed:
            self._closing = True
            self._glances.drop("The program is closing.")
            self._changed.notify_all()
        if self._worker is not None:
            self._worker.join()

    def _wake(self) -> None:
        if self._closing:
            raise RuntimeError("the engine is closed")
        if self._worker is None:
            self._worker = Thread(target=self._work, name="lvocal-engine", daemon=True)
            self._worker.start()
        self._changed.notify_all()

    # From here on: in the worker thread.

    @torch.inference_mode()
    def _work(self) -> None:
        memory.use_cores()
        while (item := self._next()) is not None:
            if isinstance(item, Job):
                self._color(item)
            elif isinstance(item, Glance):
                self._answer(item)
            else:
                self._networks = None
                memory.free_memory()
            del item
            self._used_sec = self._clock()
        self._networks = None

    def _next(self) -> Job | Glance | Literal["unload"] | None:
        """What to do now; waits until there is something. None at the end."""
        with self._changed:
            while not self._closing:
                if (glance := self._glances.take()) is not None:
                    return glance
                if (film := self._films.take()) is not None:
                    self._running = film
                    return film
                left_sec = self._used_sec + self._idle_sec - self._clock()
                if self._networks is not None and left_sec <= 0:
                    return "unload"
                self._changed.wait(left_sec if self._networks is not None else None)
            return None

    def _color(self, job: Job) -> None:
        """One film from its first to its last step."""
        problem: Exception | None = None
        try:
            if job.start():
                self._climb(job)
        except Exception as caught:
            if not isinstance(caught, Cancelled | UserError):
                log.exception("job %s failed", job.id)
            problem = _bare(caught)
        with self._changed:
            self._running = None
            self._films.done()
        self._after(job)
        if not job.is_over:
            job.finish(problem)

    def _climb(self, job: Job) -> None:
        """Try with less and less memory, until the film is done."""
        self._device = self._device or memory.choose_device()
        for rung in memory.ladder(job.request, self._device, self._machine):
            if self._try(job, rung):
                return
            log.warning("memory ran out; %s", rung.note or "the film was tried as asked")
            memory.free_memory()
        raise memory.too_little(self._device)

    def _try(self, job: Job, rung: memory.Rung) -> bool:
        """Drive the film step by step and answer glances in between. False when memory ran out."""
        ready = partial(self._ready, rung.request.weights, rung.device, rung.machine)
        try:
            whole = partial(job.work, rung.request, ready, self._place(job))
            for event in self._shortcut(job) or whole():
                job.report(memory.noted(event, rung))
                self._look_up(rung.request.weights)
        except Exception as problem:
            if memory.is_out_of_memory(problem):
                return False
            raise
        return True

    def _look_up(self, weights: Weights) -> None:
        """Answer those who wait now and need the networks at hand; the film goes on before later ones."""
        with self._changed:
            waiting = self._glances.take_all(weights)
        for glance in waiting:
            self._answer(glance)

    def _answer(self, glance: Glance) -> None:
        """Answer one question; once more, with memory swept, when it did not suffice."""
        device, machine = self._device or memory.choose_device(), self._machine
        if self._running is not None and self._settled is not None:
            _, device, machine = self._settled  # a film that had to take less memory goes on with that
        failure: Exception = memory.too_little(device)
        for _ in range(2):
            try:
                glance.answer.set_result(glance.work(self._ready(glance.weights, device, machine)))
                return
            except Exception as problem:
                if not memory.is_out_of_memory(problem):
                    failure = _bare(problem)
                    break
            memory.free_memory()
        glance.answer.set_exception(failure)

    def _ready(self, weights: Weights, device: torch.device, machine: Machine) -> AnyNetworks:
        """Networks settled on a device; those of one size and folder are held at a time."""
        wanted = (weights, device, machine)
        if self._networks is None or self._settled != wanted:
            can_move = weights.engine == "mini" and self._settled is not None and self._settled[0] == weights
            held, self._networks = self._networks if can_move else None, None
            with torch.inference_mode(False):
                self._networks, self._settled = settled(held or self._load(weights), device, machine), wanted
        return self._networks


def _bare(problem: Exception) -> Exception:
    """The problem without its frames, which would hold networks and pictures as long as the job is known."""
    link: BaseException | None = problem
    while link is not None:
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    return problem
