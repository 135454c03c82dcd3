"""The separator: one soundtrack into speech, music and effects (L-VOCAL sec. 3, audio track separation).

A mask network in the manner of band-split networks (Luo and Yu 2023; Bandit, Watcharasupat et al. 2024): the
spectrum is cut into bands that are narrow where notes lie close, every band gets an embedding of its own, and
blocks mix in turn over time and over all bands. Three masks come out that sum to one in every cell, so the
stems add up to the mix. Both channels of stereo share the masks, which keeps every sound in its place.

Shapes: B batch, C channels, N samples at 48 kHz, T frames of 21 ms, F bins, E cells (of one or more bins),
K bands of E / K cells, D width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

RATE_HZ = 48_000
FFT = 2048
HOP = FFT // 2
"""Two windows lie over every sample; their squares sum to one."""

BINS = FFT // 2 + 1
STEMS = ("speech", "music", "effects")
FLOOR = 1e-6
"""Power below -60 dB of the film's mean is not told from nothing."""


class TakesApart(Protocol):
    """Whatever takes a stretch of sound apart: the separator below, or a public one."""

    name: str
    step: int
    """Stretches begin at multiples of so many samples."""

    @property
    def halo_samples(self) -> int:
        """What sounds so long before and after a stretch still counts."""

    def stems_of(self, sound: Tensor) -> Tensor:
        """Sound (C, N) of a film whose mean square is one -> stems (3, C, N), in the order of STEMS."""
        ...


@dataclass(frozen=True)
class SeparatorConfig:
    """Shape of a separator; travels with its weights."""

    width: int = 48
    """D"""
    bands: int = 32
    """K"""
    cells: int = 6
    """Of each band."""
    single: int = 64
    """So many bins from the bottom, up to 1.5 kHz, are a cell each; above, cells widen with the octaves."""
    neck: int = 80
    """Width of the view over all bands at once."""
    reach: tuple[int, ...] = (1, 2, 4, 8, 16, 1)
    """How many frames each block looks to either side, in its first and once more in its second half."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reach", tuple(self.reach))  # a file gives a list
        if not self.single < self.bands * self.cells:
            raise ValueError(f"single must be below bands * cells, got {self.single}")


class Separator(nn.Module):
    """Masks of the stems from the power of a mix."""

    name = "mini"
    step = HOP
    cell_of_bin: Tensor
    averages: Tensor

    def __init__(self, config: SeparatorConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or SeparatorConfig()
        edges = cell_edges(config)
        widths = edges.diff()
        cell_of_bin = torch.repeat_interleave(torch.arange(len(widths)), widths)
        averages = functional.one_hot(cell_of_bin, len(widths)) / widths
        self.register_buffer("cell_of_bin", cell_of_bin, persistent=False)
        self.register_buffer("averages", averages.float(), persistent=False)
        self.embed = nn.Parameter(torch.randn(config.bands, config.cells, config.width) * config.cells**-0.5)
        self.place = nn.Parameter(torch.randn(config.bands, config.width) * 0.1)
        self.blocks = nn.ModuleList(Block(config, reach) for reach in config.reach)
        self.norm = nn.LayerNorm(config.width)
        self.read = nn.Parameter(torch.zeros(config.bands, config.width, config.cells * len(STEMS)))
        self.lean = nn.Parameter(torch.zeros(config.bands, config.cells * len(STEMS)))

    @property
    def halo(self) -> int:
        """Frames to either side that a frame's masks depend on."""
        return 2 * sum(self.config.reach)

    @property
    def halo_samples(self) -> int:
        """The same in samples; the frame at either end of a stretch is cut short."""
        return (self.halo + 2) * HOP

    def stems_of(self, sound: Tensor) -> Tensor:
        """Sound (C, N) of a film whose mean square is one -> stems (3, C, N)."""
        device = self.cell_of_bin.device
        lines = spectrum(sound.to(device))
        masks = self.masks(lines.abs().square().mean(0, keepdim=True))[0]
        return torch.stack([waves_of(mask * lines, sound.shape[1]) for mask in masks]).cpu()

    def cells_of(self, power: Tensor) -> Tensor:
        """(..., F) -> (..., E): mean power of each cell's bins; one in white noise of mean square one."""
        return power @ self.averages / HOP

    def forward(self, cells: Tensor) -> Tensor:
        """Cells (B, T, E) of a mix whose mean square is about one -> logits (B, T, E, 3) of the stems'
        shares."""
        energy = torch.log(cells + FLOOR) / 4 + 1
        x = torch.einsum("btkc,kcd->btkd", energy.unflatten(2, (self.config.bands, -1)), self.embed)
        x = x + self.place
        for block in self.blocks:
            x = block(x)
        logits = torch.einsum("btkd,kdo->btko", self.norm(x), self.read) + self.lean
        return logits.reshape(*cells.shape, len(STEMS))

    def masks(self, power: Tensor) -> Tensor:
        """Power (B, T, F) -> masks (B, 3, T, F) that sum to one."""
        shares = self(self.cells_of(power)).softmax(-1)
        return shares.permute(0, 3, 1, 2)[..., self.cell_of_bin]


