"""One worker, films in order, short questions first, and memory that is given back.

The work itself is scripted here, so that every test decides what happens between two steps.
"""

import weakref
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Event, current_thread

import pytest
import torch

from lvocal.glances import Glance
from lvocal.jobs import Job
from lvocal.lane import Lane
from lvocal.model.bundle import tiny_networks
from lvocal.sample import pipeline
from lvocal.values import Cancelled, ColorizeRequest, Progress, UserError, Weights

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


@pytest.fixture
def stage(monkeypatch):
    stages = []

    def build(**options) -> Stage:
        stages.append(Stage(monkeypatch, **options))
        return stages[-1]

    yield build
    for made in stages:
        made.go(30)
        made.lane.close()


def test_films_run_one_after_another_in_the_order_they_came(stage):
    s = stage()
    jobs = [s.queue(name) for name in ("one", "two")]
    s.go(6)
    for job in jobs:
        list(job.events())
    expected = ["one 0", "one 1", "one 2", "one left", "two 0", "two 1", "two 2", "two left"]
    assert s.log == expected and [job.state for job in jobs] == ["done", "done"]


def test_places_in_the_queue_count_down(stage):
    s = stage()
    one, two, three = (s.queue(name) for name in ("one", "two", "three"))
    s.wait_for_step()
    assert [job.queue_position for job in (one, two, three)] == [0, 1, 2]
    two.cancel()
    assert (two.state, three.queue_position) == ("cancelled", 1)
    s.go(6)
    list(three.events())
    assert three.queue_position == 0 and not [
        line for line in s.log if line.startswith("two ") and "left" not in line
    ]


def test_a_still_is_answered_between_two_steps_and_before_waiting_films(stage):
    s = stage()
    job, other = s.queue("film"), s.queue("next")
    s.wait_for_step()
    still = s.ask("still", session="bert")
    s.go(1)
    assert still.result(PATIENCE_SEC) == "still"
    s.go(5)
    list(job.events())
    list(other.events())
    assert s.log[:3] == ["film 0", "still", "film 1"] and s.log[-1] == "next left"


def test_a_newer_still_replaces_the_waiting_one_of_its_own_page_only(stage):
    s = stage()
    job = s.queue("film")
    s.wait_for_step()
    old, other, heard = s.ask("r"), s.ask("other", session="bert"), s.ask("heard", kind="listen")
    new = s.ask("red")
    with pytest.raises(Cancelled):
        old.result(0)
    s.go()
    list(job.events())
    assert [answer.result(PATIENCE_SEC) for answer in (new, other, heard)] == ["red", "other", "heard"]
    assert "r" not in s.log


def test_a_still_of_another_engine_waits_for_the_film(stage):
    s = stage()
    job = s.queue("film")
    s.wait_for_step()
    still = s.ask("still", engine="wan")
    s.go()
    list(job.events())
    assert still.result(PATIENCE_SEC) == "still"
    assert s.log.index("film 2") < s.log.index("still")


def test_cancelling_stops_a_film_at_its_next_step_and_the_next_film_runs(stage):
    s = stage()
    one, two = s.queue("one"), s.queue("two")
    s.wait_for_step()
    one.cancel()
    s.go(4)
    with pytest.raises(Cancelled):
        list(one.events())
    list(two.events())
    assert (one.state, two.state) == ("cancelled", "done") and "one 0" not in s.log


def test_a_failing_film_tells_its_reader_and_the_next_film_runs(stage, monkeypatch):
    s = stage()

    def broken(request, networks, folder, check):
        yield Progress("reading", 0.0, "…")
        raise UserError("The film is empty.", "Copy it again.")

    monkeypatch.setattr(pipeline, "colorize", broken)
    one = s.queue("one")
    with pytest.raises(UserError, match="empty"):
        list(one.events())
    monkeypatch.setattr(pipeline, "colorize", s.film)
    two = s.queue("two")
    s.go()
    list(two.events())
    assert (one.state, two.state) == ("failed", "done")


def test_a_failing_still_tells_whoever_asked(stage):
    s = stage()

    def broken(networks):
        raise UserError("No such frame.", "Choose another.")

    with pytest.raises(UserError, match="No such frame"):
        s.lane.ask(Glance("preview", "anna", Weights(), broken)).result(PATIENCE_SEC)
    assert s.ask("after").result(PATIENCE_SEC) == "after"


def test_networks_are_loaded_once_by_the_one_worker_without_gradients(stage):
    threads, modes = [], []

    def load(engine):
        threads.append(current_thread().name)
        return tiny_networks()

    def work(networks):
        threads.append(current_thread().name)
        modes.append(torch.is_inference_mode_enabled())

    s = stage(load=load)
    for kind in ("preview", "listen"):
        s.lane.ask(Glance(kind, "anna", Weights(), work)).result(PATIENCE_SEC)
    assert threads == ["lvocal-engine"] * 3 and modes == [True, True]


