"""Truths of how doubt is settled, on cells whose shares are made up."""

import pytest
import torch

from lvocal.model.color_shares import (
    ABSENT,
    BEST_PLACES,
    DECISION,
    EXPECTED,
    Shares,
    decided,
    expected,
    of_one_color,
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


def test_without_words_nothing_is_expected() -> None:
    none = torch.zeros(1, 1, 0)
    given = Shares(torch.ones(1, 1), none, none, none)
    assert expected(given, None) is given and expected(given, torch.zeros(1, 0, 0)) is given
