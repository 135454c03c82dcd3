"""How much a sound has to do with a picture (AIAIC 3.5, eq. 8 to 11).

Shapes: B batch, D width of the features.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, normalize


class RelevanceGate(nn.Module):
    """Cosine of an audio and a visual head through one weight and a sigmoid: r in (0, 1).

    Without sound nobody calls it: the sound modules are skipped, which is r = 0 to the bit.
    """

    def __init__(self, audio_dim: int, visual_dim: int, dim: int = 64) -> None:
        super().__init__()
        self.audio_head = nn.Linear(audio_dim, dim)
        self.visual_head = nn.Linear(visual_dim, dim)
        self.weight = nn.Parameter(torch.tensor([3.0]))
        self.bias = nn.Parameter(torch.tensor([2.0]))
        self.register_load_state_dict_pre_hook(_unfold)

    def forward(self, audio: Tensor, visual: Tensor) -> Tensor:
        """audio (B, Da), visual (B, Dv) -> r (B, 1, 1). Starts near 0.9: trust the sound until taught."""
        similarity = cosine_similarity(self.audio_head(audio), self.visual_head(visual), dim=-1)
        return torch.sigmoid(similarity * self.weight + self.bias)[:, None, None]

    def every_pair(self, audio: Tensor, visual: Tensor) -> Tensor:
        """audio (B, Da), visual (B, Dv) -> r (B, B) of each picture (rows) with each sound (columns)."""
        heard, seen = normalize(self.audio_head(audio), dim=-1), normalize(self.visual_head(visual), dim=-1)
        return torch.sigmoid(seen @ heard.T * self.weight + self.bias)


def _unfold(gate: nn.Module, weights: dict[str, Tensor], prefix: str, *rest: object) -> None:
    """Weight files hold the two numbers without a dimension; FSDP wants one to divide them along."""
    for name in ("weight", "bias"):
        if prefix + name in weights:
            weights[prefix + name] = weights[prefix + name].reshape(1)


def relevance_loss(r: Tensor, related: Tensor) -> Tensor:
    """AIAIC eq. 11: binary cross-entropy of r (pictures, sounds) against `related` of one shape, 1 for a true
    pair, 0 for a shuffled one; any other number is not counted. Of every sound the true pairs together weigh
    as much as the others: else it would do to know which sounds are commonly at home, without looking."""
    r = r.float().clamp(1e-6, 1 - 1e-6)
    is_kind = torch.stack([related == 1, related == 0])
    pairs = is_kind.sum(dim=1)
    kinds = torch.where(is_kind, -torch.stack([r, 1 - r]).log(), 0.0).sum(dim=1) / pairs.clamp(min=1)
    known = (pairs > 0).sum(dim=0)
    return (kinds.sum(dim=0) / known.clamp(min=1)).sum() / (known > 0).sum().clamp(min=1)
