"""Batches for the colorizer: pictures, sentences and revealed colours as tensors.

Shapes: B batch, F latent frames, H, W pixels, L tokens, C latent channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from lvocal.color.palette import palette_vector
from lvocal.media.shards import Picture
from lvocal.model.codec import to_latent
from lvocal.model.text import Vocabulary, batch_tokens
from lvocal.train.augment import reveal
from lvocal.train.batch import NOBODY_KNOWS, Batch, Example
from lvocal.train.batch_recipe import BatchRecipe
from lvocal.train.examples import Examples
from lvocal.train.namer import Labels
from lvocal.train.pairing import SoundBank
from lvocal.train.places import is_at_home
from lvocal.train.regions import pin
from lvocal.train.repaint import main_colors, repaint


class Batches(Dataset[Batch]):
    """Endless batches, each a function of (seed, number) alone, so that a resumed run sees what it would have
    seen."""

    def __init__(
        self,
        pictures: Sequence[Picture],
        vocabulary: Vocabulary,
        bank: SoundBank | None,
        recipe: BatchRecipe,
        seed: int,
        clips: Sequence[np.ndarray] = (),
    ) -> None:
        self.vocabulary, self.bank, self.recipe, self.seed = vocabulary, bank, recipe, seed
        self.labels = Labels(pictures, vocabulary)
        self.examples = Examples(pictures, self.labels, bank, recipe, clips)

    def stream(self, numbers: range, workers: int = 0) -> Iterator[Batch]:
        """Batches of these numbers, made ahead: in a thread of their own, or in `workers` processes."""
        if workers:
            yield from DataLoader(
                self, batch_size=None, sampler=numbers[: 10**9], num_workers=workers, prefetch_factor=4
            )
            return
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="batches") as maker:
            coming = [maker.submit(self.make, number) for number in numbers[:3]]
            for number in numbers[3:]:
                coming.append(maker.submit(self.make, number))
                yield coming.pop(0).result()

    def __getitem__(self, number: int) -> Batch:
        return self.make(number)

    def make(self, number: int) -> Batch:
        """The batch of one number."""
        rng = np.random.default_rng((self.seed, number))
        shapes = self.recipe.shapes
        weights = np.array([shape.weight for shape in shapes])
        shape = shapes[rng.choice(len(shapes), p=weights / weights.sum())]
        length = int(rng.integers(1, 4))
        count = shape.batch // 2 if shape.twins else shape.batch
        examples = [example for _ in range(count) for example in self.examples.draw(rng, shape, length)]
        return self.collate(examples, rng, length)

    def collate(self, examples: Sequence[Example], rng: np.random.Generator, length: int) -> Batch:
        """Stack examples and reveal what is to be revealed; `length` is the number of ambience tokens A.
        Nothing is revealed to twins, since what one is shown the other cannot know."""
        warps = [example.warp for example in examples if example.warp is not None]
        palette = torch.zeros(len(examples), 15)
        if not warps:
            examples = self._with_palettes(examples, palette, rng)
        lab = torch.from_numpy(np.stack([example.lab for example in examples])).float().permute(0, 4, 1, 2, 3)
        ab = lab[:, 1:] - 128
        latent = to_latent(ab)
        reference = torch.zeros(len(latent), latent.shape[1] + 1, *latent.shape[2:])
        pinned = torch.zeros(len(latent), dtype=torch.bool)
        for b, example in enumerate([] if warps else examples):
            if (pinned_here := pin(latent[b], example.regions, rng)) is not None:
                reference[b], pinned[b] = pinned_here, True
            elif rng.random() < self.recipe.show_reference:
                reference[b] = reveal(latent[b], rng)
        tokens = batch_tokens([e.sentence for e in examples], self.vocabulary, self.recipe.max_tokens)
        width = self.bank.width if self.bank else 0
        music, has_music = _stack([e.music for e in examples], (width,))
        ambience, has_ambience = _stack([e.ambience for e in examples], (length, width))
        return Batch(
            lab[:, :1] / 2.55,
            ab,
            latent,
            tokens,
            reference,
            palette,
            music,
            has_music,
            ambience,
            has_ambience,
            torch.from_numpy(np.stack([e.labels for e in examples])),
            _related(examples),
            torch.from_numpy(np.stack([e.regions.reshape(-1) for e in examples])),
            _padded([e.word_regions for e in examples], self.recipe.max_tokens),
            pinned,
            torch.from_numpy(np.stack(warps)) if warps else None,
        )

    def _with_palettes(
        self, examples: Sequence[Example], palette: Tensor, rng: np.random.Generator
    ) -> list[Example]:
        """Tell some examples their own palette, and repaint as many by that of another; fills `palette` (B,
        15)."""
        shown = list(examples)
        for b, example in enumerate(examples):
            if rng.random() > self.recipe.show_palette:
                continue
            swatches = main_colors(example.lab)
            if rng.random() < 0.5:
                swatches = main_colors(examples[int(rng.integers(len(examples)))].lab)
                lab, regions = repaint(example.lab, example.regions, swatches)
                shown[b] = replace(example, lab=lab, regions=regions)
            palette[b] = torch.from_numpy(palette_vector(swatches))
        return shown


def _stack(parts: Sequence[np.ndarray | None], shape: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """Parts of one shape, zeros where one is missing; and 1 where it is there."""
    filled = np.stack([np.zeros(shape, np.float32) if part is None else part for part in parts])
    return torch.from_numpy(filled).float(), torch.tensor([part is not None for part in parts]).float()


def _related(examples: Sequence[Example]) -> Tensor:
    """As in Batch."""
    related = torch.full((len(examples), len(examples)), NOBODY_KNOWS)
    for row, seen in enumerate(examples):
        for column, heard in enumerate(examples):
            if seen.picture is not None and heard.sounds:
                known = is_at_home(seen.picture, heard.sounds)
                related[row, column] = NOBODY_KNOWS if known is None else float(known)
    return related


def _padded(numbers: Sequence[list[int]], length: int) -> Tensor:
    """Lists -> (B, length), cut or filled with zeros."""
    return torch.tensor([(row + [0] * length)[:length] for row in numbers])
