"""Networks are held once, given back when idle, and a film that does not fit is tried with less."""

import weakref
from threading import Event, current_thread

import pytest
import torch

from lvocal.glances import Glance
from lvocal.model.bundle import tiny_networks
from lvocal.sample import pipeline
from lvocal.values import Progress, UserError, Weights
from tests.lane_stage import PATIENCE_SEC


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
