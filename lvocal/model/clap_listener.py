"""The listener of the full size: LAION-CLAP (L-VOCAL 4.1.1), with the same two roads as the embedded one.

Music becomes CLAP's own global vector, ambience the sequence over time that this vector is the mean of, both
in the space that CLAP shares with text. So what is heard can be told in words that CLAP has read.

Shapes: B batch, N samples at 48 kHz, M tokens of 0.3125 s, K segments of eight tokens, D width of CLAP's
shared space, E emotions, L labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from lvocal.model.listen import LABELS, AmbienceFeatures, MusicFeatures, is_audible, likeliest
from lvocal.values import Heard

if TYPE_CHECKING:
    from transformers import ClapModel

RATE_HZ = 48_000
WINDOW_SEC = 10.0
"""CLAP hears so much at once."""

TOKEN_SEC = WINDOW_SEC / 32
TOKENS_PER_SEGMENT = 8

PROMPT_OF_EMOTION = "music that expresses {}"
PROMPT_OF_LABEL = "the sound of {}"
"""What CLAP reads of each emotion and each label."""


class ClapListener(nn.Module):
    """CLAP's audio tower, and the words it is asked about."""

    emotions: Tensor
    labels: Tensor
    rate_hz, token_sec, segment_sec = RATE_HZ, TOKEN_SEC, TOKEN_SEC * TOKENS_PER_SEGMENT

    def __init__(self, clap: ClapModel, mel: Any, emotions: Tensor, labels: Tensor) -> None:
        """`mel` is CLAP's feature extractor; emotions (E, D), as EMOTIONS has them, and labels (L, D), as
        LABELS has them, are what CLAP's text tower made of their prompts."""
        super().__init__()
        self.tower, self.to_shared = clap.audio_model, clap.audio_projection
        self.mel = mel
        self.sharpness = float(clap.logit_scale_a.detach().exp())
        self.register_buffer("emotions", normalize(emotions, dim=-1))
        self.register_buffer("labels", normalize(labels, dim=-1))

    def tokens(self, wave: Tensor) -> Tensor:
        """wave (B, N) mono at 48 kHz -> (B, M, D), M = ceil(N / 15,000)."""
        window = int(WINDOW_SEC * RATE_HZ)
        return torch.cat([self._window(part) for part in wave.split(window, dim=1)], dim=1)

    def listen_music(self, wave: Tensor) -> MusicFeatures:
        """wave (B, N) mono at 48 kHz -> features of the music road."""
        parts = self.tokens(wave).split(TOKENS_PER_SEGMENT, dim=1)
        segments = torch.stack([self._shared(part.mean(dim=1)) for part in parts], dim=1)
        return MusicFeatures(segments, segments.mean(dim=1), self._told(segments, self.emotions))

    def listen_ambience(self, wave: Tensor) -> AmbienceFeatures:
        """wave (B, N) mono at 48 kHz -> features of the ambience road."""
        sequence = self._shared(self.tokens(wave))
        return AmbienceFeatures(sequence, self._told(sequence, self.labels))

    @torch.no_grad()
    def hear(self, music: Tensor | None, ambience: Tensor | None, top: int = 3) -> Heard:
        """What a person is shown: music and ambience (N,) at 48 kHz, None or silent when there is none."""
        emotions, labels = [], []
        if music is not None and is_audible(music):
            emotions = [
                tuple(row) for row in self.listen_music(music[None]).emotion_logits[0].softmax(-1).tolist()
            ]
        if ambience is not None and is_audible(ambience):
            told = self.listen_ambience(ambience[None]).label_logits[0].softmax(-1)
            parts = told.split(TOKENS_PER_SEGMENT)
            labels = [likeliest(part.mean(dim=0), LABELS, top) for part in parts]
        times = tuple(self.segment_sec * k for k in range(max(len(emotions), len(labels))))
        return Heard(times, tuple(emotions), tuple(labels))

    def _window(self, wave: Tensor) -> Tensor:
        """At most ten seconds (B, N); what is shorter is repeated, as CLAP was trained, and cut again."""
        heard = self.mel(list(wave.cpu().numpy()), sampling_rate=RATE_HZ, return_tensors="pt")
        weight = next(self.tower.parameters())
        spectra = heard["input_features"].to(weight.device, weight.dtype)
        sequence = self.tower(input_features=spectra, is_longer=heard["is_longer"]).last_hidden_state
        count = -(-wave.shape[1] * sequence.shape[-1] // int(WINDOW_SEC * RATE_HZ))
        return sequence.mean(dim=2).transpose(1, 2)[:, :count]

    def _shared(self, tokens: Tensor) -> Tensor:
        return normalize(self.to_shared(tokens), dim=-1)

    def _told(self, features: Tensor, words: Tensor) -> Tensor:
        """Logits of a softmax over what CLAP was asked about."""
        return self.sharpness * features @ words.T
