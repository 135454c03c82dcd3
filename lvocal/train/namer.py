"""Learning to see what words speak of: an early hidden state must tell what each masked place shows.

The colours of a recoloured garment are random, so a colour loss alone teaches slowly where the garment is.
The masks know. Used while training only; nothing of it is shipped.

Shapes: B batch, N picture tokens, D width, K labels, E width of the word vectors.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from lvocal.media.shards import Picture
from lvocal.model.text import WORD, Token, Vocabulary

UNKNOWN = -1
"""The label of a place that no mask speaks of."""

WHOLLY_MASKED = ("ccp", "camvid", "drawn")
"""Sources whose masks leave out nothing that has a label."""

TOKEN_PX = 16
"""Side of a picture token in pixels."""


class RegionNamer(nn.Module):
    """Reads a word vector from each picture token and holds it against the vectors of all labels."""

    vectors: Tensor

    def __init__(self, dim: int, vectors: Tensor) -> None:
        """vectors (K, E) as Labels gives them."""
        super().__init__()
        self.register_buffer("vectors", vectors, persistent=False)
        self.to_word = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, vectors.shape[1]))
        self.log_sharpness = nn.Parameter(torch.tensor(2.3))

    def forward(self, hidden: Tensor, labels: Tensor) -> Tensor:
        """Mean cross-entropy over the places with a label; hidden (B, N, D), labels (B, N) in -1..K-1."""
        known = labels != UNKNOWN
        if not known.any():
            return hidden.new_zeros(())
        word = nn.functional.normalize(self.to_word(hidden[known].float()).float(), dim=-1)
        return nn.functional.cross_entropy(self.log_sharpness.exp() * word @ self.vectors.T, labels[known])


class Labels:
    """The labels of all masks, numbered; the last number is "something else", whose vector is zero."""

    def __init__(self, pictures: Sequence[Picture], vocabulary: Vocabulary) -> None:
        names = sorted({region.label for picture in pictures for region in picture.regions})
        self.rows = {name: vocabulary.rows(Token(tuple(WORD.findall(name.lower())))) for name in names}
        self.numbers = {name: at for at, name in enumerate(name for name in names if self.rows[name])}

    def vectors(self, words: Tensor) -> Tensor:
        """(K, E) from the vectors of all words: the mean of the words of each label."""
        found = [words[self.rows[name]].mean(dim=0) for name in self.numbers]
        return torch.stack(
            [*nn.functional.normalize(torch.stack(found), dim=-1), torch.zeros(words.shape[1])]
        )

    def table(self, picture: Picture) -> np.ndarray:
        """(256,) int64 from the mask values of a picture to label numbers; a label without known words is
        unknown."""
        table = np.full(256, len(self.numbers) if picture.source in WHOLLY_MASKED else UNKNOWN)
        for region in picture.regions:
            table[region.id] = self.numbers.get(region.label, UNKNOWN)
        return table


def token_labels(mask: np.ndarray, table: np.ndarray) -> np.ndarray:
    """mask (F, H, W) -> labels of the tokens' centres (F * H/16 * W/16,)."""
    half = TOKEN_PX // 2
    return table[mask[:, half::TOKEN_PX, half::TOKEN_PX]].reshape(-1)