class Block(nn.Module):
    """Mixes over time within each band, then over all bands through a narrow neck."""

    def __init__(self, config: SeparatorConfig, reach: int) -> None:
        super().__init__()
        width, neck = config.width, config.neck
        self.reach = reach
        self.norm = nn.LayerNorm(width)
        self.within = nn.Linear(3 * width, 2 * width)
        self.back = nn.Linear(2 * width, width)
        self.norm_all = nn.LayerNorm(width)
        self.gather = nn.Linear(config.bands * width, neck)
        self.over = nn.Linear(3 * neck, neck)
        self.spread = nn.Linear(neck, config.bands * width)
        for last in (self.back, self.spread):
            nn.init.normal_(last.weight, std=0.01)
            nn.init.zeros_(last.bias)

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, K, D) -> the same."""
        x = x + self.back(functional.gelu(self.within(neighbours(self.norm(x), self.reach))))
        all_bands = functional.gelu(self.gather(self.norm_all(x).flatten(2)))
        all_bands = functional.gelu(self.over(neighbours(all_bands, self.reach)))
        return x + self.spread(all_bands).view_as(x)


def neighbours(x: Tensor, reach: int) -> Tensor:
    """(B, T, ..., D) -> (B, T, ..., 3 D): each frame beside those `reach` before and after, nothing beyond
    the ends."""
    frames = x.shape[1]
    padded = functional.pad(x, [0, 0] * (x.ndim - 2) + [reach, reach])
    return torch.cat([padded[:, start : start + frames] for start in (0, reach, 2 * reach)], dim=-1)


def cell_edges(config: SeparatorConfig) -> Tensor:
    """(E + 1,) first bin of every cell, and the end: single bins below, then geometric, at least one each."""
    wide = config.bands * config.cells - config.single
    growth = torch.logspace(0, 1, wide + 1, base=BINS / config.single, dtype=torch.float64) * config.single
    edges = [*range(config.single), config.single]
    for count, edge in enumerate(growth[1:].tolist(), start=1):
        edges.append(min(max(round(edge), edges[-1] + 1), BINS - wide + count))
    return torch.tensor(edges)


def spectrum(waves: Tensor) -> Tensor:
    """(B, N) -> (B, T, F) complex, T = ceil(N / HOP) + 1; the ends are filled with silence."""
    blocks = -(-waves.shape[1] // HOP)
    padded = functional.pad(waves, (HOP, (blocks + 1) * HOP - waves.shape[1]))
    return torch.fft.rfft(padded.unfold(1, FFT, HOP) * window(waves), dim=-1)


def waves_of(spectra: Tensor, length: int) -> Tensor:
    """(B, T, F) complex -> (B, N): the inverse of `spectrum`."""
    frames = torch.fft.irfft(spectra, FFT, dim=-1)
    frames = frames * window(frames)
    return (frames[:, :-1, HOP:] + frames[:, 1:, :HOP]).flatten(1)[:, :length]


def window(like: Tensor) -> Tensor:
    """(FFT,) half a sine wave, for analysis and synthesis alike."""
    phase = torch.arange(FFT, dtype=torch.float64, device=like.device) + 0.5
    return torch.sin(phase * torch.pi / FFT).to(like.dtype)
