"""From films to shards: what goes in comes out, what is no clip is counted, nothing is made twice."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lvocal.checkpoint.toy_hub import write_toy_hub
from lvocal.color.spaces import luma
from lvocal.media.audio import read_audio
from lvocal.media.video import probe
from lvocal.train.full.captions import Caption, Film
from lvocal.train.full.clip_stream import AboutShards, read_shard, read_shards
from lvocal.train.full.encoders import Encoders, load_encoders
from lvocal.train.full.film_cuts import ShardRecipe, fitted
from lvocal.train.full.make_shards import kept_aside, make_shards, tally
from lvocal.values import EMOTIONS, UserError
from tests.media.films import make_film

RECIPE = ShardRecipe(
    frames=5, height=32, width=48, clips_per_shard=2, films_per_reel=2, val_share=0.3, quiet_db=-80.0
)
ABOUT = AboutShards("toy/wan", "toy/clap", 5, 32, 48, -80.0)


@pytest.fixture(scope="module")
def encoders(tmp_path_factory) -> Encoders:
    folder = tmp_path_factory.mktemp("toy")
    write_toy_hub(folder)
    return load_encoders(str(folder / "wan"), str(folder / "clap"), torch.device("cpu"))


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> list[Film]:
    folder = tmp_path_factory.mktemp("films")
    made = {
        "a.mp4": {"chroma": 40, "sound": "aac", "num_frames": 11},
        "b.mp4": {"chroma": -40, "sound": "aac", "num_frames": 16},
        "grey.mp4": {"sound": "aac"},
        "silent.mp4": {"chroma": 40},
    }
    paths = [make_film(folder / name, **options) for name, options in made.items()]
    return [Film(path, (Caption(f"a coat in {path.stem}", "awe"),)) for path in paths]


@pytest.fixture(scope="module")
def shards(films, encoders, tmp_path_factory) -> Path:
    output = tmp_path_factory.mktemp("shards") / "out"
    make_shards(films, output, RECIPE, ABOUT, lambda: encoders)
    return output


def clips_in(output: Path) -> list:
    splits = [read_shards(output, split) for split in ("train", "val") if tally(output).clips[split]]
    return [clip for found in splits for name in found.counts for clip in read_shard(found, name)]


def test_films_become_clips_and_the_rest_is_counted(shards: Path) -> None:
    result = tally(shards)
    assert sum(result.clips.values()) == 2 + 3
    assert result.left_out == {"films without colour": 1, "clips that are too quiet": 2}
    assert {(clip.facts["film"], clip.facts["start"]) for clip in clips_in(shards)} == {
        ("a.mp4", 0), ("a.mp4", 5), ("b.mp4", 0), ("b.mp4", 5), ("b.mp4", 10),
    }  # fmt: skip


def test_a_clip_comes_back_as_it_was_cut(shards: Path, films: list[Film], encoders: Encoders) -> None:
    sample = next(clip for clip in clips_in(shards) if clip.facts["film"] == "b.mp4")
    frames = sample.frames()
    assert frames.shape == (5, 32, 48, 3)
    colored, gray = (latent.astype(np.float32) for latent in encoders.see(frames))
    assert np.abs(colored - sample.latent).mean() < 0.2 * np.abs(sample.latent).mean()  # H.264 between
    assert np.abs(gray - sample.gray).mean() < 0.2 * np.abs(sample.gray).mean()
    plain = torch.from_numpy(luma(frames / 255)).float()[None, None]
    assert np.allclose(encoders.codec.encode_gray(plain)[0].half().numpy(), gray, atol=2e-3)
    assert sample.facts["caption"] == "a coat in b" and sample.facts["emotion"] == "awe"
    assert np.array_equal(sample.text, encoders.read("a coat in b")) and sample.text.any(axis=1).all()
    assert sample.music.shape == (12,) and sample.ambience.shape[1] == 12
    assert sample.facts["music_db"] > -30


def test_no_clip_of_a_film_kept_aside_is_learned_from(shards: Path, films: list[Film]) -> None:
    aside = {path.name for path in kept_aside(films, RECIPE.val_share)}
    for split in ("train", "val"):
        if tally(shards).clips[split]:
            found = read_shards(shards, split)
            names = {c.facts["film"] for shard in found.counts for c in read_shard(found, shard)}
            assert names <= aside if split == "val" else not names & aside


def test_what_is_finished_is_not_made_again(shards: Path, films: list[Film]) -> None:
    def never() -> Encoders:
        raise AssertionError("nothing is left to encode")

    assert make_shards(films, shards, RECIPE, ABOUT, never) == tally(shards)


def test_parts_make_what_one_makes_and_a_lost_reel_is_made_again(shards, films, encoders, tmp_path) -> None:
    for part in ((1, 2), (0, 2)):
        make_shards(films, tmp_path / "out", RECIPE, ABOUT, lambda: encoders, part)
    (tmp_path / "out" / "reels" / "0000.json").unlink()
    make_shards(films, tmp_path / "out", RECIPE, ABOUT, lambda: encoders)
    for path in shards.glob("*.tar"):
        one, other = clips_in(shards), clips_in(tmp_path / "out")
        assert [clip.name for clip in one] == [clip.name for clip in other], path
        assert all(np.array_equal(a.latent, b.latent) for a, b in zip(one, other, strict=True))


def test_an_emotion_that_nobody_named_is_what_clap_hears(films, encoders, tmp_path) -> None:
    quiet = [replace(film, captions=(replace(film.captions[0], emotion=None),)) for film in films[:2]]
    make_shards(quiet, tmp_path / "out", RECIPE, ABOUT, lambda: encoders)
    for clip in clips_in(tmp_path / "out"):
        assert clip.facts["emotion"] in EMOTIONS and clip.facts["emotion_from"] == "clap"


def test_other_settings_and_a_single_film_are_refused(shards, films, encoders) -> None:
    with pytest.raises(UserError, match="made otherwise"):
        make_shards(films, shards, RECIPE, replace(ABOUT, frames=9), lambda: encoders)
    with pytest.raises(UserError, match="One film is too few"):
        make_shards(films[:1], shards, RECIPE, ABOUT, lambda: encoders)
    with pytest.raises(ValueError, match="4k"):
        ShardRecipe(frames=80)


def test_a_frame_is_covered_without_being_stretched(films: list[Film]) -> None:
    clip = probe(films[0].path)
    wide = fitted(np.tile(np.arange(64, dtype=np.uint8)[None, :, None], (48, 1, 3)), clip, RECIPE)
    assert wide.shape == (32, 48, 3) and int(wide[0, 0, 0]) <= 1 and int(wide[0, -1, 0]) >= 62
    assert read_audio(films[3].path) is None
