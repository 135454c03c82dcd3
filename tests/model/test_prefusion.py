"""Truths of CMPF: nothing before it has learned, and colour words do not look."""

import pytest
import torch

from lvocal.model.prefusion import PreFusion
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.values import Conditions

GRID = (3, 2, 5)


def fusion(stirred: bool = True) -> PreFusion:
    torch.manual_seed(0)
    module = PreFusion(dim=16, num_heads=2, num_blocks=2).eval()
    if stirred:
        torch.nn.init.normal_(module.out.weight)
    return module


def inputs() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(1)
    colors = torch.zeros(2, 4, dtype=torch.bool)
    colors[:, 1] = True
    return torch.randn(2, 4, 16), torch.randn(2, 30, 16), colors


def test_before_training_words_stay_as_they_are() -> None:
    words, gray, colors = inputs()
    assert torch.equal(fusion(stirred=False)(words, gray, GRID, colors), words)


@torch.no_grad()
def test_things_look_at_the_picture_and_colours_do_not() -> None:
    """With one word alone no neighbour can tell it what the picture shows."""
    module, (words, gray, _) = fusion(), inputs()
    for looks in (True, False):
        colors = torch.full((2, 1), not looks)
        here, there = (module(words[:, :1], picture, GRID, colors) for picture in (gray, gray.square()))
        assert torch.allclose(here, there) != looks


@torch.no_grad()
@pytest.mark.parametrize("grid", [(1, 1, 1), (1, 14, 9), (5, 3, 31)])
def test_any_grid_is_compressed(grid: tuple[int, int, int]) -> None:
    words, _, colors = inputs()
    gray = torch.randn(2, grid[0] * grid[1] * grid[2], 16)
    assert torch.isfinite(fusion()(words, gray, grid, colors)).all()


@torch.no_grad()
def test_the_network_with_fusion_starts_as_the_network_without() -> None:
    size = {
        "num_attention_heads": 2, "attention_head_dim": 16, "in_channels": 8, "out_channels": 8,
        "text_dim": 12, "freq_dim": 32, "ffn_dim": 48, "num_layers": 1, "gray_channels": 5, "audio_dim": 6,
    }  # fmt: skip
    torch.manual_seed(0)
    plain = LVocalTransformer3DModel(**size).eval()
    fused = LVocalTransformer3DModel(**size, fusion_layers=1).eval()
    missing, unexpected = fused.load_state_dict(plain.state_dict(), strict=False)
    assert not unexpected and all(name.startswith("fusion.") for name in missing)
    told = Conditions(
        torch.randn(1, 5, 2, 4, 4), torch.randn(1, 3, 12), color_words=torch.tensor([[True, False, False]])
    )
    latent, sigma = torch.randn(1, 8, 2, 4, 4), torch.tensor([0.7])
    assert torch.equal(plain(latent, sigma, told), fused(latent, sigma, told))
    torch.nn.init.normal_(fused.fusion.out.weight)
    torch.nn.init.normal_(fused.proj_out.weight)
    after = fused(latent, sigma, told)
    assert not torch.equal(after, plain(latent, sigma, told))
