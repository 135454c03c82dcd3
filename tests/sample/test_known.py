"""Truths of known colours: what a window is told of marks and coloured frames."""

import cv2
import numpy as np
import pytest
import torch

from lvocal.color.constancy import at_lightness
from lvocal.color.naming import parse_color
from lvocal.model.bundle import tiny_networks
from lvocal.model.codec import AB_SCALE, from_latent
from lvocal.sample.chroma_canvas import ChromaCanvas
from lvocal.sample.known import TOLD_FRAMES, Known
from lvocal.values import NEUTRAL, Hint, Shot, Stroke

MIDDLE = np.full((3, 48, 80), 50, np.float32)
"""Lightness of three latent frames of 6 x 10 latent pixels."""


def reveal(known: Known, frames: list[int], light: np.ndarray) -> torch.Tensor:
    """What a window whose latent frames stand at `frames` is told (9, F, 6, 10)."""
    window = np.zeros((4 * (len(frames) - 1) + 1, *light.shape[1:]), np.float32)
    return ChromaCanvas(tiny_networks().codec).reveal(known.told(frames, light), window)[0]


def gliding(frames: int, px: float = 2.0) -> np.ndarray:
    """L* (T, 48, 80): a textured picture that glides to the right by `px` a frame."""
    wide = cv2.GaussianBlur(np.random.default_rng(0).uniform(0, 100, (48, 400)).astype(np.float32), (0, 0), 3)
    wide = cv2.normalize(wide, None, 0, 100, cv2.NORM_MINMAX)
    steps = [np.float32([[1, 0, px * t - 200], [0, 1, 0]]) for t in range(frames)]
    return np.stack([cv2.warpAffine(wide, step, (80, 48), flags=cv2.INTER_LINEAR) for step in steps])


def followed(known: Known, light: np.ndarray) -> Known:
    known.follow(Shot(0, len(light)), lambda frames: (light[frame] for frame in frames))
    return known


def columns(told: torch.Tensor, at: int) -> list[int]:
    """Latent columns in which anything is known in one latent frame."""
    return told[-1, at].any(dim=0).nonzero().flatten().tolist()


def test_hints_are_written_where_they_are_pinned() -> None:
    reference = reveal(Known([Hint(4, 0.99, 0.01, "red")]), [0, 4, 8], MIDDLE)
    mask = reference[-1]
    assert mask[1, 0, 9] == 1 and mask.sum() == 1
    assert (reference[:4, 1, 0, 9] > 1).all()
    assert Known().is_empty and not Known().told([0], MIDDLE[:1])


@pytest.mark.parametrize("light", [20, 50, 90])
def test_a_pin_is_the_colour_as_it_looks_at_the_lightness_there(light: int) -> None:
    picture = np.full((1, 48, 80), 5, np.float32)
    picture[:, 16:24, 40:48] = light
    reference = reveal(Known([Hint(0, 0.55, 0.4, "#1040c0")]), [0], picture)
    assert reference[-1, 0, 2, 5] == 1
    a, b = at_lightness(parse_color("#1040c0"))[light] / AB_SCALE
    assert reference[0, 0, 2, 5].item() == pytest.approx(a)
    assert reference[4, 0, 2, 5].item() == pytest.approx(b)


def test_a_neutral_pin_is_known_and_grey() -> None:
    reference = reveal(Known([Hint(0, 0.55, 0.4, NEUTRAL)]), [0], MIDDLE[:1])
    assert reference[-1, 0, 2, 5] == 1 and reference[:-1].abs().max() < 0.01


def test_marks_far_away_in_time_do_not_count_before_they_are_followed() -> None:
    assert not Known([Hint(40, 0.5, 0.5, "red")]).told([0, 4, 8], MIDDLE)


