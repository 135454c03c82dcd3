"""Batches for the colorizer: pictures, sentences and revealed colours as tensors.

Shapes: B batch, F latent frames, H, W pixels, L tokens, C latent channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch
from torch import Tensor

from lvocal.color.palette import palette_of_pixels, palette_vector
from lvocal.media.shards import Picture
from lvocal.model.codec import to_latent
from lvocal.model.text import Token, TokenBatch, Vocabulary, batch_tokens, tokenize
from lvocal.train.augment import Camera, recolor, reveal
from lvocal.train.batch_recipe import BatchRecipe, Shape
from lvocal.train.grade import AMBIENCE_GRADES, apply_grade, emotion_grade, mix_grades
from lvocal.train.namer import TOKEN_PX, UNKNOWN, Labels, token_labels
from lvocal.train.pairing import Ambience, SoundBank, suiting
from lvocal.train.sentences import caption, name_regions


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
    music: Tensor
    """(B, Da) pooled feature of the listener"""
    has_music: Tensor
    """(B,) 1 where there is music"""
    ambience: Tensor
    """(B, A, Da)"""
    has_ambience: Tensor
    """(B,)"""
    labels: Tensor
    """(B, N) what each picture token shows, as Labels numbers it; -1 where nobody knows"""

    def to(self, device: torch.device) -> Batch:
        """The same batch on a device."""
        tokens = TokenBatch(*(part.to(device) for part in vars(self.tokens).values()))
        moved = {name: value.to(device) for name, value in vars(self).items() if isinstance(value, Tensor)}
        return replace(self, tokens=tokens, **moved)


@dataclass(frozen=True)
class Example:
    """One picture of a batch."""

    lab: np.ndarray
    """(F, H, W, 3) uint8"""
    sentence: list[Token]
    labels: np.ndarray
    """(N,)"""
    music: np.ndarray | None = None
    """(Da,)"""
    ambience: np.ndarray | None = None
    """(A, Da)"""


class Batches:
    """Endless batches, each a function of (seed, step) alone, so that a resumed run sees what it would have
    seen."""

    def __init__(
        self,
        pictures: Sequence[Picture],
        vocabulary: Vocabulary,
        bank: SoundBank | None,
        recipe: BatchRecipe,
        seed: int,
    ) -> None:
        self.vocabulary, self.bank, self.recipe, self.seed = vocabulary, bank, recipe, seed
        if bank is None and (recipe.play_music or recipe.play_ambience):
            raise ValueError("this recipe plays sound and needs a bank of sounds")
        self.labels = Labels(pictures, vocabulary)
        self.by_source = {name: _source(pictures, name) for name in recipe.sources}
        self._suiting: dict[tuple[str, ...], list[Picture]] = {}
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
        length = int(rng.integers(1, 4))
        examples = [self.example(rng, shape, length) for _ in range(shape.batch)]
        return self.collate(examples, rng, length)

    def example(self, rng: np.random.Generator, shape: Shape, length: int) -> Example:
        """Draw a picture and its sounds, perhaps recolour it, word it, grade it to the sounds, and crop
        it."""
        bank = self.bank
        ambience = bank.draw_ambience(rng) if bank and rng.random() < self.recipe.play_ambience else None
        music = bank.draw_music(rng) if bank and rng.random() < self.recipe.play_music else None
        picture = self._picture(rng, ambience)
        lab, sentence = picture.lab, list[Token]()
        focus: np.ndarray | None = None
        named = np.zeros(lab.shape[:2], bool)
        if rng.random() > self.recipe.drop_text:
            regions = name_regions(picture, rng)
            for item in regions:
                assert picture.mask is not None
                region = picture.mask == item.region.id
                named |= region
                if item.recolored and region.any():
                    lab = recolor(lab, region, item.lab)
            if (
                regions
                and rng.random() < 0.7
                and picture.mask is not None
                and picture.source in ("ccp", "drawn")
            ):
                focus = picture.mask == regions[0].region.id
            sentence = tokenize(caption(picture, regions, rng))
        if music is not None:
            lab = apply_grade(lab, emotion_grade(music.emotions), named)
        if ambience is not None:
            lab = apply_grade(lab, mix_grades(ambience.shares, AMBIENCE_GRADES), named)
        camera = Camera(rng, picture.lab.shape[:2], focus, shape.frames)
        return Example(
            camera.shoot(lab, (shape.height, shape.width)),
            sentence,
            self._labels_seen(picture, camera, shape),
            None if music is None else music.segments.mean(axis=0),
            None if ambience is None else _cut(ambience.sequence, length, rng),
        )

    def collate(self, examples: Sequence[Example], rng: np.random.Generator, length: int) -> Batch:
        """Stack examples and reveal what is to be revealed; `length` is the number of ambience tokens A."""
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
        )

    def _labels_seen(self, picture: Picture, camera: Camera, shape: Shape) -> np.ndarray:
        if picture.mask is None:
            return np.full(shape.frames * (shape.height // TOKEN_PX) * (shape.width // TOKEN_PX), UNKNOWN)
        mask = camera.shoot(picture.mask, (shape.height, shape.width), cv2.INTER_NEAREST)
        return token_labels(mask, self.labels.table(picture))

    def _picture(self, rng: np.random.Generator, ambience: Ambience | None) -> Picture:
        """By source; a place that is heard is mostly also seen."""
        names = list(self.recipe.sources)
        pictures = self.by_source[
            names[rng.choice(len(names), p=_shares(list(self.recipe.sources.values())))]
        ]
        if ambience is not None and rng.random() < 0.4:
            pictures = self.at_home(ambience.labels, pictures)
        return pictures[int(rng.integers(len(pictures)))]

    def at_home(self, labels: tuple[str, ...], otherwise: list[Picture]) -> list[Picture]:
        """Scenes that suit the labels, found once."""
        if labels not in self._suiting:
            scenes = self.by_source["scenes"]
            found = suiting(scenes, labels)
            self._suiting[labels] = found if len(found) < len(scenes) else []
        return self._suiting[labels] or otherwise


def _source(pictures: Sequence[Picture], name: str) -> list[Picture]:
    """Pictures of one source, twice those in which something is masked."""
    return [p for p in pictures if p.source == name for _ in range(2 if p.regions else 1)]


def _cut(sequence: np.ndarray, length: int, rng: np.random.Generator) -> np.ndarray:
    start = int(rng.integers(0, max(1, len(sequence) - length + 1)))
    return sequence[np.minimum(np.arange(start, start + length), len(sequence) - 1)]


def _stack(parts: Sequence[np.ndarray | None], shape: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """Parts of one shape, zeros where one is missing; and 1 where it is there."""
    filled = np.stack([np.zeros(shape, np.float32) if part is None else part for part in parts])
    return torch.from_numpy(filled).float(), torch.tensor([part is not None for part in parts]).float()


def _palette(lab: np.ndarray) -> np.ndarray:
    pixels = lab[::8, ::8].reshape(-1, 3).astype(np.float32)
    return palette_vector(palette_of_pixels((pixels - (0, 128, 128)) / (2.55, 1, 1)))


def _shares(weights: Sequence[float]) -> np.ndarray:
    return np.asarray(weights) / np.sum(weights)
