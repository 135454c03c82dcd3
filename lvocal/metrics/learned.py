"""Figures that a network's features tell: how near two sets are, how well words fit, how steady a film stays.

Networks are handed in; `lvocal.checkpoint.judges` loads them. Films are R'G'B' uint8 (T, H, W, 3).

Shapes: T frames, N and M samples of two sets, D width of a network's features.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from lvocal.values import UserError

INCEPTION_WIDTH, I3D_WIDTH = 2048, 400

FEWEST_PICTURES, FEWEST_CLIPS = 128, 16
"""With fewer samples a Frechet distance says more about their number than about them."""

SHORTEST_CLIP = 10
"""Frames that I3D needs."""

AT_ONCE = 16
"""Frames in one pass of a network that looks at pictures."""


def frechet_distance(left: np.ndarray, right: np.ndarray) -> float:
    """Squared 2-Wasserstein distance of the Gaussians through two sets (N, D) and (M, D), 0 upwards.

    Dowson and Landau 1982: |m - m*|^2 + tr(S + S* - 2 (S S*)^1/2), m means and S covariances. With S = A'A
    and S* = B'B the trace of the root is the sum of the singular values of AB', which stays exact where
    samples are fewer than D and the root of a matrix is not. ValueError under two samples and for unlike
    widths.
    """
    if left.ndim != 2 or right.ndim != 2 or left.shape[1] != right.shape[1] or min(len(left), len(right)) < 2:
        raise ValueError(
            f"two sets (N, D) of two samples or more are wanted, got {left.shape}, {right.shape}"
        )
    means = [features.mean(axis=0, dtype=np.float64) for features in (left, right)]
    spreads = [_spread(features) for features in (left, right)]
    shared = np.linalg.svd(spreads[0] @ spreads[1].T, compute_uv=False).sum()
    apart = np.sum((means[0] - means[1]) ** 2)
    return float(max(apart + sum(np.sum(spread**2) for spread in spreads) - 2 * shared, 0.0))


def fid(painted: np.ndarray, truth: np.ndarray) -> float:
    """Frechet inception distance, no unit, 0 upwards, lower is nearer: of `picture_features` (N, 2048).

    Heusel et al. 2017, who advise 10,000 pictures: fewer give a larger figure, so only sets of one size
    compare. UserError under 128.
    """
    _check_count(min(len(painted), len(truth)), FEWEST_PICTURES, "FID", "pictures")
    return frechet_distance(painted, truth)


def fvd(painted: np.ndarray, truth: np.ndarray) -> float:
    """Frechet video distance, no unit, 0 upwards, lower is nearer: of `clip_features` (N, 400).

    Unterthiner et al. 2019. Fewer clips give a larger figure, and lengths and sizes change it: only sets of
    one kind compare. UserError under 16 clips.
    """
    _check_count(min(len(painted), len(truth)), FEWEST_CLIPS, "FVD", "clips")
    return frechet_distance(painted, truth)


@torch.inference_mode()
def picture_features(inception: Any, film: np.ndarray) -> np.ndarray:
    """What FID compares: (T, H, W, 3) -> (T, 2048), the pool of Inception-v3, which resizes by itself."""
    parts = []
    for start in range(0, len(film), AT_ONCE):
        frames = _channels_first(film[start : start + AT_ONCE]).to(_device(inception))
        parts.append(inception(frames, return_features=True).float().cpu().numpy())
    return _of_width(np.concatenate(parts), INCEPTION_WIDTH, "the Inception-v3 of FID")


@torch.inference_mode()
def clip_features(i3d: Any, film: np.ndarray) -> np.ndarray:
    """What FVD compares: (T, H, W, 3) -> (400,), the logits of I3D, which resizes by itself.

    ValueError for films of fewer than 10 frames, which I3D cannot look at.
    """
    if len(film) < SHORTEST_CLIP:
        raise ValueError(f"I3D needs {SHORTEST_CLIP} frames, got {len(film)}")
    clip = _channels_first(film).transpose(0, 1)[None].to(_device(i3d)).float()
    seen = i3d(clip, rescale=True, resize=True, return_features=True).float().cpu().numpy()
    return _of_width(seen, I3D_WIDTH, "the I3D of FVD")[0]


def clip_score(pictures: np.ndarray, words: np.ndarray) -> float:
    """How well pictures fit their caption, 0 to 100, higher is better: features of CLIP (T, D) and (D,).

    Hessel et al. 2021 without their factor of 2.5: 100 times the mean cosine, below 0 counted as 0, as
    CoolColor (sec. 4.1) and torchmetrics print it.
    """
    return float(100 * (_of_length_one(pictures) @ _of_length_one(words)).clip(0).mean())


def temporal_score(pictures: np.ndarray) -> float:
    """Frame consistency, -1 to 1 (nothing changes), higher is steadier: features of CLIP (T, D), T > 1.

    Mean cosine of neighbouring frames, as Esser et al. 2023 (Gen-1) and others print it for edited films.
    It stands where L-VOCAL prints Temp-S after Shen et al. 2024 (AudioScenic) and differs from it: L-VOCAL
    does not say how Temp-S is computed, and its 0.22 to 0.26 cannot be set beside cosines of real films,
    which lie near 1.
    """
    if len(pictures) < 2:
        raise ValueError("one frame is steady: two or more are wanted")
    unit = _of_length_one(pictures)
    return float((unit[:-1] * unit[1:]).sum(axis=-1).mean())


def _spread(features: np.ndarray) -> np.ndarray:
    """(N, D) -> R (min(N, D), D) whose R'R is their covariance."""
    centred = features.astype(np.float64) - features.mean(axis=0, dtype=np.float64)
    return np.asarray(np.linalg.qr(centred / np.sqrt(len(features) - 1), mode="r"))


def _check_count(count: int, fewest: int, name: str, what: str) -> None:
    if count < fewest:
        raise UserError(
            f"{name} needs {fewest} {what} or more, and there are {count}.",
            f"Add {what}, or leave {name} out.",
        )


def _channels_first(film: np.ndarray) -> torch.Tensor:
    """(T, H, W, 3) uint8 -> (T, 3, H, W) uint8."""
    if film.dtype != np.uint8 or film.ndim != 4 or film.shape[-1] != 3:
        raise ValueError(f"a film is uint8 (T, H, W, 3), got {film.dtype} {film.shape}")
    return torch.from_numpy(np.ascontiguousarray(film.transpose(0, 3, 1, 2)))


def _of_width(features: np.ndarray, width: int, what: str) -> np.ndarray:
    """Another network under the name of one would give figures that nobody can compare."""
    if features.ndim != 2 or features.shape[1] != width:
        raise UserError(
            f"This network gives {features.shape[1:]} features and {what} gives {width}.", "Fetch it again."
        )
    return features


def _device(network: Callable[..., Any]) -> torch.device:
    weights = next(iter(network.parameters()), None) if isinstance(network, torch.nn.Module) else None
    return weights.device if weights is not None else torch.device("cpu")


def _of_length_one(features: np.ndarray) -> np.ndarray:
    features = features.astype(np.float64)
    return features / np.linalg.norm(features, axis=-1, keepdims=True)
