"""Truths of running the full size: every way of saving memory paints the same, or nearly."""

from pathlib import Path

import pytest
import torch

from lvocal.checkpoint.wan import load_wan
from lvocal.machine import settled
from lvocal.model.bundle import tiny_networks
from lvocal.values import Conditions, Machine, UserError
from tests.full_size import write_modules

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("full-size")
    write_modules(folder)
    return folder


def painted(folder: Path, cache: Path, machine: Machine) -> torch.Tensor:
    """Grey in, one step, colours out (1, 3, T, H, W)."""
    networks = settled(load_wan(folder, cache), CPU, machine)
    torch.manual_seed(0)
    with torch.inference_mode():
        gray = networks.codec.encode_gray(torch.rand(1, 1, 5, 32, 32))
        told = Conditions(gray, networks.read("a red coat").text, mood=torch.randn(1, 10))
        velocity = networks.transformer(torch.randn(1, 16, 2, 4, 4), torch.ones(1), told)
        return networks.codec.decode(velocity)


@pytest.mark.parametrize(
    ("machine", "off_by"),
    [
        (Machine(offload="parts"), 0),
        (Machine(offload="blocks"), 0),
        (Machine(tiling=True), 0),
        (Machine(precision="bf16"), 0.05),
        (Machine(precision="fp8"), 0.1),
        (Machine(precision="fp8", offload="blocks", tiling=True), 0.1),
    ],
    ids=str,
)
def test_the_colours_stay(folder: Path, tmp_path: Path, machine: Machine, off_by: float) -> None:
    plain = painted(folder, tmp_path, Machine())
    assert (painted(folder, tmp_path, machine) - plain).abs().max() <= off_by


def test_halved_weights_take_half_the_room_and_fp8_a_quarter(folder: Path, tmp_path: Path) -> None:
    sizes = [
        sum(
            weight.numel() * weight.element_size()
            for weight in settled(load_wan(folder, tmp_path), CPU, Machine(precision=precision))
            .transformer.blocks.parameters()
        )
        for precision in ("fp32", "bf16", "fp8")
    ]  # fmt: skip
    assert sizes[1] < 0.6 * sizes[0] and sizes[2] < 0.7 * sizes[1]


def test_attention_that_is_not_here_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no-such-backend"):
        settled(load_wan(folder, tmp_path), CPU, Machine(attention="no-such-backend"))


def test_the_embedded_size_has_nothing_to_choose() -> None:
    assert settled(tiny_networks(), CPU).device == CPU
    with pytest.raises(UserError, match="embedded size"):
        settled(tiny_networks(), CPU, Machine(tiling=True))


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no graphics card")
@pytest.mark.parametrize("offload", ["none", "parts", "blocks"])
def test_a_graphics_card_paints_what_the_processor_paints(folder: Path, tmp_path: Path, offload) -> None:
    networks = settled(load_wan(folder, tmp_path), torch.device("cuda"), Machine(offload=offload))
    torch.manual_seed(0)
    light = torch.rand(1, 1, 5, 32, 32)
    with torch.inference_mode():
        there = networks.codec.encode_gray(light.cuda()).cpu()
        here = load_wan(folder, tmp_path).codec.encode_gray(light)
    torch.testing.assert_close(there, here, atol=1e-2, rtol=1e-2)
