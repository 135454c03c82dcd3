"""A public separator that knows voices but not effects, together with the embedded one.

Demucs was trained on songs: its "vocals" are whoever speaks or sings, its drums, bass and other take in every
effect. So it gives the speech alone, and the embedded separator divides the rest into music and effects.

Shapes: C channels, N samples at 48 kHz, n samples at the rate of the public separator.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from lvocal.model.separator import HOP, RATE_HZ, Separator


class VoiceFirst:
    """Speech from a model of the Demucs family, music and effects from the embedded separator."""

    step = HOP

    def __init__(self, demucs: Any, embedded: Separator, name: str) -> None:
        """`demucs` has `sources`, `samplerate` and `audio_channels`, as its package gives it."""
        if "vocals" not in demucs.sources:
            raise ValueError(f"a separator without vocals: {demucs.sources}")
        self.demucs, self.embedded, self.name = demucs, embedded, name

    @property
    def halo_samples(self) -> int:
        """Two seconds more than the embedded one needs."""
        return self.embedded.halo_samples + 2 * RATE_HZ // HOP * HOP

    def stems_of(self, sound: Tensor) -> Tensor:
        """Sound (C, N) of a film whose mean square is one -> stems (3, C, N)."""
        speech = self._voices(sound)
        rest = sound - speech
        music = self.embedded.stems_of(rest)[1]
        return torch.stack([speech, music, rest - music])

    def _voices(self, sound: Tensor) -> Tensor:
        """(C, N) -> (C, N)."""
        from demucs.apply import apply_model  # the package is there: it made the network
        from julius import resample_frac

        theirs, channels = int(self.demucs.samplerate), len(sound)
        narrow = resample_frac(sound, RATE_HZ, theirs).expand(self.demucs.audio_channels, -1)
        device = self.embedded.cell_of_bin.device
        stems = apply_model(self.demucs, narrow[None], device=device, shifts=0, split=True)[0]
        voices = stems[self.demucs.sources.index("vocals")].cpu()
        voices = voices[:channels] if channels > 1 else voices.mean(0, keepdim=True)
        wide = resample_frac(voices, theirs, RATE_HZ)[:, : sound.shape[1]]
        return functional.pad(wide, (0, sound.shape[1] - wide.shape[1]))
