"""How often sound finds its own picture: what the alignment model is judged by, on what was kept aside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from lvocal.model.aligner import Aligner, Visual
from lvocal.train.alignment import attended_similarity
from lvocal.train.triplets import Triplets

See = Callable[[Aligner, Tensor], Visual]


def recall_at(similarity: Tensor, best: int) -> float:
    """Share of rows (B, B) whose own column is among the `best` largest; chance is best / B."""
    nearest = similarity.topk(min(best, len(similarity)), dim=1).indices
    return float((nearest == torch.arange(len(similarity))[:, None]).any(dim=1).float().mean())


@torch.no_grad()
def retrieval(network: Aligner, see: See, batches: list[Triplets]) -> dict[str, float]:
    """Recall at 1 and at 5 within each batch, averaged: places by V_env (eq. 3 and 4), tones by V_emo."""
    found: dict[str, list[float]] = {}
    for batch in batches:
        place, view = network.hear_place(batch.ambience), see(network, batch.places).env
        mood, tone = network.hear_emotion(batch.music[0]), see(network, batch.tones[0]).emo
        for name, similarity in (
            ("place", attended_similarity(place, view)),
            ("tone", normalize(mood, dim=-1) @ normalize(tone, dim=-1).T),
        ):
            for best in (1, 5):
                found.setdefault(f"{name} recall@{best}", []).append(recall_at(similarity, best))
    return {name: float(np.mean(values)) for name, values in found.items()}
