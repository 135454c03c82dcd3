"""Truths of what is done to pictures before they are learned from."""

import numpy as np
import pytest
import torch

from lvocal.color.lexicon import COLOR_NAMES
from lvocal.color.naming import is_held_out
from lvocal.color.tones import AMBIENCE_GRADES, EMOTION_GRADES, Grade, emotion_grade, mix_grades
from lvocal.train.augment import Camera, recolor, reveal
from lvocal.train.grade import apply_grade
from lvocal.train.sentences import random_color
from lvocal.values import EMOTIONS


def picture(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    lab = rng.integers(60, 200, (40, 60, 3)).astype(np.uint8)
    lab[..., 1:] = 128 + rng.integers(-20, 20, (40, 60, 2))
    return lab


def chroma(lab: np.ndarray) -> float:
    return float(np.hypot(*(lab[..., 1:].astype(float) - 128).T).mean())


@pytest.mark.parametrize("name", ["red", "teal", "mustard", "black"])
def test_recolouring_gives_the_region_its_colour_and_nothing_else(name: str) -> None:
    lab, region = picture(), np.zeros((40, 60), bool)
    region[10:30, 20:50] = True
    out = recolor(lab, region, COLOR_NAMES[name])
    assert (out[..., 0] == lab[..., 0]).all() and (out[~region] == lab[~region]).all()
    inner = out[12:28, 22:48, 1:].astype(float) - 128
    wanted = np.array(COLOR_NAMES[name][1:])
    if np.hypot(*wanted) > 20:
        turn = np.degrees(
            np.arctan2(inner[..., 1].mean(), inner[..., 0].mean()) - np.arctan2(wanted[1], wanted[0])
        )
        assert abs((turn + 180) % 360 - 180) < 12
    else:
        assert np.abs(inner.mean((0, 1))).max() < 3


def test_a_camera_gives_frames_of_the_asked_size_and_moves() -> None:
    rng = np.random.default_rng(3)
    frames = Camera(rng, (40, 60), None, 4).shoot(picture(), (32, 48))
    assert frames.shape == (4, 32, 48, 3) and (frames[0] != frames[-1]).any()


def test_a_camera_with_a_focus_shows_it() -> None:
    lab, focus = np.zeros((100, 80, 3), np.uint8), np.zeros((100, 80), bool)
    focus[70:95, 10:30] = True
    lab[focus] = 255
    for seed in range(10):
        seen = Camera(np.random.default_rng(seed), (100, 80), focus, 1).shoot(lab, (32, 32))
        assert (seen > 128).mean() > 0.05


@pytest.mark.parametrize("frames", [1, 4])
def test_what_is_revealed_is_true_and_the_rest_is_nothing(frames: int) -> None:
    latent = torch.randn(8, frames, 6, 7)
    for seed in range(12):
        known = reveal(latent, np.random.default_rng(seed))
        mask = known[-1:]
        assert set(mask.unique().tolist()) == {0.0, 1.0}
        assert torch.equal(known[:-1], latent * mask)


def test_grades_follow_the_paper() -> None:
    """L-VOCAL Fig. 3: positive emotions are more saturated; fire is warm, water is cool."""
    positive = [EMOTION_GRADES[e].saturation for e in ("amusement", "awe", "contentment", "excitement")]
    negative = [EMOTION_GRADES[e].saturation for e in ("anger", "disgust", "fear", "sadness")]
    assert min(positive) > max(negative)
    assert AMBIENCE_GRADES["crackling fire"].b > 0 > AMBIENCE_GRADES["sea waves"].b


def test_saturation_follows_the_emotion_and_lightness_stays() -> None:
    lab = picture()
    graded = {e: apply_grade(lab, emotion_grade(np.eye(8)[EMOTIONS.index(e)])) for e in EMOTIONS}
    assert chroma(graded["sadness"]) < chroma(graded["contentment"]) < chroma(graded["excitement"])
    assert all((out[..., 0] == lab[..., 0]).all() for out in graded.values())


def test_a_grade_spares_what_the_words_have_named() -> None:
    lab, named = picture(), np.zeros((40, 60), bool)
    named[:, :30] = True
    moved = np.abs(apply_grade(lab, EMOTION_GRADES["sadness"], named).astype(int) - lab).sum(-1)
    assert moved[:, :30].mean() < 0.5 * moved[:, 30:].mean()


def test_no_share_is_no_change() -> None:
    assert mix_grades({"clock": 1.0}, AMBIENCE_GRADES) == mix_grades({}, AMBIENCE_GRADES) == Grade()
    lab = picture()
    lab[..., 1:] = 128 + (lab[..., 1:].astype(int) - 128) // 4
    assert (apply_grade(lab, Grade()) == lab).all()


def test_random_colours_know_their_lab() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        name, lab = random_color(rng)
        assert name.startswith("#") or COLOR_NAMES[name] == lab


def test_random_colours_are_never_those_kept_aside_for_measuring() -> None:
    rng = np.random.default_rng(1)
    drawn = {random_color(rng)[0] for _ in range(3000)}
    assert len(drawn) > 500 and not [name for name in drawn if is_held_out(name)]
