"""Truths of temporal deformable attention: nothing before training, points that stay near, any clip."""

import pytest
import torch

from lvocal.checkpoint.mini import MINI_PARTS
from lvocal.checkpoint.module_file import load_module, save_module
from lvocal.model.deformable import TemporalDeformableAttention, reference_points
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.values import Conditions

SMALL = {
    "num_attention_heads": 2, "attention_head_dim": 16, "in_channels": 8, "out_channels": 8, "text_dim": 12,
    "freq_dim": 32, "ffn_dim": 48, "num_layers": 2, "gray_channels": 5, "audio_dim": 6,
}  # fmt: skip
GRIDS = [(1, 1, 1), (1, 4, 6), (2, 3, 5), (3, 4, 6), (5, 7, 3), (4, 1, 9)]


def network(**more) -> LVocalTransformer3DModel:
    torch.manual_seed(0)
    return LVocalTransformer3DModel(**SMALL, **more).eval()


def paint(
    painter: LVocalTransformer3DModel, frames: int = 3, height: int = 4, width: int = 6
) -> torch.Tensor:
    torch.manual_seed(1)
    told = Conditions(torch.randn(1, 5, frames, height, width), torch.randn(1, 7, 12))
    return painter(torch.randn(1, 8, frames, height, width), torch.full((1,), 0.7), told)


def awake(dim: int = 16, **shape) -> TemporalDeformableAttention:
    """One that has learned something, whatever it be."""
    torch.manual_seed(0)
    attention = TemporalDeformableAttention(dim, 2, **shape)
    torch.nn.init.normal_(attention.out.weight)
    return attention


def test_the_network_is_the_plain_one_until_it_has_learned() -> None:
    plain, deformable = network(), network(temporal="deformable")
    missing, unexpected = deformable.load_state_dict(plain.state_dict(), strict=False)
    assert not unexpected and all(".temporal." in name for name in missing) and missing
    assert torch.equal(paint(plain), paint(deformable))
    torch.nn.init.normal_(deformable.blocks[0].temporal.out.weight)
    assert not torch.equal(paint(plain), paint(deformable))


def test_without_it_no_weight_is_added() -> None:
    names = network().state_dict().keys()
    assert names == network(temporal="none").state_dict().keys()
    assert not any("temporal" in name for name in names)


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("rates", [(1, 1), (2, 2), (3, 4)])
def test_any_clip_will_do(grid, rates) -> None:
    attention = awake(rates=rates)
    added = attention(torch.randn(2, grid[0] * grid[1] * grid[2], 16), grid)
    assert added.shape == (2, grid[0] * grid[1] * grid[2], 16) and added.isfinite().all() and added.any()


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_a_whole_network_paints_clips_of_any_length(frames: int) -> None:
    deformable = network(temporal="deformable")
    torch.nn.init.normal_(deformable.blocks[1].temporal.out.weight)
    assert paint(deformable, frames, 6, 10).isfinite().all()


@pytest.mark.parametrize("grid", GRIDS)
def test_reference_points_lie_evenly_and_one_stands_for_its_rate(grid) -> None:
    points = reference_points(grid, (2, 2, 2))
    assert points.shape == (*(-(-size // 2) for size in grid), 3)
    assert points.abs().max() < 1
    torch.testing.assert_close(points.mean(dim=(0, 1, 2)), torch.zeros(3))


def test_points_stay_within_reach() -> None:
    attention = awake(reach=1.5)
    torch.nn.init.normal_(attention.to_offset.weight, std=100)
    offsets = attention.offsets(100 * torch.randn(1, 5 * 4 * 6, 16), (5, 4, 6))
    assert offsets.shape == (1, 3, 2, 3, 3)
    assert offsets.abs().max() <= 1.5 and offsets.abs().max() > 1.4


def test_a_point_that_does_not_move_reads_its_own_token() -> None:
    attention, grid = awake(rates=(1, 1)), (2, 3, 4)
    h = torch.randn(1, 24, 16)
    still = torch.zeros(1, *grid, 3)
    torch.testing.assert_close(attention.context(h, still, grid), h)
    along_x = still.clone()
    along_x[..., 0] = 1
    moved = attention.context(h, along_x, grid).view(2, 3, 4, 16)
    torch.testing.assert_close(moved[:, :, :-1], h.view(2, 3, 4, 16)[:, :, 1:])
    half_way_in_time = still.clone()
    half_way_in_time[..., 2] = 0.5
    first = attention.context(h, half_way_in_time, grid).view(2, 12, 16)[0]
    torch.testing.assert_close(first, h.view(2, 12, 16).mean(dim=0))


def test_every_frame_reaches_every_other() -> None:
    attention, grid = awake(), (4, 4, 4)
    h = torch.randn(1, 64, 16)
    other = h.clone()
    other[:, -16:] += torch.randn(16, 16)
    changed = (attention(h, grid) - attention(other, grid)).abs().amax(dim=-1).view(4, 16)
    assert (changed > 0).all()


def test_offsets_learn_once_the_output_speaks() -> None:
    grid, h = (3, 4, 6), torch.randn(1, 72, 16)
    for attention, learns in ((TemporalDeformableAttention(16, 2), False), (awake(), True)):
        attention(h, grid).square().sum().backward() if learns else attention(h, grid).sum().backward()
        for weight in (attention.to_offset.weight, attention.look_around.weight):
            assert weight.grad is not None and bool(weight.grad.any()) == learns
        assert attention.out.weight.grad.any()


def test_config_and_weights_come_back(tmp_path) -> None:
    deformable = network(temporal="deformable", temporal_rates=(1, 3), temporal_reach=2.5)
    torch.nn.init.normal_(deformable.blocks[0].temporal.out.weight)
    save_module(tmp_path / "x.safetensors", deformable)
    again = load_module(tmp_path / "x.safetensors", MINI_PARTS["transformer"])
    temporal = again.blocks[0].temporal
    assert again.config.temporal == "deformable" and (temporal.rates, temporal.reach) == ((1, 3, 3), 2.5)
    assert torch.equal(paint(deformable), paint(again))


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="temporal must be one of none, deformable"):
        network(temporal="fixed")
    with pytest.raises(ValueError, match="rates"):
        TemporalDeformableAttention(16, 2, rates=(0, 2))
