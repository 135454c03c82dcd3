"""From a wave to the log-mel energies that the listener looks at.

Shapes: B batch, N samples at 16 kHz, T frames of 10 ms.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

RATE_HZ = 16_000
HOP = 160
FRAMES_PER_TOKEN = 48
"""Of the listener; what is heard is filled up to whole tokens."""


class LogMel(nn.Module):
    """Mel energies in nepers: 64 bands from 40 Hz to 8 kHz, 25 ms windows every 10 ms."""

    window: Tensor
    filters: Tensor

    def __init__(self, num_mels: int = 64, fft: int = 512, window: int = 400) -> None:
        super().__init__()
        self.fft, self.window_length = fft, window
        self.register_buffer("window", torch.hann_window(window), persistent=False)
        self.register_buffer("filters", mel_filters(num_mels, fft), persistent=False)

    def forward(self, wave: Tensor) -> Tensor:
        """wave (B, N) -> (B, 64, T), T a multiple of FRAMES_PER_TOKEN; the end is filled with silence."""
        tokens = max(-(-wave.shape[1] // (HOP * FRAMES_PER_TOKEN)), 1)
        length = tokens * FRAMES_PER_TOKEN * HOP
        wave = functional.pad(wave, (self.fft // 2, length - wave.shape[1] + self.fft // 2))
        spectrum = torch.stft(
            wave, self.fft, HOP, self.window_length, self.window, center=False, return_complex=True
        )
        power = spectrum.abs().square()[:, :, : length // HOP]
        return torch.log(self.filters @ power + 1e-6)


def mel_filters(num_mels: int, fft: int, low_hz: float = 40.0) -> Tensor:
    """Triangles evenly spaced on the mel scale (O'Shaughnessy): (num_mels, fft / 2 + 1)."""
    low, high = (
        2595 * torch.log10(torch.tensor(1 + hz / 700, dtype=torch.float64)) for hz in (low_hz, RATE_HZ / 2)
    )
    edges = 700 * (10 ** (torch.linspace(low, high, num_mels + 2, dtype=torch.float64) / 2595) - 1)
    hz = torch.linspace(0, RATE_HZ / 2, fft // 2 + 1, dtype=torch.float64)
    left, center, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    return torch.minimum((hz - left) / (center - left), (right - hz) / (right - center)).clamp(min=0).float()