@pytest.mark.parametrize(("marked", "at"), [(0, 12), (12, 0)])
def test_a_pin_goes_where_the_motion_carries_it_forwards_and_backwards(marked: int, at: int) -> None:
    light = gliding(13)
    start = 0.45 if marked == 0 else 0.75
    known = followed(Known([Hint(marked, start, 0.5, "red")]), light)
    told = reveal(known, [0, 4, 8, 12], light[::4])
    assert columns(told, marked // 4) == [int(start * 10)]
    assert columns(told, at // 4) == [int((start + (0.3 if at else -0.3)) * 10)]


def test_only_a_few_frames_of_a_window_are_told_what_was_followed() -> None:
    light = gliding(81, px=0.1)
    known = followed(Known([Hint(0, 0.5, 0.5, "red")]), light)
    told = known.told([*range(4, 81, 4)], light[4::4])
    assert len(told) == TOLD_FRAMES and [told[0].at, told[-1].at] == [0, 19]


def test_a_pin_that_leaves_the_picture_is_let_go() -> None:
    light = gliding(21)
    known = followed(Known([Hint(0, 0.8, 0.5, "red")]), light)
    assert known.told([4], light[4:5]) and not known.told([20], light[20:])


def test_strokes_and_paint_go_along_as_well() -> None:
    light = gliding(13)
    paint = np.zeros((48, 80, 4), np.uint8)
    paint[32:, 8:24] = (0, 0, 255, 255)
    stroke = Stroke(0, ((0.25, 0.1), (0.45, 0.1)), "red", 0.05)
    known = followed(Known(strokes=[stroke], paints=[(0, paint)]), light)
    told = reveal(known, [0, 12], light[[0, 12]])
    here, there = ({tuple(place) for place in told[-1, at].nonzero().tolist()} for at in (0, 1))
    moved = {(row, column + 3) for row, column in here}
    assert len(here) >= 6 and len(there & moved) >= 0.7 * len(here)
    assert told[4, 0, 5, 1] < -0.5 < 0.5 < told[0, 0, 0, 3]


def test_where_marks_of_two_frames_meet_the_nearer_frame_holds() -> None:
    light = gliding(25, px=0.01)
    known = followed(Known([Hint(0, 0.55, 0.55, "red"), Hint(24, 0.55, 0.55, "blue")]), light)
    for frame, sign in ((4, 1), (20, -1)):
        (told,) = known.told([frame], light[frame : frame + 1])
        assert int(told.where.sum()) == 1 and np.sign(told.color[1].max().item()) == sign


def test_a_cut_forgets_where_marks_went() -> None:
    light = gliding(13)
    known = followed(Known([Hint(0, 0.4, 0.5, "red")]), light)
    assert known.told([8], light[8:9])
    known.forget()
    assert not known.told([8], light[8:9])


def hidden(light: np.ndarray, since: int) -> np.ndarray:
    """Something passes: for four frames nothing of the picture is to be seen."""
    light = light.copy()
    noise = np.random.default_rng(1).uniform(0, 100, (6, 10)).astype(np.float32)
    light[since : since + 4] = cv2.resize(noise, (80, 48), interpolation=cv2.INTER_NEAREST)
    return light


def test_a_lost_pin_goes_on_from_what_took_its_colour_and_only_from_there() -> None:
    light = hidden(gliding(25, px=0.1), 4)
    for took in (True, False):
        known = followed(Known([Hint(0, 0.55, 0.55, "red")]), light)
        assert not known.told([12, 16], light[[12, 16]])
        painted = np.zeros((2, 2, 12, 20), np.float32)
        if took:
            painted[:, :, 2:10, 4:16] = known.trails[0].color.numpy()[:, None, None]
        known.remember([8, 12], painted)
        told = reveal(known, [12, 16, 20], light[[12, 16, 20]])
        assert bool(told[-1].any()) is took
        if took:
            assert told[-1, 2].any() and set(columns(told, 2)) <= set(range(2, 8))


def test_a_lost_stroke_is_not_taken_up_again() -> None:
    light = hidden(gliding(25, px=0.1), 4)
    known = followed(Known(strokes=[Stroke(0, ((0.55, 0.55),), "red", 0.01)]), light)
    known.remember([8, 12], np.full((2, 2, 12, 20), 60, np.float32))
    assert not known.told([12, 16], light[[12, 16]])


def test_marks_of_another_shot_are_not_followed() -> None:
    light = gliding(13)
    known = Known([Hint(20, 0.4, 0.5, "red")])
    assert not followed(known, light).told([8], light[8:9])


def test_beside_a_coloured_reference_whole_frames_are_carried_both_ways() -> None:
    known = Known(references=[(0, np.full((2, 48, 80), 20, np.float32))])
    painted = torch.randn(1, 8, 3, 6, 10)
    known.remember([8, 12, 16], from_latent(painted).numpy())
    after, before = reveal(known, [16, 20], MIDDLE[:2]), reveal(known, [4, 8], MIDDLE[:2])
    torch.testing.assert_close(after[:-1, 0], painted[0, :, 2])
    torch.testing.assert_close(before[:-1, 1], painted[0, :, 0])
    assert after[-1, 0].all() and not after[-1, 1].any()


def test_without_a_reference_nothing_painted_is_carried() -> None:
    known = Known([Hint(0, 0.4, 0.5, "red")])
    known.remember([0, 4, 8], np.full((3, 2, 12, 20), 30, np.float32))
    assert not known.told([8, 12], MIDDLE[:2])
    known.remember([12, 16], np.full((2, 2, 12, 20), 30, np.float32))
    assert list(known.painted) == [12, 16]


def test_what_a_person_says_of_a_shared_frame_is_written_over_what_was_painted() -> None:
    reference = np.full((2, 48, 80), 25, np.float32)
    known = Known([Hint(8, 0.05, 0.05, "blue")], [(8, reference)])
    known.remember([0, 4, 8], np.random.default_rng(0).normal(0, 20, (3, 2, 12, 20)).astype(np.float32))
    told = reveal(known, [8, 12], MIDDLE[:2])
    torch.testing.assert_close(told[:-1, 0, 3, 5], torch.ones(8))
    assert told[4, 0, 0, 0] < -0.5
