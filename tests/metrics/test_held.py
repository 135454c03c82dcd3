"""Truths of counting: what is known by hand."""

import torch
from torch.nn.functional import scaled_dot_product_attention

from lvocal.metrics.held import counting, flops_of


def test_a_matrix_product_costs_two_operations_an_entry_and_step() -> None:
    with counting(torch.float32):
        assert flops_of(lambda: torch.zeros(3, 5) @ torch.zeros(5, 7)) == 2 * 3 * 5 * 7


def test_attention_costs_two_matrix_products() -> None:
    with counting(torch.float32), torch.inference_mode():
        q, k, v = torch.zeros(1, 2, 30, 8), torch.zeros(1, 2, 50, 8), torch.zeros(1, 2, 50, 8)
        assert flops_of(lambda: scaled_dot_product_attention(q, k, v)) == 2 * (2 * 2 * 30 * 50 * 8)


def test_what_is_let_go_is_not_held_and_the_peak_is_what_lay_side_by_side() -> None:
    with counting(torch.float32) as held:
        kept = torch.zeros(1000)
        torch.zeros(3000).add_(1)
        assert held.now_bytes == 4000 and held.peak_bytes == 16_000
        held.restart()
        assert held.peak_bytes == 4000
        del kept
        assert held.now_bytes == 0


def test_nothing_is_computed_and_the_default_precision_comes_back() -> None:
    with counting(torch.bfloat16) as held:
        vast = torch.zeros(10**7, 10**4)
        assert vast.dtype == torch.bfloat16 and held.peak_bytes == 2 * 10**11
    assert torch.get_default_dtype() == torch.float32
