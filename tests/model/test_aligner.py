"""Truths of the alignment model and of its losses (L-VOCAL eq. 1 to 6)."""

import math

import pytest
import torch

from lvocal.model.aligner import Aligner, AlignerConfig
from lvocal.train.alignment import acc_loss, alignment_loss, attended_similarity, cmc_loss, distance, imc_loss

X, Y = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 1.0]])


def test_distance_is_cosine() -> None:
    assert distance(X, X).item() == pytest.approx(0)
    assert distance(X, Y).item() == pytest.approx(1)
    assert distance(X, -3 * X).item() == pytest.approx(2)


def test_imc_is_zero_only_beyond_its_margin() -> None:
    assert imc_loss(X, X, Y).item() == 0
    assert imc_loss(X, X, X).item() == pytest.approx(0.01)
    assert imc_loss(X, Y, X).item() == pytest.approx(1.01)


def test_cmc_wants_pair_before_same_emotion_before_any_other() -> None:
    middle = torch.tensor([[1.0, 1.0]])
    assert cmc_loss(X, X, middle, Y).item() == 0
    assert cmc_loss(X, X, X, X).item() == pytest.approx(0.03)
    assert cmc_loss(X, Y, middle, X).item() > 1


def test_attended_similarity_is_eq_3_and_4_written_out() -> None:
    torch.manual_seed(0)
    audio, visual = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    for i in range(2):
        for j in range(2):
            terms = []
            for a in audio[i]:
                weights = torch.softmax(visual[j] @ a, dim=0)
                terms.append(math.exp(float(a @ (weights @ visual[j]))))
            assert attended_similarity(audio, visual)[i, j].item() == pytest.approx(
                math.log(sum(terms)), rel=1e-5
            )


def test_acc_is_small_when_each_sound_finds_its_own_picture() -> None:
    apart = torch.eye(3)[:, None] * 4
    assert acc_loss(apart, apart).item() < 1e-3
    assert acc_loss(apart, apart.roll(1, 0)).item() > 10


def test_the_terms_are_weighed_as_in_eq_6() -> None:
    one = torch.tensor(1.0)
    assert alignment_loss(one, one * 10, one * 100).item() == pytest.approx(0.5 + 5 + 100)


def test_shapes_and_lengths() -> None:
    aligner = Aligner(AlignerConfig(listener_dim=6, latent_channels=11, visual_dim=8, dim=16))
    seen = aligner.see(torch.randn(2, 8, 3, 4, 6), torch.randn(2, 3, 3, 4, 6))
    assert seen.emo.shape == (2, 16) and seen.env.shape == (2, 3 * 2 * 3, 16)
    place = aligner.hear_place(torch.randn(2, 5, 6))
    torch.testing.assert_close(place.norm(dim=-1), torch.full((2, 5), 2.0))
