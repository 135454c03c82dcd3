"""Drawing an example: a picture and its sounds, perhaps recoloured, worded, graded to the sounds, cropped.

Shapes: F latent frames, H, W pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from lvocal.color.tones import AMBIENCE_GRADES, emotion_grade, mix_grades
from lvocal.media.shards import Picture
from lvocal.model.text import Token, tokenize
from lvocal.train.augment import Camera, recolor
from lvocal.train.batch import Example
from lvocal.train.batch_recipe import BatchRecipe, Shape
from lvocal.train.composites import COMPOSITE, composite
from lvocal.train.grade import apply_grade
from lvocal.train.namer import TOKEN_PX, UNKNOWN, Labels, token_labels
from lvocal.train.pairing import Ambience, Music, SoundBank, suiting
from lvocal.train.places import reach
from lvocal.train.real_clips import stretch
from lvocal.train.regions import CELL_PX, NOBODY_ASKS, PINNED, cells_of, numbered, word_regions
from lvocal.train.sentences import BODY, caption, name_regions, random_color
from lvocal.train.wear import worn

FOCUSED = ("ccp", "drawn")
"""Sources whose crops are drawn round a thing that the words name."""

HEADS = 0.3
"""How often that is the head of a person, whose clothes may be named: before, a face that filled the picture
was taken for a shirt."""

GROUNDS = frozenset({"grass", "sky", "snow", "sand", "water", "sea", "pool"})
"""What lies behind people in composites, besides all scenes."""

TWIN_MOTION = 2.0
"""Twins differ by more than neighbouring frames do."""


class Worded(NamedTuple):
    """A picture with its sentence."""

    lab: np.ndarray
    sentence: list[Token]
    named: np.ndarray
    """(H, W) bool, where words name a colour"""
    focus: np.ndarray | None
    """(H, W) bool, what the crop shall show large"""
    regions: np.ndarray
    """(H, W) uint8, as regions.py numbers them"""
    word_regions: list[int]
    """One for each word."""


class Examples:
    """Draws examples; everything random comes from the generator that is handed in."""

    def __init__(
        self,
        pictures: Sequence[Picture],
        labels: Labels,
        bank: SoundBank | None,
        recipe: BatchRecipe,
        clips: Sequence[np.ndarray] = (),
    ) -> None:
        if bank is None and (recipe.play_music or recipe.play_ambience):
            raise ValueError("this recipe plays sound and needs a bank of sounds")
        self.labels, self.bank, self.recipe, self.clips = labels, bank, recipe, clips
        self.by_source = {name: _source(pictures, name) for name in recipe.sources}
        self.behind = [p for p in pictures if p.source == "scenes" or GROUNDS & {r.label for r in p.regions}]
        self._suiting: dict[tuple[str, ...], list[Picture]] = {}
        if empty := [name for name, found in self.by_source.items() if not found]:
            raise ValueError(f"no pictures from {empty}")

    def draw(self, rng: np.random.Generator, shape: Shape, length: int) -> list[Example]:
        """One example of `shape` with `length` ambience tokens, or two that are twins."""
        bank = self.bank
        ambience = bank.draw_ambience(rng) if bank and rng.random() < self.recipe.play_ambience else None
        music = bank.draw_music(rng) if bank and rng.random() < self.recipe.play_music else None
        heard = (
            None if music is None else music.segments.mean(axis=0),
            None if ambience is None else _cut(ambience.sequence, length, rng),
        )
        if shape.frames > 1 and self.clips and rng.random() < self.recipe.real_clips:
            return [self._filmed(rng, shape, music, ambience, heard)]
        picture = self._picture(rng, ambience)
        worded = self._word(picture, rng)
        if not shape.twins:
            worded = self._pinned(picture, worded, rng)
        frames, motion = (2, TWIN_MOTION) if shape.twins else (shape.frames, 1.0)
        camera = Camera(rng, picture.lab.shape[:2], worded.focus, frames, motion)
        size = (shape.height, shape.width)
        shown = camera.shoot(_graded(worded.lab, worded.named, music, ambience, picture), size)
        whole = Example(
            worn(shown, rng) if rng.random() < self.recipe.worn else shown,
            worded.sentence,
            self._labels_seen(picture, camera, frames, size),
            cells_of(camera.shoot(worded.regions, size, cv2.INTER_NEAREST)),
            worded.word_regions,
            *heard,
            picture,
            () if ambience is None else ambience.labels,
        )
        return whole.as_twins(camera.between(0, 1, size)) if shape.twins else [whole]

    def _filmed(
        self, rng: np.random.Generator, shape: Shape, music: Music | None, ambience: Ambience | None,
        heard: tuple[np.ndarray | None, np.ndarray | None],
    ) -> Example:  # fmt: skip
        """Frames that were really filmed, without words: where nobody knows what the words name, the network
        learns so few clips by heart and paints by itself what it should copy (tried, with their captions)."""
        frames = stretch(self.clips[int(rng.integers(len(self.clips)))], shape.frames, rng)
        camera, size = Camera(rng, frames.shape[1:3], None, 1), (shape.height, shape.width)
        nowhere = np.zeros(frames.shape[1:3], bool)
        graded = (_graded(f, nowhere, music, ambience, Picture("", "clips", f)) for f in frames)
        shot = [camera.shoot(frame, size)[0] for frame in graded]
        cells = (shape.frames, shape.height // CELL_PX, shape.width // CELL_PX)
        places = shape.frames * (shape.height // TOKEN_PX) * (shape.width // TOKEN_PX)
        return Example(
            np.stack(shot), [], np.full(places, UNKNOWN), np.full(cells, NOBODY_ASKS, np.uint8), [], *heard
        )

    def _word(self, picture: Picture, rng: np.random.Generator) -> Worded:
        lab, named = picture.lab, np.zeros(picture.lab.shape[:2], bool)
        if rng.random() <= self.recipe.drop_text:
            return Worded(lab, [], named, None, numbered(picture, (), ()), [])
        regions = name_regions(picture, rng)
        for item in regions:
            assert picture.mask is not None
            region = picture.mask == item.region.id
            named |= region
            if item.recolored and region.any():
                lab = recolor(lab, region, item.lab)
        focus: np.ndarray | None = None
        if regions and rng.random() < 0.7 and picture.source in FOCUSED:
            heads = [r for r in picture.regions if r.label == "hair"] if rng.random() < HEADS else []
            focus = np.asarray(picture.mask == (heads[0] if heads else regions[0].region).id)
        sentence = tokenize(caption(picture, regions, rng))
        numbers = numbered(picture, regions, sentence)
        return Worded(lab, sentence, named, focus, numbers, word_regions(regions, sentence))

    def _pinned(self, picture: Picture, worded: Worded, rng: np.random.Generator) -> Worded:
        """Now and then, one more region gets a new colour, of which no word speaks."""
        others = [r for r in picture.regions if r.area > 0.01 and r.label not in BODY]
        if not others or rng.random() > self.recipe.show_pin:
            return worded
        region = np.asarray(picture.mask == others[int(rng.integers(len(others)))].id)
        if (worded.named & region).any():
            return worded
        lab = recolor(worded.lab, region, random_color(rng)[1])
        numbers = np.where(region, np.uint8(PINNED), worded.regions)
        focus = worded.focus if worded.focus is not None or rng.random() < 0.5 else region
        return worded._replace(lab=lab, named=worded.named | region, focus=focus, regions=numbers)

    def _labels_seen(
        self, picture: Picture, camera: Camera, frames: int, size: tuple[int, int]
    ) -> np.ndarray:
        if picture.mask is None:
            return np.full(frames * (size[0] // TOKEN_PX) * (size[1] // TOKEN_PX), UNKNOWN)
        mask = camera.shoot(picture.mask, size, cv2.INTER_NEAREST)
        return token_labels(mask, self.labels.table(picture))

    def _picture(self, rng: np.random.Generator, ambience: Ambience | None) -> Picture:
        """By source; a place that is heard is often also seen."""
        names = list(self.recipe.sources)
        weights = np.array(list(self.recipe.sources.values()))
        source = names[rng.choice(len(names), p=weights / weights.sum())]
        pictures = self.by_source[source]
        if source == COMPOSITE:
            behind = self.behind[int(rng.integers(len(self.behind)))]
            return composite(pictures[int(rng.integers(len(pictures)))], behind, rng)
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


def _graded(
    lab: np.ndarray, named: np.ndarray, music: Music | None, ambience: Ambience | None, picture: Picture
) -> np.ndarray:
    """Lab (H, W, 3), graded to what is heard wherever no words name a colour; an ambience reaches what it
    does in the picture."""
    if music is not None:
        lab = apply_grade(lab, emotion_grade(music.emotions), named)
    if ambience is not None:
        grade = mix_grades(ambience.shares, AMBIENCE_GRADES)
        lab = apply_grade(lab, grade, named, reach(picture, ambience.labels))
    return lab


def _source(pictures: Sequence[Picture], name: str) -> list[Picture]:
    """Pictures of one source, twice those in which something is masked; for composites, masked people."""
    if name == COMPOSITE:
        return [p for p in pictures if p.source == "ccp" and p.regions]
    return [p for p in pictures if p.source == name for _ in range(2 if p.regions else 1)]


def _cut(sequence: np.ndarray, length: int, rng: np.random.Generator) -> np.ndarray:
    start = int(rng.integers(0, max(1, len(sequence) - length + 1)))
    return sequence[np.minimum(np.arange(start, start + length), len(sequence) - 1)]
