"""What the listener remembers of rated music, fitted in one go after its trunk is trained.

Shapes: P pieces, S statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from lvocal.model.emotion_readout import mel_statistics, token_statistics
from lvocal.model.listen import CONTEXT_TOKENS, Listener
from lvocal.model.log_mel import FRAMES_PER_TOKEN
from lvocal.train.sounds import SoundPack

RIDGE = 0.3
"""From 0.1 to 1, cross-validation on the training pieces does not tell the difference."""

EXCERPTS = (slice(0, 16), slice(17, 33), slice(0, 8), slice(12, 20), slice(0, 4))
"""Tokens of a preset that are remembered beside its whole, so that it is known at any length."""


@torch.no_grad()
def with_readout(listener: Listener, packs: Sequence[SoundPack], ridge: float = RIDGE) -> Listener:
    """The same listener, remembering every training piece that has a rated emotion."""
    pieces = [
        (statistics_of(listener, part), torch.tensor(clip.emotion))
        for pack in packs
        for clip in pack.clips
        if clip.emotion is not None and not clip.is_val
        for part in _parts(pack.mel(clip), clip.source == "preset")
    ]
    whole = Listener(replace(listener.config, remembered=len(pieces)))
    whole.load_state_dict(
        {name: value for name, value in listener.state_dict().items() if not name.startswith("readout.")},
        strict=False,
    )
    assert whole.readout is not None
    statistics, shares = (torch.stack(column) for column in zip(*pieces, strict=True))
    whole.readout.learn(statistics, shares, ridge)
    return whole.eval()


def _parts(mel: np.ndarray, is_preset: bool) -> list[np.ndarray]:
    excerpts = EXCERPTS if is_preset else ()
    cut = [mel[part.start * FRAMES_PER_TOKEN : part.stop * FRAMES_PER_TOKEN] for part in excerpts]
    return [mel, *(part for part in cut if len(part) >= FRAMES_PER_TOKEN)]


@torch.no_grad()
def statistics_of(listener: Listener, mel: np.ndarray) -> Tensor:
    """mel (T, 64) -> statistics (S,) of its first seconds."""
    frames = min(len(mel), CONTEXT_TOKENS * FRAMES_PER_TOKEN) // FRAMES_PER_TOKEN * FRAMES_PER_TOKEN
    log_mel = torch.from_numpy(mel[:frames].astype(np.float32)).T[None]
    return torch.cat([token_statistics(listener.tokens(log_mel)), mel_statistics(log_mel)], dim=-1)[0]
