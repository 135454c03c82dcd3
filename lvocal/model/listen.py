"""The listener: from sound to what the colours are told (L-VOCAL 4.1.1; the audio tower of the small size).

Music becomes one feature per two-second segment and a global one; ambience becomes a sequence with a half-
second hop. Both come from one trunk over log-mel energies; the aligner projects them to A_emo and A_env.

Shapes: B batch, N samples at 16 kHz, T frames of 10 ms, M ambience tokens (0.48 s), K music segments of four
tokens, D width of the features, F latent frames, A tokens per latent frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from lvocal.model.emotion_readout import EmotionReadout, mel_statistics, token_statistics
from lvocal.model.log_mel import FRAMES_PER_TOKEN, HOP, RATE_HZ, LogMel
from lvocal.model.piecewise import pieces_of
from lvocal.values import EMOTIONS, Heard

TOKENS_PER_SEGMENT = 4
TOKEN_SEC = FRAMES_PER_TOKEN * HOP / RATE_HZ
SEGMENT_SEC = TOKEN_SEC * TOKENS_PER_SEGMENT
CONTEXT_TOKENS = 34
"""Emotion is read from the sixteen seconds round a segment: as much as people heard who rated the pieces."""

SILENT_RMS = 1e-4
"""Below -80 dBFS nothing is heard."""

READABLE_TOKENS = 14
"""Shorter music has no statistics to speak of."""

LABELS = (
    "rain", "thunder", "sea waves", "river", "wind", "crackling fire", "birds", "crickets", "jungle",
    "street", "crowd", "train", "airplane", "helicopter", "boat", "fireworks", "church bells", "siren",
    "dog", "baby", "rooster", "farm animals", "sneeze", "clock", "chainsaw", "machine", "typing",
    "footsteps", "underwater", "noise", "music",
)  # fmt: skip
"""What ambience may be called; several may be true at once."""


@dataclass(frozen=True)
class ListenerConfig:
    """Shape of a listener; travels with its weights."""

    width: int = 128
    """D, of both roads."""
    channels: tuple[int, ...] = (16, 32, 64, 128)
    """Of the convolutions; each halves mels and time."""
    context_blocks: int = 2
    """Residual blocks over neighbouring tokens."""
    labels: tuple[str, ...] = LABELS
    remembered: int = 0
    """Rated pieces of music that the emotion readout remembers; 0 reads emotions from the network's head."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "channels", tuple(self.channels))  # a file gives lists
        object.__setattr__(self, "labels", tuple(self.labels))
        if len(self.channels) != 4:
            raise ValueError(f"channels must be four numbers, got {self.channels}")


@dataclass(frozen=True)
class MusicFeatures:
    """What the music road hears."""

    segments: Tensor
    """(B, K, D)"""
    pooled: Tensor
    """(B, D), the global feature that an emotional projector turns into A_emo."""
    emotion_logits: Tensor
    """(B, K, 8), in the order of EMOTIONS."""


@dataclass(frozen=True)
class AmbienceFeatures:
    """What the ambience road hears."""

    sequence: Tensor
    """(B, M, D), which an environmental projector turns into A_env."""
    label_logits: Tensor
    """(B, M, labels); a sigmoid each, for surroundings sound together."""


