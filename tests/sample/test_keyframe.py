"""Truths of the keyframe: which one leads, how it is found, and what it changes."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from lvocal.media.mix import MixedSound
from lvocal.model.bundle import Networks, tiny_networks
from lvocal.sample.conditions import asked_colors, encode
from lvocal.sample.keyframe import FIND_SHARE, agreement, apart, find_best, leader, merit
from lvocal.sample.known import Known
from lvocal.sample.painter import Painter
from lvocal.settings import ColorizeSettings, Keyframe, settings_from
from lvocal.values import Clip, ColorizeRequest, ColorRow, Conditions, Hint, Marked, Offer, Window

CLIP = Clip(
    Path("x.mp4"), 64, 48, Fraction(25), Fraction(1, 25), tuple(range(50)), "gray", 8, True, "bt709", False
)  # fmt: skip
SETTINGS = ColorizeSettings(steps=1, paint_px=64)
RED, BLUE = (53.2, 80.1, 67.2), (32.3, 79.2, -107.9)


@pytest.fixture(scope="module")
def networks() -> Networks:
    return tiny_networks()


def painter(networks: Networks, settings: ColorizeSettings, known: Known | None = None) -> Painter:
    asked = ColorizeRequest(CLIP.path, "a red car", settings=settings)
    brief = encode(asked, MixedSound(None, None, None), networks, lambda: None)
    return Painter(networks, settings, brief, known or Known(), CLIP)


def colors(
    networks: Networks, keyframe: Keyframe, frames: int = 9, start: int = 0, **more
) -> tuple[np.ndarray, list[float]]:
    """a*b* of a window that begins at `start`, and the shares told on the way."""
    at_work = painter(networks, replace(SETTINGS, keyframe=keyframe), **more)
    light = np.random.default_rng(0).uniform(0, 100, (frames, *at_work.size)).astype(np.float32)
    painting, shares = at_work.paint(light, Window(start, start + frames, 0)), []
    while True:
        try:
            shares.append(next(painting))
        except StopIteration as finished:
            return finished.value, shares


@pytest.mark.parametrize(
    ("keyframe", "leads"),
    [
        ("none", None),
        ("best", "best"),
        (20, 0),
        (21, 0),
        (23, 1),
        (24, 1),
        (28, 2),
        (19, "best"),
        (29, "best"),
    ],
)
def test_a_chosen_frame_leads_the_window_that_holds_it_and_others_look_for_their_own(keyframe, leads) -> None:
    assert leader(keyframe, Window(20, 29, 0), [20, 24, 28]) == leads


@pytest.mark.parametrize("keyframe", ["none", "best", 20])
def test_one_frame_has_nothing_to_lead(keyframe) -> None:
    assert leader(keyframe, Window(20, 21, 0), [20]) is None


def test_a_keyframe_changes_the_picture(networks) -> None:
    plain, first, last = (colors(networks, keyframe)[0] for keyframe in ("none", 0, 8))
    assert not np.allclose(plain, first) and not np.allclose(first, last)
    best = colors(networks, "best")[0]
    assert any(np.array_equal(best, colors(networks, at)[0]) for at in (0, 4, 8))


@pytest.mark.parametrize("keyframe", ["best", 0])
def test_with_one_frame_nothing_changes(networks, keyframe) -> None:
    assert np.array_equal(colors(networks, "none", 1)[0], colors(networks, keyframe, 1)[0])


def test_a_request_leaves_nothing_to_the_next(networks) -> None:
    before = colors(networks, "none")[0]
    colors(networks, "best")
    assert np.array_equal(before, colors(networks, "none")[0])


def test_a_window_without_the_chosen_frame_takes_its_own_best(networks) -> None:
    elsewhere = colors(networks, 30)[0]
    assert np.array_equal(elsewhere, colors(networks, "best")[0])
    held = [colors(networks, keyframe, start=24)[0] for keyframe in (29, 28)]
    assert np.array_equal(held[0], held[1]), "both are nearest to the latent frame at 28"


def test_finding_it_shows_in_the_progress(networks) -> None:
    shares = colors(networks, "best")[1]
    assert shares[0] == FIND_SHARE and shares == sorted(shares) and shares[-1] == pytest.approx(1)


def test_hints_are_known_while_it_is_looked_for(networks) -> None:
    hinted = colors(networks, "best", known=Known([Hint(4, 0.5, 0.5, "red", 0.5)]))[0]
    assert np.isfinite(hinted).all()


def offer() -> Offer:
    said = torch.tensor([[True, True, False, False, False]])
    group = torch.randint(-1, 2, (1, 3, 2, 3))
    marks = Marked(group, 1 + torch.randint(3, group.shape), 3 * torch.rand(1, 2, 3, 8, 12))
    light, detail = 100 * torch.rand(1, 3, 8, 12), torch.randn(1, 8, 3, 8, 12)
    return Offer(light, detail, torch.randn(1, 5, 21, 2), said, marks=marks)


@torch.inference_mode()
def test_frames_told_apart_are_painted_as_if_each_came_alone(networks) -> None:
    torch.manual_seed(0)
    network, width = networks.transformer, networks.transformer.config.audio_dim
    whole = Conditions(
        torch.randn(1, network.config.gray_channels, 3, 4, 6), torch.randn(1, 5, network.config.text_dim),
        torch.randn(1, width), torch.randn(1, 3, 2, width), torch.randn(1, 15), torch.randn(1, 9, 3, 4, 6),
        keyframe=1, offer=offer(),
    )  # fmt: skip
    latent = torch.randn(1, 8, 1, 4, 6)
    together = network(latent.expand(3, -1, -1, -1, -1), torch.ones(3), apart(whole))
    for at in range(3):
        part, marks = slice(at, at + 1), whole.offer.marks
        one = replace(
            whole, gray=whole.gray[:, :, at : at + 1], env=whole.env[:, at : at + 1], keyframe=None,
            reference=whole.reference[:, :, at : at + 1],
            offer=replace(whole.offer, light=whole.offer.light[:, part],
                          detail=whole.offer.detail[:, :, part],
                          marks=Marked(marks.group[:, part], marks.size[:, part], marks.away[:, :, part])),
        )  # fmt: skip
        alone = network(latent, torch.ones(1), one)
        torch.testing.assert_close(together[at : at + 1], alone, atol=1e-5, rtol=1e-4)


@torch.inference_mode()
@pytest.mark.parametrize("guidance", [1.0, 2.0])
def test_the_best_frame_is_the_one_of_most_merit(networks, monkeypatch, guidance: float) -> None:
    at_work = painter(networks, replace(SETTINGS, guidance=guidance))
    light = np.random.default_rng(1).uniform(0, 100, (5, *at_work.size)).astype(np.float32)
    view = at_work.canvas.look(light.repeat(4, axis=0)[:17])
    told = at_work.brief.for_window(view, CLIP, Window(0, 17, 0), networks)
    seen: list[float] = []

    def judged(*frame) -> float:
        seen.append(merit(*frame))
        return seen[-1]

    monkeypatch.setattr("lvocal.sample.keyframe.merit", judged)
    finding = find_best(networks.transformer, at_work.canvas, told, at_work.brief, light, at_work.settings)
    assert next(finding) == FIND_SHARE
    with pytest.raises(StopIteration) as found:
        next(finding)
    assert len(seen) == 5 and found.value.value == int(np.argmax(seen))


def picture(*patches: tuple[float, tuple[float, float, float]]) -> np.ndarray:
    """a*b* (2, 10, 10), grey but for a share of each Lab colour."""
    ab, at = np.zeros((2, 100)), 0
    for share, (_, a, b) in patches:
        ab[:, at : at + round(share * 100)] = [[a], [b]]
        at += round(share * 100)
    return ab.reshape(2, 10, 10)


def test_without_named_colours_the_more_colourful_frame_is_better() -> None:
    light = np.full((20, 20), 50.0, np.float32)
    dull, vivid = (picture((0.3, (50, chroma, 0)), (0.3, (50, 0, chroma))) for chroma in (10, 30))
    assert merit(light, vivid, ()) > merit(light, dull, ()) > 0


def test_a_frame_that_shows_the_named_colour_is_better_than_a_more_colourful_one() -> None:
    light = np.full((20, 20), 50.0, np.float32)
    asked, other = picture((0.1, (50, 60, 40))), picture((0.3, (50, -60, 40)))
    assert merit(light, other, ()) > merit(light, asked, ())
    assert merit(light, asked, [(50, 60, 40)]) > merit(light, other, [(50, 60, 40)])


def test_agreement_asks_for_every_colour_and_for_more_than_a_speck() -> None:
    both, speck = picture((0.2, RED), (0.2, BLUE)), picture((0.01, RED))
    assert agreement(both, [RED, BLUE]) == pytest.approx(1) == agreement(speck, [])
    assert agreement(picture((0.2, RED)), [RED, BLUE]) == pytest.approx(0.5, abs=0.05)
    assert agreement(speck, [RED]) < 0.1
    assert agreement(speck, [(10.0, 0.0, 0.0)]) == pytest.approx(1), "lightness is the film's"


def test_the_colours_asked_for_are_those_of_rows_and_prompt(networks) -> None:
    request = ColorizeRequest(CLIP.path, "a red car by the sea", (ColorRow("coat", "#3050ff"),))
    blue, red = asked_colors(request, networks)
    assert blue[2] < -50 and red[1] > 50
    assert asked_colors(ColorizeRequest(CLIP.path, "a car"), networks) == ()


@pytest.mark.parametrize("keyframe", ["first", "", -1, 1.5, True, None, "12"])
def test_what_is_no_keyframe_is_refused(keyframe) -> None:
    with pytest.raises(ValueError, match="keyframe"):
        ColorizeSettings(keyframe=keyframe)


def test_a_keyframe_is_read_where_it_is_named() -> None:
    assert settings_from({"steps": 4}) == ColorizeSettings(steps=4)
    assert settings_from({"steps": 4, "keyframe": 12}).keyframe == 12
    assert settings_from({"keyframe": "best"}).keyframe == "best"
