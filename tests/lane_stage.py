"""A lane whose films are scripted, so that every test decides what happens between two steps."""

from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import torch

from lvocal.glances import Glance
from lvocal.jobs import Job
from lvocal.lane import Lane
from lvocal.model.bundle import tiny_networks
from lvocal.sample import pipeline
from lvocal.values import ColorizeRequest, Progress, Weights

PATIENCE_SEC = 30.0
"""Until a test that hangs fails; nothing waits this long when all is well."""

REQUEST = ColorizeRequest(Path("film.mp4"))


class Clock:
    now_sec = 0.0

    def __call__(self) -> float:
        return self.now_sec


class Stage:
    """A lane whose films take a step for every `go()`."""

    def __init__(self, monkeypatch, load=lambda engine: tiny_networks(), idle_sec=1e9, device=None) -> None:
        self.clock, self.log = Clock(), []
        self.entered: SimpleQueue[str] = SimpleQueue()
        self.permits: SimpleQueue[None] = SimpleQueue()
        monkeypatch.setattr(pipeline, "colorize", self.film)
        self.lane = Lane(
            load, lambda job: Path(job.id), self.note_end, idle_sec, self.clock, device or torch.device("cpu")
        )

    def film(self, request, networks, folder, check):
        for step in range(3):
            self.entered.put(request.prompt)
            self.permits.get(timeout=PATIENCE_SEC)
            check()
            self.log.append(f"{request.prompt} {step}")
            yield Progress("colouring", (step + 1) / 3, "…")

    def note_end(self, job: Job) -> None:
        self.log.append(f"{job.request.prompt} left")

    def queue(self, name: str, session: str = "anna") -> Job:
        job = Job(replace(REQUEST, prompt=name), session, self.clock, self.lane.ahead)
        self.lane.queue(job)
        return job

    def ask(self, name: str, session: str = "anna", kind="preview", engine="mini"):
        def work(networks):
            self.log.append(name)
            return name

        return self.lane.ask(Glance(kind, session, Weights(engine), work))

    def go(self, steps: int = 3) -> None:
        for _ in range(steps):
            self.permits.put(None)

    def wait_for_step(self) -> str:
        return self.entered.get(timeout=PATIENCE_SEC)
