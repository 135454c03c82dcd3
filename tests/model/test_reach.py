"""Truths of long windows: clips cover every frame, and what frames saw is fused."""

from dataclasses import replace

import pytest
import torch

from lvocal.model.bundle import tiny_networks
from lvocal.model.reach import Clips, clips_of, fused
from lvocal.model.text import tokenize
from lvocal.values import Conditions, Reach


@pytest.mark.parametrize("num_frames", [6, 7, 13, 76])
@pytest.mark.parametrize("skips", [False, True])
def test_a_frames_weights_sum_to_one(num_frames: int, skips: bool) -> None:
    total = torch.zeros(num_frames)
    for clips in clips_of(num_frames, Reach(5, 2, skips)):
        for frames, weights in zip(clips.frames, clips.weights, strict=True):
            total[list(frames)] += torch.tensor(weights)
    torch.testing.assert_close(total, torch.ones(num_frames))


def test_clips_skip_by_powers_of_two_below_the_number_of_frames() -> None:
    steps = {
        clip[1] - clip[0]
        for clips in clips_of(20, Reach(5, 2, True))
        for clip in clips.frames
        if len(clip) > 1
    }
    assert steps == {1, 2, 4, 8, 16}


def test_neighbouring_clips_share_frames() -> None:
    (clips,) = clips_of(11, Reach(5, 2, False))
    assert clips.frames == ((0, 1, 2, 3, 4), (3, 4, 5, 6, 7), (6, 7, 8, 9, 10))


def test_the_middle_of_a_clip_counts_most() -> None:
    (clips,) = clips_of(8, Reach(5, 2, False))
    shared = dict(zip(clips.frames[0], clips.weights[0], strict=True))
    assert shared[3] > 0.5 > shared[4]


def test_a_window_no_longer_than_a_clip_is_looked_at_whole() -> None:
    assert clips_of(5, Reach(5, 2, True)) == clips_of(50, None) == ()


def test_what_every_clip_leaves_alone_stays() -> None:
    h = torch.randn(2, 9 * 3, 4)
    torch.testing.assert_close(fused(lambda some, _: some, h, 9, clips_of(9, Reach(4, 1, True))), h)


def test_one_clip_of_all_frames_is_plain_attention() -> None:
    """Weights of 1, and the same places in time."""
    networks = tiny_networks()
    latent, told = _window(networks, 4)
    block, grid = networks.transformer.blocks[0], (4, 2, 2)
    place = networks.transformer._places(grid, None, told)[0]
    whole = Clips((tuple(range(4)),), ((1.0,) * 4,))
    h, _ = networks.transformer.embed(latent, told)
    plain = block._look_around(h, place)
    by_clips = block._look_around(h, place._replace(clips=((whole, place.rotary),)))
    torch.testing.assert_close(by_clips, plain)


@pytest.mark.parametrize(("skips", "reaches"), [(True, True), (False, False)])
def test_only_clips_that_skip_carry_far_through_few_blocks(skips: bool, reaches: bool) -> None:
    """Eight frames through two blocks; sliding clips of three get on by two frames a block."""
    networks = tiny_networks()
    latent, told = _window(networks, 16)
    told = replace(told, reach=Reach(3, 1, skips))
    other = told.gray.clone()
    other[:, :, 8] += 1
    sigma = torch.ones(1)
    gap = networks.transformer(latent, sigma, replace(told, gray=other)) - networks.transformer(
        latent, sigma, told
    )
    assert bool(gap[:, :, 0].any()) is reaches and gap[:, :, 8].any()


def _window(networks, num_frames: int) -> tuple[torch.Tensor, Conditions]:
    torch.manual_seed(0)
    text = networks.read_tokens([tokenize("a red coat", ())]).text
    config = networks.transformer.config
    gray = torch.randn(1, config.gray_channels, num_frames, 4, 4)
    return torch.randn(1, config.in_channels, num_frames, 4, 4), Conditions(gray, text)
