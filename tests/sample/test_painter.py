"""Truths of painting: sizes, what is heard when."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from lvocal.media.mix import MixedSound
from lvocal.model.bundle import Networks, tiny_networks
from lvocal.sample.chroma_canvas import ChromaCanvas
from lvocal.sample.conditions import encode
from lvocal.sample.known import Known
from lvocal.sample.painter import Painter, lightness, painted_size
from lvocal.sample.pipeline import end_of
from lvocal.sample.roads import Road
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, Waveform, Window

CLIP = Clip(
    Path("x.mp4"), 64, 48, Fraction(25), Fraction(1, 25), tuple(range(50)), "gray", 8, True, "bt709", False
)  # fmt: skip
SETTINGS = ColorizeSettings(steps=1, paint_px=64)


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
