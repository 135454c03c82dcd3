"""Truths of how doubt is settled, on cells whose shares are made up."""

import pytest
import torch

from lvocal.model.color_shares import (
    ABSENT,
    BEST_PLACES,
    DECISION,
    EXPECTED,
    MEANT,
    Shares,
    coherent,
    decided,
    expected,
    meant,
    of_one_color,
    weighed,
)
from lvocal.model.text import shades_of

RED, NAVY = (53.2, 80.1, 67.2), (13.0, 47.5, -64.7)
SAME = of_one_color(torch.stack([shades_of(RED), shades_of(RED), shades_of(NAVY)])[None])
CELLS = 400


def cell(own: float, words: tuple[float, float, float]) -> Shares:
    none = torch.zeros(1, 1, 0)
    return Shares(torch.tensor([[own]]), torch.tensor([[words]]), none, none)


def picture(best: float) -> Shares:
    """Two words of one colour share `best` at a hundredth of the cells and little elsewhere."""
    words = torch.full((1, CELLS, 3), 0.01)
    words[:, : int(2 * BEST_PLACES * CELLS), :2] = best / 2
    none = torch.zeros(1, CELLS, 0)
    return Shares(1 - words.sum(dim=-1), words, none, none)


def test_words_of_one_color_are_found() -> None:
    assert SAME.tolist() == [[[1, 1, 0], [1, 1, 0], [0, 0, 1]]]


def test_a_place_that_is_nearly_sure_decides() -> None:
    """Two words of one colour decide together, against the painter and against a word of another colour."""
    sure = decided(cell(0.3, (0.3, 0.3, 0.1)), SAME)
    whole = 0.3**DECISION + 0.6**DECISION + 0.1**DECISION
    torch.testing.assert_close(sure.own, torch.tensor([[0.3**DECISION / whole]]))
    red, navy = 0.6**DECISION / whole / 2, 0.1**DECISION / whole
    torch.testing.assert_close(sure.words, torch.tensor([[[red, red, navy]]]))


def test_a_thing_that_is_named_is_expected_somewhere() -> None:
    found = expected(picture(0.5), SAME)
    assert found.words[0, 0, :2].sum() > 0.6 and found.words[0, 0, :2].sum() < EXPECTED
    torch.testing.assert_close(found.own + found.words.sum(dim=-1), torch.ones(1, CELLS))
    assert found.words[0, -1, 0] < 0.02  # where it is hardly likely it stays so


@pytest.mark.parametrize("best", [0.97, 0.9 * ABSENT])
def test_what_is_surely_there_or_surely_not_stays_as_it_is(best: float) -> None:
    given = picture(best)
    torch.testing.assert_close(expected(given, SAME).words[..., :2], given.words[..., :2])


def test_what_is_known_counts_for_more_and_the_whole_stays_whole() -> None:
    words, known = torch.tensor([[[0.2], [0.0]]]), torch.tensor([[[0.2], [0.7]]])
    shares = Shares(torch.tensor([[0.6, 0.3]]), words, torch.zeros(1, 2, 0), known)
    more = meant(shares)
    raised = more.known / more.own[..., None]
    torch.testing.assert_close(raised, MEANT * shares.known / shares.own[..., None])
    whole = more.own + more.words.sum(-1) + more.swatches.sum(-1) + more.known.sum(-1)
    torch.testing.assert_close(whole, torch.ones_like(whole))


def test_without_words_nothing_is_expected() -> None:
    none = torch.zeros(1, 1, 0)
    given = Shares(torch.ones(1, 1), none, none, none)
    assert expected(given, None) is given and expected(given, torch.zeros(1, 0, 0)) is given


def field(shares_own: torch.Tensor, light: torch.Tensor) -> Shares:
    """One frame (H, W) in which what is not painted goes half to two words and half to known places."""
    rest = (1 - shares_own).flatten()[None, :, None] / 4
    none = torch.zeros(1, rest.shape[1], 0)
    return coherent(
        Shares(shares_own.flatten()[None], rest.expand(-1, -1, 2), none, rest.expand(-1, -1, 2)),
        light[None, None],
    )


def test_patches_within_a_thing_are_agreed_away() -> None:
    torch.manual_seed(0)
    patchy = (torch.rand(12, 16) > 0.5).float()
    calm = field(patchy, torch.full((12, 16), 50.0)).own.view(12, 16)
    assert calm.std() < 0.25 * patchy.std() and calm.mean().item() == pytest.approx(0.5, abs=0.1)


def test_edges_of_lightness_are_kept() -> None:
    light = torch.full((12, 16), 20.0)
    light[:, 8:] = 70.0
    agreed = field((light > 50).float(), light)
    assert (agreed.own.view(12, 16) - (light > 50).float()).abs().max() < 1e-3


def test_what_is_agreed_is_still_a_whole() -> None:
    torch.manual_seed(0)
    agreed = field(torch.rand(12, 16), 100 * torch.rand(12, 16))
    whole = agreed.own + agreed.words.sum(dim=-1) + agreed.known.sum(dim=-1)
    torch.testing.assert_close(whole, torch.ones_like(whole), atol=1e-4, rtol=0)


@pytest.mark.parametrize("strength", [0.0, 0.25, 1.0, 1.5])
def test_a_weak_word_leaves_its_part_and_a_strong_one_takes_none_from_others(strength: float) -> None:
    given = cell(0.2, (0.1, 0.4, 0.3))
    shares, left = weighed(given, torch.tensor([[1.0, strength, 1.0]]))
    assert shares.words[0, 0].tolist() == pytest.approx([0.1, 0.4 * strength, 0.3])
    assert shares.own.item() == pytest.approx(0.2)
    assert left.item() == pytest.approx(0.4 * max(0.0, 1 - strength))
