"""Truths of painting: sizes, known colours, what is heard when."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from lvocal.color.constancy import at_lightness
from lvocal.color.naming import parse_color
from lvocal.media.mix import MixedSound
from lvocal.model.bundle import Networks, tiny_networks
from lvocal.model.codec import AB_SCALE, from_latent
from lvocal.sample.chroma_canvas import ChromaCanvas
from lvocal.sample.conditions import encode
from lvocal.sample.known import Known
from lvocal.sample.painter import Painter, lightness, painted_size
from lvocal.sample.pipeline import end_of
from lvocal.sample.roads import Road
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, Hint, Waveform, Window

CLIP = Clip(
    Path("x.mp4"), 64, 48, Fraction(25), Fraction(1, 25), tuple(range(50)), "gray", 8, True, "bt709", False
)  # fmt: skip
SETTINGS = ColorizeSettings(steps=1, paint_px=64)
MIDDLE = np.full((3, 48, 80), 50, np.float32)
"""Lightness of three latent frames of 6 x 10 latent pixels."""


@pytest.fixture(scope="module")
def networks() -> Networks:
    return tiny_networks()


def wave(loud_sec: float, silent_sec: float) -> Waveform:
    noise = np.random.default_rng(0).normal(0, 0.1, (1, round(loud_sec * 16000))).astype(np.float32)
    return Waveform(
        np.concatenate([noise, np.zeros((1, round(silent_sec * 16000)), np.float32)], axis=1), 16000
    )


@pytest.mark.parametrize(
    ("width", "height", "paint_px", "size"),
    [
        (832, 480, 224, (224, 384)),
        (480, 832, 224, (384, 224)),
        (100, 100, 64, (64, 64)),
        (16, 400, 64, (1600, 64)),
    ],
)
def test_the_painted_picture_has_the_films_shape_in_multiples_of_16(width, height, paint_px, size) -> None:
    assert painted_size(width, height, paint_px) == size


def test_lightness_is_cie() -> None:
    assert lightness(np.array([0.0, 1.0, 0.5])) == pytest.approx([0, 100, 53.39], abs=0.02)


@pytest.mark.parametrize("frames", [1, 2, 4, 5, 6, 9])
def test_every_frame_of_a_window_is_painted(networks, frames: int) -> None:
    brief = encode(
        ColorizeRequest(CLIP.path, settings=SETTINGS), MixedSound(None, None, None), networks, lambda: None
    )
    painter = Painter(networks, SETTINGS, brief, Known(), CLIP)
    light = np.random.default_rng(0).uniform(0, 100, (frames, *painter.size)).astype(np.float32)
    painting, shares = painter.paint(light, Window(0, frames, 0)), []
    while True:
        try:
            shares.append(next(painting))
        except StopIteration as finished:
            colors = finished.value
            break
    assert (
        colors.shape == (frames, 2, painter.size[0] // 2, painter.size[1] // 2) and np.isfinite(colors).all()
    )
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1)


def test_a_road_is_silent_where_the_film_is() -> None:
    road = Road(torch.arange(10.0)[:, None], 0.48, np.array([0.1] * 5 + [0.0] * 5), 0.48)
    assert road.between(0, 0.5).flatten().tolist() == [0, 1]
    assert road.between(3.0, 4.0) is None
    assert road.between(2.2, 2.6).flatten().tolist() == [4, 5]
    assert road.between(100, 200) is None


def test_a_window_hears_its_own_time(networks) -> None:
    sound = MixedSound(None, wave(2, 8), wave(2, 8))
    clip = replace(CLIP, pts=tuple(range(250)))
    brief = encode(ColorizeRequest(clip.path, settings=SETTINGS), sound, networks, lambda: None)
    view = ChromaCanvas(networks.codec).look(np.zeros((9, 32, 32), np.float32))
    early = brief.for_window(view, clip, Window(0, 9, 0), networks)
    late = brief.for_window(view, clip, Window(200, 209, 0), networks)
    assert early.mood is not None and early.env is not None and early.env.shape[1] == 3
    assert late.mood is None and late.env is None


def reveal(known: Known, frames: list[int], light: np.ndarray) -> torch.Tensor:
    """What a window whose latent frames stand at `frames` is told (9, F, 6, 10)."""
    window = np.zeros((4 * (len(frames) - 1) + 1, *light.shape[1:]), np.float32)
    return ChromaCanvas(tiny_networks().codec).reveal(known.told(frames, light), window)[0]


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


def test_hints_far_away_in_time_do_not_count() -> None:
    assert not Known([Hint(40, 0.5, 0.5, "red")]).told([0, 4, 8], MIDDLE)


def painted_red(known: Known, rows: slice, columns: slice) -> np.ndarray:
    """Painted frames (3, 2, 6, 10) of the pinned red in some cells, grey elsewhere."""
    assert known.told([0, 4, 8], MIDDLE)
    (color,) = known.pinned.values()
    painted = np.zeros((3, 2, 6, 10), np.float32)
    painted[:, :, rows, columns] = color.numpy()[:, None, None]
    return painted


def test_a_hint_is_pinned_again_within_what_took_its_colour() -> None:
    known = Known([Hint(0, 0.15, 0.5, "red")])
    painted = painted_red(known, slice(1, 6), slice(0, 5))
    painted[:, :, 0, 9] = painted[:, :, 1, 0]
    (color,) = known.pinned.values()
    known.remember([0, 4, 8], painted, MIDDLE)
    again = reveal(known, [4, 8, 12], MIDDLE)
    for at in (0, 1):
        assert again[-1, at, 3, 2] == 1
        assert torch.equal(again[:-1, at, 3, 2], (color / AB_SCALE).repeat_interleave(4))
        assert not again[-1, at, :, 5:].any() and not again[-1, at, :, 0].any()
    assert not again[:, 2].any()


def test_a_hint_goes_where_the_motion_carries_it() -> None:
    """A textured picture glides to the right by a tenth of its width a latent frame."""
    blobs = cv2.GaussianBlur(
        np.random.default_rng(0).uniform(0, 100, (48, 120)).astype(np.float32), (0, 0), 3
    )
    wide = cv2.normalize(blobs, None, 0, 100, cv2.NORM_MINMAX)
    light = np.stack([wide[:, 40 - 8 * t : 120 - 8 * t] for t in range(3)])
    known = Known([Hint(0, 0.35, 0.5, "red", 0.01)])
    assert known.told([0, 4, 8], light)
    known.remember([0, 4, 8], np.zeros((3, 2, 6, 10), np.float32), light)
    assert not known.told([8, 12], light[1:])
    ((frame, (y, x)),) = known.places.values()
    assert frame == 8 and x == pytest.approx(0.55, abs=0.03) and y == pytest.approx(0.5, abs=0.03)


def test_what_is_far_from_a_hint_does_not_draw_it_away() -> None:
    known = Known([Hint(0, 0.15, 0.5, "red")])
    known.remember([0, 4, 8], painted_red(known, slice(0, 6), slice(6, 10)), MIDDLE)
    assert not known.told([8, 12], MIDDLE[:2])


def test_what_nothing_took_is_not_pinned_again_and_a_cut_forgets() -> None:
    known = Known([Hint(0, 0.5, 0.5, "red")])
    known.remember([0, 4, 8], painted_red(known, slice(0, 0), slice(0, 0)), MIDDLE)
    assert not known.told([8, 12], MIDDLE[:2])
    known.remember([0, 4, 8], painted_red(known, slice(0, 6), slice(0, 10)), MIDDLE)
    assert {told.at for told in known.told([8, 12], MIDDLE[:2])} == {0}
    known.forget()
    assert not known.told([8, 12], MIDDLE[:2])


def test_beside_a_coloured_reference_whole_frames_are_carried() -> None:
    known = Known(references=[(0, np.full((2, 48, 80), 20, np.float32))])
    painted = torch.randn(1, 8, 3, 6, 10)
    known.remember([0, 4, 8], from_latent(painted).numpy(), MIDDLE)
    reference = reveal(known, [8, 12], MIDDLE[:2])
    torch.testing.assert_close(reference[:-1, 0], painted[0, :, 2])
    assert reference[-1, 0].all() and not reference[-1, 1].any()


def test_a_hint_of_the_shot_before_is_not_pinned_again() -> None:
    """Whatever is red there has its own reasons."""
    known = Known([Hint(0, 0.5, 0.5, "red")])
    painted = painted_red(known, slice(0, 6), slice(0, 10))
    known.forget()
    assert not known.told([12, 16, 20], MIDDLE)
    known.remember([12, 16, 20], painted, MIDDLE)
    assert not known.told([20, 24], MIDDLE[:2])


def test_what_a_person_says_of_a_shared_frame_is_written_over_what_was_painted() -> None:
    reference = np.full((2, 48, 80), 25, np.float32)
    known = Known([Hint(8, 0.05, 0.05, "blue")], [(8, reference)])
    known.remember(
        [0, 4, 8], np.random.default_rng(0).normal(0, 20, (3, 2, 12, 20)).astype(np.float32), MIDDLE
    )
    told = reveal(known, [8, 12], MIDDLE[:2])
    torch.testing.assert_close(told[:-1, 0, 3, 5], torch.ones(8))
    (color,) = known.pinned.values()
    torch.testing.assert_close(told[:-1, 0, 0, 0], (color / AB_SCALE).repeat_interleave(4))


@pytest.mark.parametrize("fusion", ["sliding", "skip"])
def test_a_long_window_fused_inside_is_painted_otherwise_than_at_once(networks, fusion) -> None:
    light = np.random.default_rng(0).uniform(20, 80, (29, 64, 80)).astype(np.float32)
    settings = replace(SETTINGS, window_frames=9, overlap_frames=4, fusion=fusion, stretch_frames=29)
    clip = replace(CLIP, pts=tuple(range(29)))
    sound = MixedSound(None, None, None)
    request = ColorizeRequest(clip.path, "a red coat", settings=settings)
    brief = encode(request, sound, networks, lambda: None)
    drive = Painter(networks, settings, brief, Known(), clip)
    colors = end_of(drive.paint(light, Window(0, 29, 0)), lambda: None)
    plain = Painter(networks, replace(settings, window_frames=29, fusion="fade"), brief, Known(), clip)
    assert colors.shape == (29, 2, 32, 40) and np.isfinite(colors).all()
    assert not np.array_equal(colors, end_of(plain.paint(light, Window(0, 29, 0)), lambda: None))