def test_missing_weights_are_said_to_each_who_asks(stage):
    def load(engine):
        raise UserError("The weights are missing.", "Train them.")

    s = stage(load=load)
    with pytest.raises(UserError, match="missing"):
        list(s.queue("film").events())
    with pytest.raises(UserError, match="missing"):
        s.ask("still").result(PATIENCE_SEC)


def watched_load(freed: Event):
    def load(engine):
        networks = tiny_networks()
        weakref.finalize(networks, freed.set)
        return networks

    return load


@pytest.mark.parametrize("goes_wrong", [False, True])
def test_idle_networks_leave_memory(stage, monkeypatch, goes_wrong):
    freed = Event()
    s = stage(load=watched_load(freed), idle_sec=60.0)

    def film(request, networks, folder, check):
        yield Progress("reading", 0.5, "…")
        if goes_wrong:
            raise UserError("It holds networks in its frames.")

    monkeypatch.setattr(pipeline, "colorize", film)
    job = s.queue("film")
    while not job.is_over:
        try:
            list(job.events())
        except UserError:
            assert goes_wrong
    s.clock.now_sec += 59
    assert s.ask("still in time").result(PATIENCE_SEC) and not freed.is_set()
    s.clock.now_sec += 61
    s.lane.look_at_the_clock()
    assert freed.wait(PATIENCE_SEC)
    assert s.ask("loads again").result(PATIENCE_SEC)


def test_the_worker_lets_go_by_itself(stage):
    freed = Event()
    s = stage(load=watched_load(freed), idle_sec=0.0)
    s.ask("still").result(PATIENCE_SEC)
    assert freed.wait(PATIENCE_SEC)


def hungry(needs_frames: int, seen: list):
    """A film that fits into memory only in windows of so many frames."""

    def film(request, networks, folder, check):
        seen.append((request.settings.window_frames, networks.device.type))
        yield Progress("colouring", 0.5, "…")
        if request.settings.window_frames > needs_frames:
            raise torch.OutOfMemoryError("CUDA out of memory")

    return film


def test_short_memory_leads_to_smaller_windows_and_says_so(stage, monkeypatch):
    s, seen = stage(), []
    monkeypatch.setattr(pipeline, "colorize", hungry(21, seen))
    job = s.queue("film")
    list(job.events())
    assert [frames for frames, _ in seen] == [81, 41, 21]
    assert job.state == "done" and "21 frames" in job.progress.message


def test_too_little_memory_ends_in_one_sentence_and_a_remedy(stage, monkeypatch):
    s, seen = stage(), []
    monkeypatch.setattr(pipeline, "colorize", hungry(0, seen))
    with pytest.raises(UserError, match="too little free memory") as caught:
        list(s.queue("film").events())
    assert caught.value.remedy and len(seen) == 3


class Movable:
    """Stands for networks on a machine with a graphics card."""

    def __init__(self, device: str) -> None:
        self.device = torch.device(device)

    def to(self, device):
        return Movable(device)


def test_the_last_rung_from_a_graphics_card_is_the_processor(stage, monkeypatch):
    s, seen = stage(load=lambda engine: Movable("cpu"), device=torch.device("cuda")), []

    def film(request, networks, folder, check):
        seen.append(networks.device.type)
        yield Progress("colouring", 0.5, "…")
        if networks.device.type == "cuda":
            raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(pipeline, "colorize", film)
    job = s.queue("film")
    list(job.events())
    assert seen == ["cuda", "cuda", "cuda", "cpu"] and "processor" in job.progress.message
    where = s.lane.ask(Glance("preview", "anna", Weights(), lambda networks: networks.device.type))
    assert where.result(PATIENCE_SEC) == "cuda"


def test_a_still_tries_twice_before_it_gives_up(stage):
    s, tries = stage(), []

    def work(networks):
        tries.append(1)
        raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(UserError, match="too little free memory"):
        s.lane.ask(Glance("preview", "anna", Weights(), work)).result(PATIENCE_SEC)
    assert len(tries) == 2


def test_a_closed_lane_takes_nothing_and_leaves_no_thread(stage):
    s = stage()
    job = s.queue("film")
    s.wait_for_step()
    still = s.ask("still")
    job.cancel()
    s.go()
    s.lane.close()
    with pytest.raises(Cancelled):
        list(job.events())
    with pytest.raises((Cancelled, RuntimeError)):
        still.result(0)
        s.ask("too late")
    with pytest.raises(RuntimeError, match="closed"):
        s.queue("too late")
