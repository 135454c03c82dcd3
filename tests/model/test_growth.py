"""A Wan transformer grows into ours, and what is new can travel alone."""

from __future__ import annotations

import pytest
import torch
from diffusers import WanTransformer3DModel

from lvocal.model.growth import (
    PAPER_TRAINABLE,
    grown,
    is_new,
    new_settings,
    new_weights,
    take_new_weights,
    trainable,
)
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.values import Conditions

TINY = {
    "num_attention_heads": 2, "attention_head_dim": 16, "text_dim": 12, "freq_dim": 32, "ffn_dim": 48,
    "num_layers": 2,
}  # fmt: skip
NEW = {"gray_channels": 16, "audio_dim": 6, "fusion_layers": 1}
LATENT, SIGMA = (1, 16, 2, 4, 6), torch.tensor([0.7])


def tiny_wan(seed: int = 0) -> WanTransformer3DModel:
    torch.manual_seed(seed)
    return WanTransformer3DModel(**TINY).eval()


def told(seed: int = 0) -> Conditions:
    torch.manual_seed(seed)
    return Conditions(
        torch.randn(LATENT), torch.randn(1, 7, 12), torch.randn(1, 6), torch.randn(1, 2, 3, 6),
        torch.randn(1, 15), torch.randn(1, 17, *LATENT[2:]),
    )  # fmt: skip


@pytest.mark.parametrize("new", [NEW, NEW | {"fusion_layers": 0, "temporal": "deformable"}])
def test_a_grown_network_answers_as_wan_did(new: dict) -> None:
    wan, conditions = tiny_wan(), told()
    network = grown(wan, **new).eval()
    latent = torch.randn(LATENT)
    expected = wan(latent, SIGMA * 1000, conditions.text).sample
    if new["fusion_layers"]:
        assert network.fusion is not None
    torch.testing.assert_close(network(latent, SIGMA, conditions), expected, atol=1e-5, rtol=1e-5)


def test_what_is_new_and_what_is_wan_s_are_all_there_is() -> None:
    wan, network = tiny_wan(), grown(tiny_wan(), **NEW)
    assert set(network.state_dict()) == set(wan.state_dict()) | set(new_weights(network))
    assert not any(is_new(name) for name in wan.state_dict())


def test_an_adapter_carries_everything_that_was_learned_beside_a_frozen_wan() -> None:
    learned = grown(tiny_wan(), **NEW).eval()
    torch.manual_seed(5)
    for weight in new_weights(learned).values():
        weight.normal_(std=0.1)
    again = grown(tiny_wan(), **new_settings(learned)).eval()
    take_new_weights(again, new_weights(learned))
    latent, conditions = torch.randn(LATENT), told()
    assert torch.equal(again(latent, SIGMA, conditions), learned(latent, SIGMA, conditions))
    assert not torch.equal(
        again(latent, SIGMA, conditions), grown(tiny_wan(), **NEW)(latent, SIGMA, conditions)
    )


def test_an_adapter_of_another_shape_is_refused() -> None:
    network = grown(tiny_wan(), **NEW)
    other = new_weights(grown(tiny_wan(), **NEW | {"fusion_layers": 0}))
    with pytest.raises(ValueError, match="another network"):
        take_new_weights(network, other)


def test_something_that_is_not_wan_is_refused() -> None:
    wan = tiny_wan()
    wan.register_parameter("stray", torch.nn.Parameter(torch.zeros(1)))
    with pytest.raises(ValueError, match="stray"):
        grown(wan, **NEW)


def test_the_full_size_has_about_as_many_weights_as_the_paper_s() -> None:
    """On the meta device: shapes without numbers."""
    with torch.device("meta"):
        network = LVocalTransformer3DModel()
    assert trainable(network) == sum(weight.numel() for weight in network.parameters())
    assert 0.9 < trainable(network) / PAPER_TRAINABLE < 1.3
    network.requires_grad_(False)
    assert trainable(network) == 0


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no graphics card")
def test_at_full_size_the_grown_network_answers_as_wan() -> None:
    """Wan2.1-T2V-1.3B's shape, random weights, one frame of 480x832."""
    torch.manual_seed(0)
    with torch.device("cuda"):
        wan = WanTransformer3DModel(num_attention_heads=12, num_layers=30).eval()
        network = grown(wan, gray_channels=16, audio_dim=512).eval()
        latent, text, sigma = torch.randn(1, 16, 1, 60, 104), torch.randn(1, 512, 4096), torch.full((1,), 0.7)
        told = Conditions(
            torch.randn(1, 16, 1, 60, 104), text, torch.randn(1, 512), torch.randn(1, 1, 4, 512)
        )
    with torch.inference_mode():
        expected = wan(latent, sigma * 1000, text).sample
        torch.testing.assert_close(network(latent, sigma, told), expected, atol=1e-4, rtol=1e-4)
