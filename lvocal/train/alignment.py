"""Losses of the alignment model, exactly as in L-VOCAL 4.1 (eq. 1 to 6).

Shapes: B batch, M sound tokens, N picture tokens, D width.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity, cross_entropy, relu

ALPHA_1, ALPHA_2, ALPHA_3 = 0.01, 0.02, 0.01
TAU = 0.1
LAMBDA_1 = LAMBDA_2 = 0.5


def distance(x: Tensor, y: Tensor) -> Tensor:
    """d(., .): cosine distance over the last dimension, in 0..2."""
    return 1 - cosine_similarity(x, y, dim=-1)


def imc_loss(anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
    """Eq. 1, intra-modal: audio triplets (B, D) by emotion category."""
    return relu(distance(anchor, positive) - distance(anchor, negative) + ALPHA_1).mean()


def cmc_loss(audio: Tensor, paired: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
    """Eq. 2, cross-modal: the paired picture is nearest, then one of the same emotion, then any other. All
    (B, D)."""
    near = relu(distance(audio, paired) - distance(audio, positive) + ALPHA_2)
    far = relu(distance(audio, positive) - distance(audio, negative) + ALPHA_3)
    return (near + far).mean()


def attended_similarity(audio: Tensor, visual: Tensor) -> Tensor:
    """Eq. 3 and 4 for every pair of a batch: audio (B, M, D), visual (B, N, D) -> R (B, B).

    Each sound token gathers the picture tokens it resembles; R is the log-sum-exp of how well they agree.
    """
    similarity = torch.einsum("imd,jnd->ijmn", audio, visual)
    gathered = torch.einsum("ijmn,jnd->ijmd", similarity.softmax(dim=-1), visual)
    return torch.logsumexp(torch.einsum("imd,ijmd->ijm", audio, gathered), dim=-1)


def acc_loss(audio: Tensor, visual: Tensor) -> Tensor:
    """Eq. 5: attentional cross-modal contrast over a batch, pairs on the diagonal.

    The paper sums over the batch; so does this.
    """
    logits = attended_similarity(audio, visual) / TAU
    return cross_entropy(logits, torch.arange(len(logits), device=logits.device), reduction="sum")


def alignment_loss(imc: Tensor, cmc: Tensor, acc: Tensor) -> Tensor:
    """Eq. 6."""
    return LAMBDA_1 * imc + LAMBDA_2 * cmc + acc
