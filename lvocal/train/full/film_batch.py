"""What one step of the full-size colorizer sees, and how clips become it.

Shapes: B batch, T frames, F latent frames, H, W pixels, h, w latent pixels, C latent channels, L words,
Dt width of the text features, A ambience tokens of a latent frame, Da width of the listener's features,
R clips of which colours are revealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch
from torch import Tensor

from lvocal.color.palette import palette_vector
from lvocal.color.spaces import lab_to_srgb, luma, srgb_to_lab
from lvocal.model.listen import segments_for
from lvocal.model.prompt import PROMPT_TOKENS
from lvocal.model.video_codec import SPACE_STRIDE, TIME_STRIDE
from lvocal.train.augment import revealed_cells
from lvocal.train.full.sample import ClipSample
from lvocal.train.repaint import main_colors


@dataclass(frozen=True)
class FilmBatch:
    """Clips and what the network is told of them."""

    latent: Tensor
    """(B, C, F, h, w)"""
    gray: Tensor
    """(B, C, F, h, w) Z_g"""
    text: Tensor
    """(B, L, Dt)"""
    palette: Tensor
    """(B, 15), all zero where none is given"""
    music: Tensor
    """(B, Da)"""
    has_music: Tensor
    """(B,) 1 where there is music"""
    ambience: Tensor
    """(B, F, A, Da)"""
    has_ambience: Tensor
    """(B,)"""
    shown: Tensor
    """(R, 3, T, H, W) uint8, grey films with the colours that are revealed painted in"""
    told: Tensor
    """(R, 1, F, h, w) 1 where they are known"""
    told_of: Tensor
    """(R,) which clips of the batch they are"""

    def to(self, device: torch.device) -> FilmBatch:
        """The same batch on a device."""
        return replace(self, **{name: value.to(device) for name, value in vars(self).items()})


@dataclass(frozen=True)
class Telling:
    """How often each condition is there while the colorizer learns; what is missing now and then can be left
    out by people, and guided by."""

    drop_text: float = 0.1
    drop_music: float = 0.1
    drop_ambience: float = 0.1
    show_reference: float = 0.25
    """A few cells, a patch or one whole frame of the true colours."""
    show_palette: float = 0.1

    def __post_init__(self) -> None:
        if wrong := [name for name, share in vars(self).items() if not 0 <= share <= 1]:
            raise ValueError(f"{', '.join(wrong)} must lie in 0..1")


class FilmBatches:
    """Clips to a batch; what is drawn depends on (seed, number) alone."""

    def __init__(self, telling: Telling, no_text: np.ndarray, width: int, seed: int) -> None:
        """`no_text` (1, Dt) is an empty sentence, `width` that of the listener's features."""
        self.telling, self.no_text, self.width, self.seed = telling, no_text, width, seed

    def __call__(self, clips: Sequence[ClipSample], number: int) -> FilmBatch:
        rng = np.random.default_rng((self.seed, number))
        latent, gray = (torch.from_numpy(np.stack([getattr(c, n) for c in clips])).float() for n in LATENTS)
        frames = latent.shape[2]
        told_of = [at for at in range(len(clips)) if rng.random() < self.telling.show_reference]
        told = [revealed_cells((frames, *latent.shape[3:]), rng) for _ in told_of]
        films = {at: clips[at].frames() for at in told_of}
        shown = [revealed_film(films[at], cells) for at, cells in zip(told_of, told, strict=True)]
        kept = [self._kept(clip, rng) for clip in clips]
        music, has_music = _filled([one.music for one in kept], (self.width,))
        ambience = [None if c.ambience is None else segments(c.ambience, frames) for c in kept]
        heard, has_ambience = _filled(_alike(ambience), (frames, 1, self.width))
        return FilmBatch(
            latent, gray, torch.stack([_padded(one.text) for one in kept]), self._palettes(clips, films, rng),
            music, has_music, heard, has_ambience,
            torch.from_numpy(np.stack(shown)) if shown else torch.zeros(0, 3, 1, 1, 1, dtype=torch.uint8),
            torch.from_numpy(np.stack(told))[:, None].float() if told else torch.zeros(0, 1, 1, 1, 1),
            torch.tensor(told_of, dtype=torch.long),
        )  # fmt: skip

    def _kept(self, clip: ClipSample, rng: np.random.Generator) -> ClipSample:
        """A clip with what of its words and sounds is not dropped."""
        text, music, ambience = rng.random(3) < (
            self.telling.drop_text, self.telling.drop_music, self.telling.drop_ambience,
        )  # fmt: skip
        return replace(
            clip,
            text=self.no_text if text else clip.text,
            music=None if music else clip.music,
            ambience=None if ambience else clip.ambience,
        )

    def _palettes(
        self, clips: Sequence[ClipSample], films: dict[int, np.ndarray], rng: np.random.Generator
    ) -> Tensor:
        palette = torch.zeros(len(clips), 15)
        for at, clip in enumerate(clips):
            if rng.random() < self.telling.show_palette:
                first = (films[at] if at in films else clip.frames())[:1]
                lab = np.stack([cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB) for rgb in first])
                palette[at] = torch.from_numpy(palette_vector(main_colors(lab)))
        return palette


LATENTS = ("latent", "gray")


def revealed_film(frames: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """A film (T, H, W, 3) uint8, grey but for the cells (F, h, w) bool that are known, as VideoCanvas.reveal
    paints them -> (3, T, H, W) uint8."""
    unit = frames.astype(np.float32) / 255
    shown = np.repeat(luma(unit)[..., None], 3, axis=-1)
    for at, known in enumerate(cells):
        if not known.any():
            continue
        inside = known.repeat(SPACE_STRIDE, 0).repeat(SPACE_STRIDE, 1)
        for frame in range(max(0, TIME_STRIDE * (at - 1) + 1), TIME_STRIDE * at + 1):
            lab = srgb_to_lab(shown[frame][inside])
            lab[:, 1:] = srgb_to_lab(unit[frame][inside])[:, 1:]
            shown[frame][inside] = lab_to_srgb(lab).clip(0, 1)
    return np.ascontiguousarray(np.rint(255 * shown).astype(np.uint8).transpose(3, 0, 1, 2))


def segments(ambience: np.ndarray, frames: int) -> np.ndarray:
    """(M, Da) -> one segment of tokens for each latent frame (F, A, Da)."""
    return segments_for(torch.from_numpy(ambience), frames).numpy()


def _alike(parts: Sequence[np.ndarray | None]) -> list[np.ndarray | None]:
    """Clips at other rates have fewer tokens: theirs are repeated until all have as many."""
    most = max((part.shape[1] for part in parts if part is not None), default=1)
    return [p if p is None else p[:, np.arange(most) * p.shape[1] // most] for p in parts]


def _filled(parts: Sequence[np.ndarray | None], shape: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """Parts stacked, zeros where one is missing; and 1 where it is there."""
    there = [part for part in parts if part is not None]
    empty = np.zeros(there[0].shape if there else shape, np.float32)
    stacked = torch.from_numpy(np.stack([empty if part is None else part for part in parts]))
    return stacked.float(), torch.tensor([part is not None for part in parts]).float()


def _padded(text: np.ndarray) -> Tensor:
    """A sentence as Wan wants it: zeros up to PROMPT_TOKENS."""
    words = torch.zeros(PROMPT_TOKENS, text.shape[1])
    words[: len(text)] = torch.from_numpy(text).float()
    return words
