"""Truths of keyframe cross-frame attention: whose keys and values count, where, and that nothing is left."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from lvocal.model.bundle import tiny_networks
from lvocal.model.cross_frame import LAST_BLOCKS, cross_frame_attention
from lvocal.model.rotary import rotary_at
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.values import Conditions

GRID = (3, 2, 4)
TOKENS = GRID[1] * GRID[2]


@pytest.fixture
def network() -> LVocalTransformer3DModel:
    return tiny_networks().transformer


def features(seed: int = 0) -> Tensor:
    return torch.randn(2, 3 * TOKENS, 32, generator=torch.Generator().manual_seed(seed))


def frame(h: Tensor, at: int) -> Tensor:
    return h[:, at * TOKENS : (at + 1) * TOKENS]


def told(network: LVocalTransformer3DModel, frames: int = 3, **more) -> Conditions:
    torch.manual_seed(0)
    config = network.config
    gray = torch.randn(1, config.gray_channels, frames, 4, 6)
    return Conditions(gray, torch.randn(1, 7, config.text_dim), **more)


def painted(network: LVocalTransformer3DModel, conditions: Conditions) -> Tensor:
    torch.manual_seed(1)
    latent = torch.randn(1, 8, *conditions.gray.shape[2:])
    return network.predict(latent, torch.ones(1), conditions)


@pytest.mark.parametrize("keyframe", [0, 1, 2])
def test_the_keyframe_looks_at_itself_as_wans_own_attention_does(network, keyframe: int) -> None:
    attention, rotary = network.blocks[0].attn1, rotary_at(network.rope, GRID, None)
    h = features()
    seen = cross_frame_attention(attention, h, rotary, 3, keyframe)
    place = rotary_at(network.rope, (1, *GRID[1:]), torch.tensor([keyframe]))
    alone = attention(frame(h, keyframe), None, None, place)
    torch.testing.assert_close(frame(seen, keyframe), alone)


def test_one_frame_alone_is_plain_self_attention(network) -> None:
    attention, rotary = network.blocks[0].attn1, rotary_at(network.rope, (1, *GRID[1:]), None)
    h = frame(features(), 0)
    torch.testing.assert_close(
        cross_frame_attention(attention, h, rotary, 1, 0), attention(h, None, None, rotary)
    )


def test_a_frame_depends_on_itself_and_the_keyframe_alone(network) -> None:
    attention, rotary = network.blocks[0].attn1, rotary_at(network.rope, GRID, None)
    h = features()
    before = cross_frame_attention(attention, h, rotary, 3, 1)
    for changed, reached in ((0, [0]), (1, [0, 1, 2]), (2, [2])):
        other = h.clone()
        frame(other, changed).add_(1)
        after = cross_frame_attention(attention, other, rotary, 3, 1)
        moved = [at for at in range(3) if not torch.equal(frame(before, at), frame(after, at))]
        assert moved == reached


def test_a_frame_equal_to_the_keyframe_comes_out_equal(network) -> None:
    attention, rotary = network.blocks[0].attn1, rotary_at(network.rope, GRID, None)
    still = frame(features(), 0).repeat(1, 3, 1)
    seen = cross_frame_attention(attention, still, rotary, 3, 2)
    torch.testing.assert_close(frame(seen, 0), frame(seen, 2))


def test_a_keyframe_changes_the_picture_and_which_one_matters(network) -> None:
    plain = painted(network, told(network))
    first, last = (painted(network, told(network, keyframe=at)) for at in (0, 2))
    assert not torch.allclose(plain, first) and not torch.allclose(first, last)


def test_nothing_is_left_behind_for_the_next_request(network) -> None:
    before = painted(network, told(network))
    painted(network, told(network, keyframe=1))
    assert torch.equal(before, painted(network, told(network)))


def test_one_frame_has_nothing_to_lead(network) -> None:
    assert torch.equal(
        painted(network, told(network, 1)), painted(network, replace(told(network, 1), keyframe=0))
    )


def test_only_the_last_two_blocks_listen() -> None:
    torch.manual_seed(0)
    config = {**tiny_networks().transformer.config, "num_layers": 4}
    deep = LVocalTransformer3DModel.from_config(config).eval()
    calls: list[tuple[int, int]] = []
    for at, block in enumerate(deep.blocks):
        block.attn1.to_k.register_forward_hook(
            lambda _, given, __, at=at: calls.append((at, given[0].shape[1]))
        )
    with torch.no_grad():
        painted(deep, told(deep, keyframe=1))
    whole, frame = 18, 6  # tokens of three frames of 4x6 latent pixels, and of one
    assert calls == [(at, frame if at >= 4 - LAST_BLOCKS else whole) for at in range(4)]


def test_a_network_of_one_block_has_no_more_than_that() -> None:
    shallow = LVocalTransformer3DModel.from_config({**tiny_networks().transformer.config, "num_layers": 1})
    assert painted(shallow, told(shallow, keyframe=2)).isfinite().all()


@pytest.mark.parametrize("keyframe", [-1, 3])
def test_a_frame_that_is_not_there_is_refused(network, keyframe: int) -> None:
    with pytest.raises(ValueError, match="0..2"):
        painted(network, told(network, keyframe=keyframe))
