"""Truths of the relevance stage, on the shipped network with sounds and places made here."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from lvocal.checkpoint.mini import MINI, MINI_PARTS
from lvocal.checkpoint.module_file import load_module
from lvocal.media.shards import Picture
from lvocal.train.fit_relevance import RelevanceRecipe, fit_relevance
from lvocal.train.pairing import Ambience

RECIPE = RelevanceRecipe(steps=120, learning_rate=5e-3, pictures=8, sounds=2)


@dataclass
class Bank:
    """One sound of the sea, and one of a street."""

    ambience: list[Ambience] = field(default_factory=list)

    def __post_init__(self) -> None:
        width = load_module(MINI / "listener.safetensors", MINI_PARTS["listener"]).config.width
        for seed, label in enumerate(("sea waves", "street")):
            sound = np.random.default_rng(seed).normal(size=(4, width)).astype(np.float32)
            self.ambience.append(Ambience(sound, (label,)))


def places(source: str = "scenes") -> list[Picture]:
    """Seas are dark below, streets are striped."""
    made = []
    for number in range(8):
        lab = np.random.default_rng(number).integers(100, 120, (50, 66, 3)).astype(np.uint8)
        scene = ("sea", "street")[number % 2]
        lab[(slice(25, None) if scene == "sea" else slice(None, None, 4)), :, 0] = 30
        made.append(Picture(str(number), source, lab, scene=scene))
    return made


def test_sounds_become_trusted_where_they_are_at_home_and_only_the_gate_learns(tmp_path: Path) -> None:
    bank, pictures = Bank(), places()
    learned = fit_relevance(pictures, bank, MINI, tmp_path, RECIPE)  # type: ignore[arg-type]

    codec = load_module(MINI / "codec.safetensors", MINI_PARTS["codec"])
    aligner = load_module(MINI / "aligner.safetensors", MINI_PARTS["aligner"])
    with torch.inference_mode():
        light = torch.from_numpy(np.stack([p.lab[:48, :64, 0] for p in pictures]).astype(np.float32) / 2.55)
        seen = learned.visual(codec.encode_gray(light[:, None, None])[0])
        sounds = torch.from_numpy(np.stack([sound.sequence for sound in bank.ambience]))
        sea, street = learned.env_gate.every_pair(aligner.hear_place(sounds).mean(dim=1), seen).T
    assert sea[0::2].min() > sea[1::2].max() and street[1::2].min() > street[0::2].max()

    before, after = (load_file(folder / "transformer.safetensors") for folder in (MINI, tmp_path))
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed and all(name.startswith("env_gate.") for name in changed)


def test_without_pictures_of_known_places_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no pictures from scenes"):
        fit_relevance(places("flickr8k"), Bank(), MINI, tmp_path, RECIPE)  # type: ignore[arg-type]