class Listener(nn.Module):
    """About half a million weights, two roads, one trunk."""

    rate_hz, token_sec, segment_sec = RATE_HZ, TOKEN_SEC, SEGMENT_SEC

    def __init__(self, config: ListenerConfig | None = None) -> None:
        super().__init__()
        self.config = config or ListenerConfig()
        width, channels = self.config.width, (1, *self.config.channels)
        self.mel = LogMel()
        self.stages = nn.ModuleList(_Stage(before, after) for before, after in pairwise(channels))
        self.to_token = nn.Linear(channels[-1] * 4 * 2, width)
        self.context = nn.ModuleList(_Context(width) for _ in range(self.config.context_blocks))
        self.to_env = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, width), nn.GELU())
        self.to_mood = nn.Sequential(nn.LayerNorm(2 * width), nn.Linear(2 * width, width), nn.GELU())
        self.drop = nn.Dropout(0.3)
        self.label_head = nn.Linear(width, len(self.config.labels))
        self.emotion_head = nn.Linear(width, len(EMOTIONS))
        pieces = self.config.remembered
        self.readout = EmotionReadout(pieces, width) if pieces else None

    def tokens(self, log_mel: Tensor) -> Tensor:
        """log_mel (B, 64, T) -> (B, M, D). Loudness is taken out: a fader does not change the place."""
        local = functional.avg_pool1d(log_mel.mean(1, keepdim=True), 385, 1, 192, count_include_pad=False)
        x = ((log_mel - local) / 3).unsqueeze(1)
        for stage in self.stages:
            x = stage(x)
        batch, channels, mels, time = x.shape
        x = x.reshape(batch, channels * mels, -1, FRAMES_PER_TOKEN // 16)
        x = self.to_token(torch.cat([x.mean(-1), x.amax(-1)], dim=1).transpose(1, 2))
        for block in self.context:
            x = block(x)
        return x

    def music_features(self, tokens: Tensor) -> MusicFeatures:
        """tokens (B, M, D); the last segment may rest on fewer than four."""
        parts = tokens.split(TOKENS_PER_SEGMENT, dim=1)
        joined = torch.stack([torch.cat([part.mean(1), part.amax(1)], dim=1) for part in parts], dim=1)
        segments = self.to_mood(joined)
        return MusicFeatures(segments, segments.mean(1), self.emotion_head(self.drop(segments)))

    def ambience_features(self, tokens: Tensor) -> AmbienceFeatures:
        """tokens (B, M, D) -> the sequence and what it is called."""
        sequence = self.to_env(tokens)
        return AmbienceFeatures(sequence, self.label_head(self.drop(sequence)))

    def read_emotions(self, log_mel: Tensor) -> Tensor:
        """log_mel (B, 64, T) -> shares of Mikels' emotions (B, K, 8), each segment heard in its context.

        What is too short for the readout is read by the network's head."""
        tokens = self.tokens(log_mel)
        if self.readout is None or tokens.shape[1] < READABLE_TOKENS:
            return self.music_features(tokens).emotion_logits.softmax(-1)
        read = []
        for start in range(0, tokens.shape[1], TOKENS_PER_SEGMENT):
            middle = start + TOKENS_PER_SEGMENT // 2
            first = max(0, min(middle - CONTEXT_TOKENS // 2, tokens.shape[1] - CONTEXT_TOKENS))
            near = slice(first, first + CONTEXT_TOKENS)
            frames = slice(near.start * FRAMES_PER_TOKEN, near.stop * FRAMES_PER_TOKEN)
            said = [token_statistics(tokens[:, near]), mel_statistics(log_mel[..., frames])]
            read.append(self.readout(torch.cat(said, dim=-1)))
        return torch.stack(read, dim=1)

    def listen_music(self, wave: Tensor) -> MusicFeatures:
        """wave (B, N) mono at 16 kHz -> features of the music road."""
        return self.music_features(self.tokens(self.mel(wave)))

    def listen_ambience(self, wave: Tensor) -> AmbienceFeatures:
        """wave (B, N) mono at 16 kHz -> features of the ambience road."""
        return self.ambience_features(self.tokens(self.mel(wave)))

    @torch.no_grad()
    def hear(self, music: Tensor | None, ambience: Tensor | None, top: int = 3) -> Heard:
        """What a person is shown: music and ambience (N,) at 16 kHz, None or silent when there is none."""
        emotions, labels = [], []
        if music is not None and is_audible(music):
            for near, own in pieces_of(music):
                read = self.read_emotions(self.mel(near[None]))[0]
                segments = slice(own.start // TOKENS_PER_SEGMENT, own.stop // TOKENS_PER_SEGMENT)
                emotions += [tuple(row) for row in read[segments].tolist()]
        if ambience is not None and is_audible(ambience):
            for near, own in pieces_of(ambience):
                logits = self.listen_ambience(near[None]).label_logits[0, own]
                parts = logits.split(TOKENS_PER_SEGMENT)
                labels += [likeliest(pool_labels(part).sigmoid(), self.config.labels, top) for part in parts]
        times = tuple(SEGMENT_SEC * k for k in range(max(len(emotions), len(labels))))
        return Heard(times, tuple(emotions), tuple(labels))


class _Stage(nn.Module):
    """Convolve, halve, and convolve again round a shortcut."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.reduce = nn.Sequential(
            nn.Conv2d(before, after, 3, 2, 1, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(inplace=True),
        )
        self.refine = nn.Sequential(
            nn.Conv2d(after, after, 3, 1, 1, groups=after, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(inplace=True),
            nn.Conv2d(after, after, 1, bias=False),
            nn.BatchNorm2d(after),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, mels, T) -> (B, C', mels / 2, T / 2)."""
        x = self.reduce(x)
        return functional.relu(x + self.refine(x))


class _Context(nn.Module):
    """A token looks at two neighbours on each side."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Conv1d(width, width, 5, padding=2)
        self.mix = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """(B, M, D) -> (B, M, D)."""
        y = self.conv(self.norm(x).transpose(1, 2)).transpose(1, 2)
        return x + self.mix(functional.gelu(y))


def segments_for(env: Tensor, num_latent_frames: int) -> Tensor:
    """Divide env (..., M, D) into equal segments, one per latent frame (L-VOCAL eq. 8): (..., F, A, D).

    A = ceil(M / F). Every token is used; where M is no multiple of F, neighbours share one.
    """
    if num_latent_frames < 1 or env.shape[-2] < 1:
        raise ValueError(f"cannot divide {env.shape[-2]} tokens into {num_latent_frames} segments")
    num_tokens = env.shape[-2]
    per_frame = -(-num_tokens // num_latent_frames)
    place = (torch.arange(num_latent_frames * per_frame, device=env.device) + 0.5) / (
        num_latent_frames * per_frame
    )
    index = (place.double() * num_tokens).long().clamp(max=num_tokens - 1)
    return env.index_select(-2, index).unflatten(-2, (num_latent_frames, per_frame))


def pool_labels(logits: Tensor) -> Tensor:
    """Logits (..., M, labels) of tokens -> (..., labels) of the whole.

    Between mean and maximum, so that a single bark counts and a single doubt does not.
    """
    return torch.logsumexp(2 * logits, dim=-2) / 2 - torch.log(torch.tensor(float(logits.shape[-2]))) / 2


def is_audible(wave: Tensor) -> bool:
    """Whether anything is to be heard in samples (N,)."""
    return wave.numel() > 0 and float(torch.linalg.vector_norm(wave)) > SILENT_RMS * wave.numel() ** 0.5


def likeliest(shares: Tensor, names: tuple[str, ...], top: int) -> tuple[tuple[str, float], ...]:
    """The `top` names with most of shares (labels,)."""
    values, places = shares.topk(min(top, len(names)))
    return tuple((names[place], value) for place, value in zip(places.tolist(), values.tolist(), strict=True))
