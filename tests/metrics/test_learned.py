"""Truths of the figures that features tell: closed forms, other implementations, and what is too few."""

import numpy as np
import pytest
import torch
from scipy import linalg
from torch import nn

from lvocal.metrics.learned import (
    clip_features,
    clip_score,
    fid,
    frechet_distance,
    fvd,
    picture_features,
    temporal_score,
)
from lvocal.values import UserError

RNG = np.random.default_rng(0)


def with_moments(mean: np.ndarray, deviations: np.ndarray, count: int = 40) -> np.ndarray:
    """Samples (count, D) whose mean and covariance are exactly these, the covariance diagonal."""
    width = len(mean)
    basis, _ = np.linalg.qr(np.column_stack([np.ones(count), RNG.normal(size=(count, width))]))
    return mean + basis[:, 1:] * np.sqrt(count - 1) * deviations


def test_between_two_gaussians_it_is_the_closed_form():
    """Covariances that commute: |m - m*|^2 + sum of (s - s*)^2."""
    left = with_moments(np.array([0.0, 1, 2]), np.array([1.0, 2, 3]))
    right = with_moments(np.array([1.0, 1, 4]), np.array([2.0, 2, 0.5]), 57)
    assert frechet_distance(left, right) == pytest.approx((1 + 4) + (1 + 0 + 6.25))


@pytest.mark.parametrize("counts", [(200, 300), (50, 20), (5, 6)])
def test_it_is_that_of_the_root_of_a_matrix_however_few_the_samples(counts):
    """Against the root of S S* by the eigenvalues of a symmetric matrix, 12 wide."""
    mixing = RNG.normal(size=(2, 12, 12))
    left, right = (RNG.normal(size=(n, 12)) @ mix + mix[0] for n, mix in zip(counts, mixing, strict=True))
    one, other = (np.cov(features, rowvar=False) for features in (left, right))
    root = linalg.sqrtm(one + 1e-12 * np.eye(12)).real
    shared = np.sqrt(np.linalg.eigvalsh(root @ other @ root).clip(0)).sum()
    apart = ((left.mean(0) - right.mean(0)) ** 2).sum()
    expected = apart + np.trace(one) + np.trace(other) - 2 * shared
    assert frechet_distance(left, right) == pytest.approx(expected, rel=1e-4)
    assert frechet_distance(right, left) == pytest.approx(frechet_distance(left, right))


def test_a_set_is_no_way_from_itself_and_a_shift_away_from_its_shift():
    few = RNG.normal(size=(16, 400)).astype(np.float32)
    assert frechet_distance(few, few) == pytest.approx(0, abs=1e-6)
    assert frechet_distance(few, few[::-1] + 3) == pytest.approx(9 * 400, rel=1e-6)


def test_it_agrees_with_torchmetrics():
    pytest.importorskip("torchvision", exc_type=ImportError, reason="no torchvision for this build of torch")
    from torchmetrics.image.fid import _compute_fid

    left, right = RNG.normal(size=(64, 8)), RNG.normal(1, 2, size=(70, 8))
    moments = [
        torch.from_numpy(moment) for f in (left, right) for moment in (f.mean(0), np.cov(f, rowvar=False))
    ]
    assert frechet_distance(left, right) == pytest.approx(float(_compute_fid(*moments)), rel=1e-6)


@pytest.mark.parametrize("other", [np.zeros((1, 4)), np.zeros((9, 5)), np.zeros(9)])
def test_sets_that_cannot_be_compared_are_refused(other):
    with pytest.raises(ValueError, match="two sets"):
        frechet_distance(np.zeros((9, 4)), other)


@pytest.mark.parametrize(("measure", "fewest", "said"), [(fid, 128, "128 pictures"), (fvd, 16, "16 clips")])
def test_too_few_samples_are_refused_with_a_sentence(measure, fewest, said):
    features = RNG.normal(size=(fewest, 6))
    assert measure(features, features + 1) == pytest.approx(6)
    for pair in ((features[1:], features), (features, features[1:])):
        with pytest.raises(UserError, match=said):
            measure(*pair)


class Means(nn.Module):
    """Colours of a picture or a clip, `width` of them, called as FID's and FVD's networks are."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    def forward(self, x: torch.Tensor, return_features: bool = False, **options: bool) -> torch.Tensor:
        assert return_features
        assert options == ({} if x.ndim == 4 else {"rescale": True, "resize": True})
        return x.float().flatten(2).mean(-1).repeat(1, self.width // 3 + 1)[:, : self.width]


@pytest.mark.parametrize("frames", [1, 16, 17])
def test_every_frame_has_its_features(frames):
    film = RNG.integers(0, 256, (frames, 4, 6, 3), np.uint8)
    features = picture_features(Means(2048), film)
    assert features.shape == (frames, 2048)
    np.testing.assert_allclose(features[:, :3], film.mean(axis=(1, 2)), rtol=1e-5)


def test_a_clip_has_one_row_of_features_and_ten_frames_at_least():
    film = RNG.integers(0, 256, (10, 4, 6, 3), np.uint8)
    features = clip_features(Means(400), film)
    assert features.shape == (400,)
    np.testing.assert_allclose(features[:3], film.mean(axis=(0, 1, 2)), rtol=1e-5)
    with pytest.raises(ValueError, match="10 frames, got 9"):
        clip_features(Means(400), film[:9])


def test_another_network_and_other_films_are_refused():
    film = np.zeros((10, 4, 6, 3), np.uint8)
    with pytest.raises(UserError, match="I3D of FVD gives 400"):
        clip_features(Means(2048), film)
    with pytest.raises(UserError, match="Inception-v3 of FID gives 2048"):
        picture_features(Means(1000), film)
    with pytest.raises(ValueError, match="uint8"):
        picture_features(Means(2048), film / 255)


def test_clip_score_is_a_hundred_cosines_and_none_below_zero():
    words = np.array([3.0, 4])
    pictures = np.array([[6.0, 8], [4, -3], [-3, -4], [1, 0]])
    assert clip_score(pictures[:1], words) == pytest.approx(100)
    assert clip_score(pictures, words) == pytest.approx(100 * (1 + 0 + 0 + 0.6) / 4)


def test_the_temporal_score_is_the_mean_cosine_of_neighbours():
    assert temporal_score(np.array([[2.0, 0], [5, 0], [1, 0]])) == pytest.approx(1)
    turning = [[np.cos(turn), np.sin(turn)] for turn in np.radians([0, 60, 120, 120])]
    assert temporal_score(np.array(turning)) == pytest.approx((0.5 + 0.5 + 1) / 3)
    with pytest.raises(ValueError, match="two or more"):
        temporal_score(np.ones((1, 2)))
