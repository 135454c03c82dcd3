"""Truths of painting with public VACE: what it is told, what it keeps, and what it cannot do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import WanVACEPipeline

from lvocal.checkpoint.vace import load_vace
from lvocal.media.mix import render_mix
from lvocal.model.growth import halve
from lvocal.model.vace_networks import VaceNetworks
from lvocal.sample.known import Known
from lvocal.sample.pipeline import end_of
from lvocal.sample.roads import hear
from lvocal.sample.vace_painter import VacePainter, asked_frame
from lvocal.sample.video_canvas import frames_of, stands_at
from lvocal.settings import ColorizeSettings
from lvocal.values import (
    Cancelled,
    Clip,
    ColorizeRequest,
    ColorRow,
    Heard,
    Hint,
    Lane,
    Palette,
    SoundMix,
    Weights,
    Window,
)  # fmt: skip
from tests.full_size import write_vace

FAST = ColorizeSettings(steps=2, paint_px=64, window_frames=9, overlap_frames=4)
CLIP = Clip(
    Path("x.mp4"), 64, 48, Fraction(24), Fraction(1, 24), tuple(range(40)), "gray", 8, False, "bt709", False
)
ASKED = ColorizeRequest(CLIP.path, "a blue sea", settings=FAST, weights=Weights("vace"))
SILENCE = Heard((), (), ())


@pytest.fixture(scope="module")
def networks(tmp_path_factory) -> VaceNetworks:
    folder = tmp_path_factory.mktemp("vace")
    write_vace(folder)
    return load_vace(folder, tmp_path_factory.mktemp("prompts"))


@pytest.fixture(scope="module")
def heard(networks) -> Heard:
    return hear(render_mix(SoundMix(Lane("preset:sadness"), Lane("preset:rain")), None, 8.0), networks)


def painter(
    networks: VaceNetworks,
    request: ColorizeRequest = ASKED,
    known: Known | None = None,
    heard: Heard = SILENCE,
) -> VacePainter:
    return VacePainter(networks, request, known or Known(request.hints), CLIP, heard)


def light(count: int, size: tuple[int, int] = (64, 80)) -> np.ndarray:
    return np.random.default_rng(0).uniform(20, 80, (count, *size)).astype(np.float32)


def with_strength(strength: float) -> ColorizeRequest:
    return replace(ASKED, settings=replace(FAST, music_strength=strength, ambience_strength=strength))


def test_at_strength_zero_the_text_is_the_person_s_alone_to_the_bit(networks, heard) -> None:
    alone = painter(networks).text
    assert torch.equal(painter(networks, with_strength(0), heard=heard).text, alone)
    told = [painter(networks, with_strength(strength), heard=heard).text for strength in (0.5, 1.0, 2.0)]
    away = [float((text - alone).norm()) for text in told]
    assert 0 < away[0] < away[1] < away[2]


def test_at_strength_one_the_text_is_the_sentence_as_it_would_be_written(networks, heard) -> None:
    brush = painter(networks, with_strength(1), heard=heard)
    sentence = ". ".join(["a blue sea", *(words for words, _ in brush.said)])
    assert "sad" in sentence and "rain" in sentence
    torch.testing.assert_close(brush.text, networks.encode_sentences([sentence])[0].float())


@pytest.mark.parametrize(
    "change", [{"prompt": "red"}, {"rows": (ColorRow("coat", "red"),)}, {"palette": Palette(("#0000ff",))}]
)
def test_words_rows_and_palette_are_told(networks, change) -> None:
    assert not torch.equal(painter(networks, replace(ASKED, **change)).text, painter(networks).text)


def test_where_nothing_is_known_the_whole_grey_film_may_be_coloured(networks) -> None:
    ab, free = painter(networks)._control(light(9), Window(0, 9, 0))
    assert not ab.any() and free.all()


@pytest.mark.parametrize(("count", "at"), [(5, 0), (5, 1), (9, 1), (81, 0), (81, 5), (81, 20)])
def test_the_mask_of_a_known_frame_is_the_one_that_vace_reads(networks, count: int, at: int) -> None:
    pipeline = WanVACEPipeline(None, None, networks.vae, networks.scheduler, networks.transformer)
    free = torch.ones(1, 3, count, 32, 32)
    for frame in {*frames_of(at), asked_frame(at, count)}:
        free[:, :, frame] = 0
    read = pipeline.prepare_masks(free, [[]])
    assert read.shape[2] == len(stands_at(count)) and not read[:, :, at].any()
    assert int((read == 0).all(dim=(0, 1, 3, 4)).sum()) <= 2


def test_a_pinned_colour_stands_in_the_control_where_it_is_pinned(networks) -> None:
    known = Known([Hint(4, 0.5, 0.5, "#0000ff", radius=0.1)])
    ab, free = painter(networks, known=known)._control(light(9), Window(0, 9, 0))
    assert free[4, 0, 32, 40] == 0 and free[4, 0, 0, 0] == 1 and ab[4, 1, 32, 40] < -20
    assert not ab[:, :, 0, 0].any() and free[8].all()


def test_a_reference_frame_is_known_whole(networks) -> None:
    known = Known(references=[(0, np.full((2, 8, 8), 30, np.float32))])
    ab, free = painter(networks, known=known)._control(light(9), Window(0, 9, 0))
    assert not free[0].any() and np.allclose(ab[0], 30) and free[-1].all()


def test_what_the_window_before_painted_is_known_to_the_next_and_forgotten_at_a_cut(networks) -> None:
    brush = painter(networks)
    first = end_of(brush.paint(light(9), Window(0, 9, 0)), lambda: None)
    ab, free = brush._control(light(9), Window(5, 14, 4))
    assert not free[:4].any() and free[4:].all() and not ab[4:].any()
    shown = ab[:4].reshape(4, 2, 32, 2, 40, 2).mean(axis=(3, 5))
    assert np.abs(shown - first[5:]).mean() < 0.25 * first[5:].std()
    brush.forget()
    assert brush._control(light(9), Window(9, 18, 0))[1].all()


def test_known_colours_are_taken_up(networks) -> None:
    pinned = Known(references=[(0, np.full((2, 8, 8), 60, np.float32))])
    plain, led = (
        end_of(painter(networks, known=known).paint(light(5), Window(0, 5, 0)), lambda: None)
        for known in (Known(), pinned)
    )
    assert np.abs(plain - led).max() > 0.1


@pytest.mark.parametrize("count", [1, 2, 5, 7])
def test_every_frame_comes_back_at_half_the_size(networks, count: int) -> None:
    colors = end_of(painter(networks).paint(light(count), Window(0, count, 0)), lambda: None)
    assert colors.shape == (count, 2, 32, 40) and colors.dtype == np.float32 and np.isfinite(colors).all()


def test_every_step_is_told_and_may_be_the_last(networks) -> None:
    painting = painter(networks).paint(light(5), Window(0, 5, 0))
    assert [next(painting), next(painting)] == pytest.approx([0.475, 0.95])

    calls: list[int] = []

    def check() -> None:
        calls.append(1)
        if len(calls) == 2:
            raise Cancelled

    brush = painter(networks, replace(ASKED, settings=replace(FAST, steps=200)))
    with pytest.raises(Cancelled):
        end_of(brush.paint(light(5), Window(0, 5, 0)), check)
    assert len(calls) == 2 and not brush.before


def test_two_paintings_at_once_do_not_disturb_each_other(networks) -> None:
    """A still is painted between two steps of a film."""
    alone = end_of(painter(networks).paint(light(5), Window(0, 5, 0)), lambda: None)
    film = painter(networks).paint(light(5), Window(0, 5, 0))
    next(film)
    still = replace(ASKED, settings=replace(FAST, steps=3, seed=5))
    end_of(painter(networks, still).paint(light(1), Window(0, 1, 0)), lambda: None)
    assert np.array_equal(end_of(film, lambda: None), alone)


def test_a_transformer_in_bfloat16_as_on_a_graphics_card_paints_nearly_the_same(tmp_path) -> None:
    write_vace(tmp_path)
    networks = load_vace(tmp_path, tmp_path / "prompts")
    whole = end_of(painter(networks).paint(light(5), Window(0, 5, 0)), lambda: None)
    halve(networks.transformer)
    assert networks.transformer.patch_embedding.weight.dtype == torch.bfloat16
    half = end_of(painter(networks).paint(light(5), Window(0, 5, 0)), lambda: None)
    assert 0 < np.abs(whole - half).mean() < 0.1 * whole.std()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "not trained with sound"),
        ({"settings": replace(FAST, keyframe="best")}, "no keyframe"),
        ({"settings": replace(FAST, guidance=0.5)}, "below 1 counts as 1"),
        ({"palette": Palette(("#0000ff",))}, "names of its colours"),
    ],
)
def test_what_this_road_is_and_cannot_do_is_said(networks, change, said: str) -> None:
    asked = replace(ASKED, **change)
    assert any(said in note for note in painter(networks, asked).notes)
    if change:
        assert not any(said in note for note in painter(networks).notes)


def test_what_was_heard_is_said_as_it_was_told(networks, heard) -> None:
    notes = painter(networks, heard=heard).notes
    assert any('"In the rain" (weight 1)' in note for note in notes)
