"""The ladder goes down, and cores are counted as the container grants them."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lvocal.memory import is_out_of_memory, ladder, noted, too_little, usable_cores
from lvocal.settings import ColorizeSettings
from lvocal.values import ColorizeRequest, Machine, Progress, Weights

CPU, CARD = torch.device("cpu"), torch.device("cuda")
REQUEST = ColorizeRequest(Path("film.mp4"))


@pytest.mark.parametrize("window_frames", [5, 21, 25, 41, 81, 161])
@pytest.mark.parametrize("device", [CPU, CARD])
def test_rungs_ask_for_less_and_less(window_frames, device):
    settings = ColorizeSettings(window_frames=window_frames, overlap_frames=1)
    rungs = list(ladder(replace(REQUEST, settings=settings), device))
    assert rungs[0].request.settings == settings and rungs[0].note == ""
    frames = [rung.request.settings.window_frames for rung in rungs if rung.device == device]
    assert frames == sorted(set(frames), reverse=True)
    assert all(rung.note for rung in rungs[1:])


def test_only_the_small_network_goes_from_the_card_to_the_processor():
    assert [rung.device for rung in ladder(REQUEST, CARD)][-1] == CPU
    assert CPU not in [rung.device for rung in ladder(replace(REQUEST, weights=Weights("wan")), CARD)]


def test_the_person_reads_what_was_done():
    first, second, *_ = ladder(REQUEST, CARD)
    event = Progress("colouring", 0.5, "Colouring")
    assert noted(event, first) == event
    assert "41 frames" in noted(event, second).message


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), True),
        (MemoryError(), True),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes"), True),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
        (ValueError("not enough memory"), False),
    ],
)
def test_shortage_is_told_from_other_faults(problem, expected):
    assert is_out_of_memory(problem) is expected


def test_shortage_comes_with_a_remedy():
    assert "card" in too_little(CARD).message and too_little(CPU).remedy


@pytest.mark.parametrize(("text", "most"), [("100000 100000", 1), ("150000 100000", 2), ("1000 100000", 1)])
def test_the_quota_of_a_container_counts(tmp_path, text, most):
    quota = tmp_path / "cpu.max"
    quota.write_text(text + "\n")
    assert 1 <= usable_cores(quota) <= most


def test_no_quota_means_all_cores(tmp_path):
    quota = tmp_path / "cpu.max"
    quota.write_text("max 100000\n")
    assert usable_cores(quota) == usable_cores(tmp_path / "absent") >= 1


def test_the_full_size_first_lets_more_wait_outside_then_takes_smaller_windows():
    rungs = list(ladder(replace(REQUEST, weights=Weights("wan")), CARD))
    assert [(rung.machine.offload, rung.machine.tiling) for rung in rungs] == [
        ("none", False), ("parts", True), ("blocks", True), ("blocks", True), ("blocks", True),
    ]  # fmt: skip
    assert [rung.request.settings.window_frames for rung in rungs] == [81, 81, 81, 41, 21]
    assert all(rung.note for rung in rungs[1:])


def test_a_machine_that_lets_all_wait_outside_has_no_leaner_rung():
    machine = Machine(offload="blocks", tiling=True)
    rungs = list(ladder(replace(REQUEST, weights=Weights("wan")), CARD, machine))
    assert {rung.machine for rung in rungs} == {machine}


@pytest.mark.parametrize("fusion", ["sliding", "skip"])
def test_a_long_window_fused_inside_shrinks_as_well(fusion):
    settings = ColorizeSettings(fusion=fusion)
    rungs = ladder(replace(REQUEST, settings=settings), CPU)
    assert [rung.request.settings.together_frames for rung in rungs] == [321, 41, 21]
