"""Batches for the colorizer: pictures, sentences and revealed colours as tensors.

Shapes: B batch, F latent frames, H, W pixels, L tokens, C latent channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor

from lvocal.color.palette import palette_of_pixels, palette_vector
from lvocal.model.codec import to_latent
from lvocal.model.text import Token, TokenBatch, Vocabulary, batch_tokens, tokenize
from lvocal.train.augment import Camera, recolor, reveal
from lvocal.train.pictures import Picture
from lvocal.train.sentences import caption, name_regions


@dataclass(frozen=True)
class Shape:
    """One size of batch and how often it is drawn."""

    batch: int
    frames: int
    height: int
    width: int
    weight: float


@dataclass(frozen=True)
class BatchRecipe:
    """How batches are drawn."""

    shapes: tuple[Shape, ...] = (
        Shape(64, 1, 128, 128, 0.6),
        Shape(28, 1, 192, 192, 0.15),
        Shape(28, 1, 144, 256, 0.1),
        Shape(16, 4, 128, 128, 0.15),
    )
    sources: dict[str, float] = field(
        default_factory=lambda: {"ccp": 0.42, "flickr8k": 0.3, "scenes": 0.16, "camvid": 0.12}
    )
    drop_text: float = 0.15
    show_reference: float = 0.2
    show_palette: float = 0.12
    max_tokens: int = 24


@dataclass(frozen=True)
class Batch:
    """What one training step sees."""

    lightness: Tensor
    """(B, 1, F, H, W) L* in 0..100"""
    ab: Tensor
    """(B, 2, F, H, W) true a*b*"""
    latent: Tensor
    """(B, C, F, H/8, W/8)"""
    tokens: TokenBatch
    reference: Tensor
    """(B, C + 1, F, H/8, W/8), all zero where nothing is revealed"""
    palette: Tensor
    """(B, 15), all zero where none is given"""
    pictures: tuple[Picture, ...] = ()

    def to(self, device: torch.device) -> Batch:
        """The same batch on a device."""
        tokens = TokenBatch(*(part.to(device) for part in vars(self.tokens).values()))
        moved = {name: getattr(self, name).to(device) for name in ("lightness", "ab", "latent", "reference", "palette")}
        return replace(self, tokens=tokens, **moved)


@dataclass(frozen=True)
class Example:
    """One picture of a batch."""

    lab: np.ndarray
    """(F, H, W, 3) uint8"""
    sentence: list[Token]
    picture: Picture


class Batches:
    """Endless batches, each a function of (seed, step) alone, so that a resumed run sees what it would have seen."""

    def __init__(self, pictures: Sequence[Picture], vocabulary: Vocabulary, recipe: BatchRecipe, seed: int) -> None:
        self.vocabulary, self.recipe, self.seed = vocabulary, recipe, seed
        self.by_source = {name: [p for p in pictures if p.source == name] for name in recipe.sources}
        if empty := [name for name, found in self.by_source.items() if not found]:
            raise ValueError(f"no pictures from {empty}")

    def stream(self, start: int) -> Iterator[Batch]:
        """Batches from step `start` on, made two ahead in a thread of their own."""
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="batches") as maker:
            coming = [maker.submit(self.make, start + ahead) for ahead in range(3)]
            for step in range(start, 2**62):
                coming.append(maker.submit(self.make, step + 3))
                yield coming.pop(0).result()

    def make(self, step: int) -> Batch:
        """The batch of one step."""
        rng = np.random.default_rng((self.seed, step))
        shapes = self.recipe.shapes
        shape = shapes[rng.choice(len(shapes), p=_shares([s.weight for s in shapes]))]
        examples = [self.example(rng, shape) for _ in range(shape.batch)]
        return self.collate(examples, rng)

    def example(self, rng: np.random.Generator, shape: Shape) -> Example:
        """Draw a picture, perhaps recolour it, word it, and crop it."""
        names = list(self.recipe.sources)
        source = names[rng.choice(len(names), p=_shares(list(self.recipe.sources.values())))]
        pictures = self.by_source[source]
        picture = pictures[int(rng.integers(len(pictures)))]
        lab, focus, sentence = picture.lab, None, []
        if rng.random() > self.recipe.drop_text:
            named = name_regions(picture, rng)
            for item in named:
                if item.recolored:
                    assert picture.mask is not None
                    lab = recolor(lab, picture.mask == item.region.id, item.lab)
            if named and rng.random() < 0.7 and picture.source == "ccp":
                focus = picture.mask == named[0].region.id
            sentence = tokenize(caption(picture, named, rng))
        camera = Camera(rng, picture.lab.shape[:2], focus, shape.frames)
        return Example(camera.shoot(lab, (shape.height, shape.width)), sentence, picture)

    def collate(self, examples: Sequence[Example], rng: np.random.Generator) -> Batch:
        """Stack examples and reveal what is to be revealed."""
        lab = torch.from_numpy(np.stack([example.lab for example in examples])).float().permute(0, 4, 1, 2, 3)
        ab = lab[:, 1:] - 128
        latent = to_latent(ab)
        reference = torch.zeros(len(latent), latent.shape[1] + 1, *latent.shape[2:])
        palette = torch.zeros(len(latent), 15)
        for b, example in enumerate(examples):
            if rng.random() < self.recipe.show_reference:
                reference[b] = reveal(latent[b], rng)
            if rng.random() < self.recipe.show_palette:
                palette[b] = torch.from_numpy(_palette(example.lab[0]))
        tokens = batch_tokens([e.sentence for e in examples], self.vocabulary, self.recipe.max_tokens)
        pictures = tuple(example.picture for example in examples)
        return Batch(lab[:, :1] / 2.55, ab, latent, tokens, reference, palette, pictures)


def _palette(lab: np.ndarray) -> np.ndarray:
    pixels = lab[::8, ::8].reshape(-1, 3).astype(np.float32)
    return palette_vector(palette_of_pixels((pixels - (0, 128, 128)) / (2.55, 1, 1)))


def _shares(weights: Sequence[float]) -> np.ndarray:
    return np.asarray(weights) / np.sum(weights)
