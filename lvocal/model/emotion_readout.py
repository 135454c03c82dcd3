"""Emotion read from how music has sounded to people: rated pieces are remembered, and like sounds like.

Kernel ridge regression from statistics of the sound to the shares of Mikels' emotions. With 341 rated pieces
it reads better than a head trained by gradient descent on the same trunk (see the model card).

Shapes: B batch, M tokens, T frames of 10 ms, D width of a token, S statistics, P remembered pieces.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

from lvocal.values import EMOTIONS

NUM_MELS = 64
BANDS = 16
"""Groups of mel bands whose envelopes are looked at for rhythm."""

BEATS_HZ = (0.25, 1, 2, 4, 8, 16, 32)
"""Edges of the ranges of rhythm."""

FRAMES_PER_SEC = 100
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of loudness."""

NUM_MEL_STATISTICS = 3 * NUM_MELS + BANDS * (len(BEATS_HZ) - 1) + len(LEVELS)
NUM_TOKEN_STATISTICS = 3
"""Per number of a token."""


class EmotionReadout(nn.Module):
    """All that is remembered, as weights."""

    mean: Tensor
    spread: Tensor
    pieces: Tensor
    answers: Tensor
    usual: Tensor

    def __init__(self, num_pieces: int, width: int) -> None:
        super().__init__()
        size = NUM_TOKEN_STATISTICS * width + NUM_MEL_STATISTICS
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("spread", torch.ones(size))
        self.register_buffer("pieces", torch.zeros(num_pieces, size))
        self.register_buffer("answers", torch.zeros(num_pieces, len(EMOTIONS)))
        self.register_buffer("usual", torch.full((len(EMOTIONS),), 1 / len(EMOTIONS)))

    def forward(self, statistics: Tensor) -> Tensor:
        """statistics (B, S) -> shares (B, 8), positive, with sum 1."""
        alike = self.likeness((statistics - self.mean) / self.spread)
        read = (self.usual + alike @ self.answers).clamp_min(1e-3)
        return read / read.sum(dim=-1, keepdim=True)

    def likeness(self, standard: Tensor) -> Tensor:
        """Standardised statistics (B, S) -> Gaussian kernel with every piece (B, P)."""
        return torch.exp(-torch.cdist(standard, self.pieces).square() / self.pieces.shape[1])

    def learn(self, statistics: Tensor, shares: Tensor, ridge: float) -> None:
        """Remember pieces (P, S) with the shares (P, 8) that people gave them; `ridge` trusts none of them
        wholly."""
        self.mean.copy_(statistics.mean(0))
        self.spread.copy_(statistics.std(0).clamp_min(1e-3))
        self.pieces.copy_((statistics - self.mean) / self.spread)
        self.usual.copy_(shares.mean(0))
        kernel = self.likeness(self.pieces).double() + ridge * torch.eye(len(shares), dtype=torch.float64)
        self.answers.copy_(torch.linalg.solve(kernel, (shares - self.usual).double()))


def token_statistics(tokens: Tensor) -> Tensor:
    """tokens (B, M, D) -> mean, spread and maximum (B, 3 D)."""
    return torch.cat([tokens.mean(1), tokens.std(1, correction=0), tokens.amax(1)], dim=-1)


def mel_statistics(log_mel: Tensor) -> Tensor:
    """log_mel (B, 64, T) -> timbre, movement, rhythm and loudness (B, NUM_MEL_STATISTICS).

    Overall loudness is taken out: a fader does not change what music says."""
    frames = log_mel.shape[-1]
    level = log_mel.mean(dim=1)
    timbre = log_mel.mean(dim=-1) - level.mean(dim=-1, keepdim=True)
    bands = log_mel.unflatten(1, (BANDS, NUM_MELS // BANDS)).mean(2)
    spectrum = torch.fft.rfft(bands - bands.mean(-1, keepdim=True)).abs() / frames**0.5
    hertz = torch.fft.rfftfreq(frames, 1 / FRAMES_PER_SEC, device=log_mel.device)
    inside = [((hertz >= low) & (hertz < high)).float() for low, high in pairwise(BEATS_HZ)]
    rhythm = [(spectrum * part).sum(-1) / part.sum().clamp_min(1) for part in inside]
    levels = torch.quantile(level, torch.tensor(LEVELS, device=level.device), dim=-1).T
    return torch.cat(
        [
            timbre,
            log_mel.std(dim=-1, correction=0),
            log_mel.diff(dim=-1).std(dim=-1, correction=0),
            torch.log(torch.cat(rhythm, dim=-1) + 1e-4),
            levels - level.mean(-1, keepdim=True),
        ],
        dim=-1,
    )
