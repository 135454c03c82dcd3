"""Truths of marks among words: a mark counts once, yields where words are sure, and nothing else moves."""

import torch

from lvocal.model.color_marks import HELD, among_others, claimed
from lvocal.values import Marked

TOKENS, CELLS = 6, 24


def marks(group: list[int], size: list[float], away: float | torch.Tensor = 0.0) -> Marked:
    group_ = torch.tensor(group).view(1, 1, 2, 3)
    colors = max(1, max(group) + 1)
    lengths = torch.zeros(1, colors, 1, 4, 6) + away
    return Marked(group_, torch.tensor(size).view(1, 1, 2, 3), lengths)


def logits(value: float, count: int = 1) -> torch.Tensor:
    return torch.full((1, CELLS, count), value)


def test_what_is_known_and_no_mark_stays() -> None:
    at, known = torch.tensor([[0, 1, 5]]), torch.randn(1, CELLS, 3)
    marked = marks([-1, 0, -1, -1, -1, -1], [1, 2, 1, 1, 1, 1], away=3.0)
    out = among_others(known, at, marked, logits(0.0), logits(9.0))
    torch.testing.assert_close(out[..., [0, 2]], known[..., [0, 2]])
    assert (out[..., 1] < known[..., 1]).all()


def test_a_stroke_of_many_tokens_weighs_as_much_as_a_pin() -> None:
    stroke = marks([0, 0, 0, 0, -1, -1], [4, 4, 4, 4, 1, 1])
    whole = among_others(logits(1.5, 4), torch.tensor([[0, 1, 2, 3]]), stroke, logits(0.0), logits(-9.0))
    torch.testing.assert_close(whole.logsumexp(dim=-1), torch.full((1, CELLS), 1.5))


def test_ten_pins_do_not_weaken_one_another() -> None:
    pins = marks([0, -1, 0, -1, 0, -1], [1] * 6)
    out = among_others(logits(1.5, 3), torch.tensor([[0, 2, 4]]), pins, logits(0.0), logits(-9.0))
    torch.testing.assert_close(out, logits(1.5, 3))


def test_a_mark_yields_by_the_way_where_words_are_sure_and_nowhere_else() -> None:
    away = torch.linspace(0, 5, CELLS).view(1, 1, 1, 4, 6)
    pin, at = marks([0, -1, -1, -1, -1, -1], [1] * 6, away), torch.tensor([[0]])
    sure = among_others(logits(1.0), at, pin, logits(0.0), logits(12.0))
    torch.testing.assert_close(sure[0, :, 0], 1 - HELD * away.flatten(), atol=1e-3, rtol=0)
    torch.testing.assert_close(among_others(logits(1.0), at, pin, logits(0.0), logits(-12.0)), logits(1.0))


def test_each_colour_has_its_own_way() -> None:
    away = torch.zeros(1, 2, 1, 4, 6)
    away[0, 1] = 2.0
    two = marks([0, 1, -1, -1, -1, -1], [1] * 6, away)
    out = among_others(logits(1.0, 2), torch.tensor([[0, 1]]), two, logits(0.0), logits(20.0))
    torch.testing.assert_close(out[0, 0], torch.tensor([1.0, 1.0 - 2 * HELD]))


def test_nothing_claims_a_place_when_nothing_is_asked_for() -> None:
    assert not claimed(logits(0.0)).any()
    assert not claimed(logits(0.0), logits(0.0, 0), logits(0.0, 0)).any()
    assert not claimed(logits(0.0), logits(-torch.inf, 3)).any()


def test_swatches_hold_as_words_do() -> None:
    torch.testing.assert_close(
        claimed(logits(0.0), logits(2.0, 0), logits(2.0, 5)), claimed(logits(0.0), logits(2.0, 5))
    )
