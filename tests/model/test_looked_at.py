"""Truths of looking at some frames of a window: which, and that copies of a frame need no second look."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from lvocal.model.bundle import tiny_networks
from lvocal.model.looked_at import LEAST_FRAMES, looked_at
from lvocal.model.rotary import rotary_at
from lvocal.model.self_attention import self_attention
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.values import Conditions


def frames_of(seen: Tensor | None, tokens: int) -> list[int]:
    assert seen is not None
    assert seen.tolist() == [
        frame * tokens + at for frame in (seen[::tokens] // tokens) for at in range(tokens)
    ]
    return (seen[::tokens] // tokens).tolist()


@pytest.mark.parametrize(
    ("frames", "every", "expected"),
    [
        (21, 3, [1, 4, 7, 10, 13, 16, 19]),
        (9, 3, [1, 4, 7]),
        (12, 2, [0, 2, 4, 6, 8, 10]),
        (10, 3, [0, 3, 6, 9]),
    ],
)
def test_they_lie_evenly_and_as_near_the_ends(frames: int, every: int, expected: list[int]) -> None:
    assert frames_of(looked_at((frames, 2, 3), every), 6) == expected


@pytest.mark.parametrize("frames", [1, 2, 3 * LEAST_FRAMES - 1])
def test_short_windows_look_at_all(frames: int) -> None:
    assert looked_at((frames, 2, 3), 3) is None
    assert looked_at((90, 2, 3), 1) is None


def test_frames_with_known_colours_are_always_looked_at() -> None:
    reference = torch.zeros(2, 9, 10, 4, 4)
    reference[1, -1, 5, 3, 3] = 1
    assert frames_of(looked_at((10, 2, 2), 3, reference), 4) == [0, 3, 5, 6, 9]


def test_copies_of_a_frame_need_no_second_look() -> None:
    """Without places in time, copies of a frame say what one of them says."""
    attention = tiny_networks().transformer.blocks[0].attn1
    still = torch.randn(1, 4, 32, generator=torch.Generator().manual_seed(0)).repeat(1, 9, 1)
    nowhere = (torch.ones(1, 36, 1, 16), torch.zeros(1, 36, 1, 16))
    some = self_attention(attention, still, nowhere, looked_at((9, 2, 2), 3))
    torch.testing.assert_close(some, self_attention(attention, still, nowhere))


def test_what_is_looked_at_reaches_every_frame_and_the_rest_only_itself() -> None:
    networks = tiny_networks()
    transformer: LVocalTransformer3DModel = networks.transformer
    transformer.register_to_config(look_every=3)
    generator = torch.Generator().manual_seed(1)
    gray = torch.randn(1, 16, 9, 4, 4, generator=generator)
    told = Conditions(gray, torch.randn(1, 3, 16, generator=generator))
    latent = torch.randn(1, 8, 9, 4, 4, generator=generator)

    def changed(frame: int) -> list[int]:
        other = gray.clone()
        other[:, :, frame] += 1
        before, after = (
            transformer.predict(latent, torch.ones(1), c) for c in (told, replace(told, gray=other))
        )
        return [at for at in range(9) if not torch.allclose(before[:, :, at], after[:, :, at], atol=1e-5)]

    assert changed(4) == list(range(9))
    assert changed(5) == [5]


def test_a_subset_keeps_its_places() -> None:
    """Looking at all by number is looking at all."""
    transformer = tiny_networks().transformer
    grid = (3, 2, 2)
    h, rotary = torch.randn(1, 12, 32), rotary_at(transformer.rope, grid)
    attention = transformer.blocks[0].attn1
    torch.testing.assert_close(
        self_attention(attention, h, rotary, torch.arange(12)), self_attention(attention, h, rotary)
    )
