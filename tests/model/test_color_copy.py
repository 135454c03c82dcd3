"""Truths of copying: shares sum to one, what is copied is exact, and nothing is copied that was not given."""

from dataclasses import replace

import pytest
import torch

from lvocal.color.constancy import at_lightness
from lvocal.model.codec import AB_SCALE
from lvocal.model.color_copy import MOST_KNOWN, ColorCopy
from lvocal.model.text import shades_of
from lvocal.values import Conditions, Offer

DIM, DETAIL, FRAMES, HEIGHT, WIDTH = 16, 6, 2, 4, 6
CELLS = FRAMES * 2 * HEIGHT * 2 * WIDTH
RED, NAVY = (53.2, 80.1, 67.2), (13.0, 47.5, -64.7)


def head(own: float | None = None) -> ColorCopy:
    torch.manual_seed(0)
    module = ColorCopy(DIM, DETAIL, width=8, patch=(2, 2)).eval()
    if own is not None:
        torch.nn.init.constant_(module.choose.own.bias, own)
    return module


def told(light: torch.Tensor | float = 50.0, **more) -> Conditions:
    torch.manual_seed(1)
    shades = torch.stack([torch.zeros(21, 2), shades_of(RED), shades_of(NAVY)])[None]
    size = (1, FRAMES, 2 * HEIGHT, 2 * WIDTH)
    offer = Offer(torch.zeros(size) + light, torch.randn(1, DETAIL, *size[1:]), shades)
    said = more.pop("said", (False, False, False))
    offer = replace(offer, said=torch.tensor([said]))
    return Conditions(torch.zeros(1), torch.zeros(1), offer=offer, **more)


def run(module: ColorCopy, conditions: Conditions, painted: torch.Tensor | None = None) -> torch.Tensor:
    torch.manual_seed(2)
    h, words = torch.randn(1, FRAMES * HEIGHT * WIDTH // 4, DIM), torch.randn(1, 3, DIM)
    return module(painting() if painted is None else painted, h, words, conditions)


def painting() -> torch.Tensor:
    return torch.randn(1, 8, FRAMES, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(3))


@torch.no_grad()
def test_with_nothing_given_the_painting_stays() -> None:
    torch.testing.assert_close(run(head(-50.0), told()), painting())


@torch.no_grad()
@pytest.mark.parametrize("lightness", [0.0, 12.0, 50.0, 97.5, 100.0])
def test_a_word_is_copied_as_it_looks_at_that_lightness(lightness: float) -> None:
    out = run(head(-50.0), told(lightness, said=(False, False, True)))
    table = torch.from_numpy(at_lightness(NAVY))
    below = int(lightness)
    wanted = torch.lerp(table[below], table[min(100, below + 1)], lightness - below) / AB_SCALE
    a, b = out.split(4, dim=1)
    assert (a - wanted[0]).abs().max() < 0.02 and (b - wanted[1]).abs().max() < 0.02


@torch.no_grad()
def test_two_words_are_mixed_and_shares_sum_to_one() -> None:
    module = head(0.0)
    torch.manual_seed(2)
    h, words = torch.randn(1, FRAMES * HEIGHT * WIDTH // 4, DIM), torch.randn(1, 3, DIM)
    shares = module.choose(h, words, told(said=(False, True, True), palette=torch.rand(1, 15)), None)
    whole = torch.cat([shares.own[..., None], shares.words, shares.swatches, shares.known], dim=-1)
    assert whole.shape == (1, CELLS, 1 + 3 + 5 + 0)
    torch.testing.assert_close(whole.sum(dim=-1), torch.ones(1, CELLS))
    assert not shares.words[..., 0].any() and shares.words[..., 1:].min() > 0


@torch.no_grad()
def test_an_absent_palette_in_a_batch_offers_nothing() -> None:
    module, palette = head(0.0), torch.zeros(1, 15)
    torch.testing.assert_close(run(module, told(palette=palette)), painting())
    black_first = torch.tensor([[0.0] * 3 + [0.5, 0.2, 0.1] * 4])
    assert not torch.allclose(run(module, told(palette=black_first)), painting())


@torch.no_grad()
def test_a_known_colour_is_copied_everywhere_when_nothing_else_may_be() -> None:
    reference = torch.zeros(1, 9, FRAMES, HEIGHT, WIDTH)
    reference[:, :4, 1, 2, 3], reference[:, 4:8, 1, 2, 3], reference[:, 8, 1, 2, 3] = 0.8, -0.6, 1.0
    a, b = run(head(-50.0), told(reference=reference)).split(4, dim=1)
    torch.testing.assert_close(a, torch.full_like(a, 0.8))
    torch.testing.assert_close(b, torch.full_like(b, -0.6))


@torch.no_grad()
def test_many_known_tokens_are_thinned_out_and_few_are_padded() -> None:
    module, size = head(-50.0), (1, 9, 3, 48, 64)
    reference = torch.ones(size)
    detail, light = torch.zeros(1, DETAIL, 3, 96, 128), torch.zeros(1, 3, 96, 128)
    conditions = Conditions(torch.zeros(1), torch.zeros(1), reference=reference, offer=Offer(light, detail))
    h = torch.randn(1, 3 * 24 * 32, DIM)
    out = module(torch.zeros(1, 8, 3, 48, 64), h, torch.zeros(1, 1, DIM), conditions)
    assert h.shape[1] > MOST_KNOWN
    torch.testing.assert_close(out, torch.ones_like(out))


@torch.no_grad()
def test_one_of_a_batch_may_know_more_than_another() -> None:
    reference = torch.zeros(2, 9, 1, 4, 4)
    reference[0], reference[1, 8, 0, 0, 0], reference[1, :8, 0, 0, 0] = 0.5, 1.0, 0.25
    reference[0, 8] = 1.0
    light, detail = torch.zeros(2, 1, 8, 8), torch.zeros(2, DETAIL, 1, 8, 8)
    conditions = Conditions(torch.zeros(1), torch.zeros(1), reference=reference, offer=Offer(light, detail))
    out = head(-50.0)(torch.zeros(2, 8, 1, 4, 4), torch.randn(2, 4, DIM), torch.zeros(2, 1, DIM), conditions)
    torch.testing.assert_close(out[0], torch.full_like(out[0], 0.5))
    torch.testing.assert_close(out[1], torch.full_like(out[1], 0.25))


@torch.no_grad()
def test_while_it_learns_doubt_stays_in() -> None:
    module, conditions = head(0.0), told(said=(False, True, True))
    calm, learning = run(module, conditions), run(module.train(), conditions)
    assert not torch.allclose(calm, learning)
