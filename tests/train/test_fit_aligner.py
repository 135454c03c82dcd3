"""Truths of the aligner stage: it learns, says how well on what was kept aside, and may grow new eyes."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lvocal.checkpoint.mini import MINI_PARTS
from lvocal.checkpoint.module_file import load_module
from lvocal.media.shards import Picture
from lvocal.model.codec import ChromaCodec, CodecConfig
from lvocal.train.fit_aligner import AlignerRecipe, fit_aligner
from lvocal.train.loop import LoopRecipe
from lvocal.train.pairing import Ambience, Music
from lvocal.train.recall import recall_at
from lvocal.train.triplets import Material

RECIPE = AlignerRecipe(LoopRecipe(steps=3, warmup_steps=1, decay_steps=1), batch=4)
CODEC = CodecConfig(channels=(4, 8, 16), blocks=(0, 1, 1), decoder_channels=4)


class Bank:
    """Sounds that tell their label and emotion plainly."""

    width = 6
    by_emotion = [[Music(np.full((2, 6), e, np.float32), np.eye(8)[e])] for e in range(8)]

    def draw_music(self, rng: np.random.Generator, emotion: int | None = None) -> Music:
        return self.by_emotion[int(rng.integers(8)) if emotion is None else emotion][0]

    def draw_ambience(self, rng: np.random.Generator) -> Ambience:
        label = str(rng.choice(["sea waves", "crackling fire"]))
        return Ambience(np.full((5, 6), len(label), np.float32), (label,))


def material(seed: int) -> Material:
    lab = np.random.default_rng(seed).integers(60, 200, (3, 40, 50, 3)).astype(np.uint8)
    scenes = [Picture(f"{n}", "scenes", part, scene="sea") for n, part in enumerate(lab)]
    return Material(scenes, Bank())  # type: ignore[arg-type]


def fitted(folder: Path, recipe: AlignerRecipe, start: Path | None = None):
    torch.manual_seed(0)
    return fit_aligner(material(0), material(1), ChromaCodec(CODEC), folder, recipe, start=start)


def test_it_leaves_weights_and_says_how_well_sounds_find_their_pictures(tmp_path: Path) -> None:
    aligner = fitted(tmp_path, RECIPE)
    assert load_module(tmp_path / "aligner.safetensors", MINI_PARTS["aligner"]).config == aligner.config
    found = json.loads((tmp_path / "recall.json").read_text())
    assert set(found) == {f"{what} recall@{best}" for what in ("place", "tone") for best in (1, 5)}
    assert all(0 <= value <= 1 for value in found.values()) and found["place recall@5"] == 1


def test_new_eyes_leave_the_ears_as_they_were(tmp_path: Path) -> None:
    first = fitted(tmp_path / "first", RECIPE)
    second = fitted(tmp_path / "second", replace(RECIPE, grows=True), start=tmp_path / "first")
    heard = torch.randn(2, 6)
    assert torch.equal(first.hear_emotion(heard), second.hear_emotion(heard))
    assert torch.equal(first.hear_place(heard[None]), second.hear_place(heard[None]))
    assert not torch.equal(first.to_env.weight, second.to_env.weight)


@pytest.mark.parametrize(("best", "share"), [(1, 0.5), (2, 0.75), (4, 1.0), (9, 1.0)])
def test_recall_counts_rows_whose_own_column_is_among_the_best(best: int, share: float) -> None:
    similarity = torch.tensor([[9.0, 1, 0, 2], [0, 9, 1, 2], [9.0, 1, 5, 2], [9.0, 3, 2, 1]])
    assert recall_at(similarity, best) == share


def test_growing_from_nothing_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="weights to start"):
        fitted(tmp_path, replace(RECIPE, grows=True))
