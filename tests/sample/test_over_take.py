"""Truths of painting over a take: what stays, what fades, and which takes are refused."""

from dataclasses import replace

import numpy as np
import pytest

from lvocal.media.video import probe, read_chroma
from lvocal.model.bundle import Networks, tiny_networks
from lvocal.sample.over_take import FADE_FRAMES, OverTake
from lvocal.sample.pipeline import colorize, preview
from lvocal.sample.sidecar import read_sidecar
from lvocal.settings import ColorizeSettings
from lvocal.values import ColorizeRequest, ColorizeResult, Hint, Lane, Repaint, Shot, SoundMix, UserError
from tests.media.films import make_film

FAST = ColorizeSettings(steps=1, paint_px=64, window_frames=9, overlap_frames=4)
SILENT = SoundMix(Lane("silence"), Lane("silence"))


@pytest.fixture(scope="module")
def networks() -> Networks:
    return tiny_networks()


def finish(request: ColorizeRequest, networks: Networks, folder) -> ColorizeResult:
    *_, result = colorize(request, networks, folder, lambda: None)
    assert isinstance(result, ColorizeResult)
    return result


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> ColorizeRequest:
    source = make_film(tmp_path_factory.mktemp("film") / "film.mp4", num_frames=40)
    settings = replace(FAST, saturation=3.0)
    return ColorizeRequest(source, "a red car", mix=SILENT, settings=settings)


@pytest.fixture(scope="module")
def take(asked, networks, tmp_path_factory):
    return finish(asked, networks, tmp_path_factory.mktemp("take")).video


def planes(path) -> list[np.ndarray]:
    return [np.stack(pair) for pair in read_chroma(probe(path))]


def test_outside_the_span_every_code_of_the_take_stays_and_inside_it_is_painted(
    asked, networks, take, tmp_path
) -> None:
    told = replace(
        asked, hints=(Hint(20, 0.5, 0.5, "lime", 0.5),), master="ffv1", repaint=Repaint(take, 12, 28)
    )
    result = finish(told, networks, tmp_path)
    old, new = planes(take), planes(result.video)
    same = [np.array_equal(one, two) for one, two in zip(old, new, strict=True)]
    assert all(same[:12]) and all(same[28:]) and not any(same[16:24])
    assert result.luma_error == 0 and probe(result.video).num_frames == 40
    assert any("12 to 27" in note and take.name in note for note in result.notes)
    again, record = read_sidecar(result.sidecar)
    assert again == told and len(record["sha256"]["take"]) == 64


def test_the_new_colours_rise_and_fall_at_the_ends_of_the_span(asked, take) -> None:
    over = OverTake(Repaint(take, 4, 36), probe(asked.source), [0])
    shares = [over.share(frame) for frame in range(40)]
    assert shares[3] == 0 and shares[36] == 0 and max(shares) == 1
    assert shares[4 : 4 + FADE_FRAMES] == sorted(shares[4 : 4 + FADE_FRAMES]) and 0 < shares[4] < 0.2
    assert shares[36 - FADE_FRAMES : 36] == sorted(shares[36 - FADE_FRAMES : 36], reverse=True)
    assert [frame for frame, _ in over.end_colors()] == [4, 35]


def test_at_a_cut_and_at_the_ends_of_the_film_nothing_fades(asked, take) -> None:
    over = OverTake(Repaint(take, 10, 40), probe(asked.source), [0, 10])
    assert over.share(10) == over.share(39) == 1 and not over.ends
    assert over.within(Shot(0, 10)) is None and over.within(Shot(10, 40)) == Shot(10, 40)


def test_a_still_outside_the_span_is_the_takes_own(asked, networks, take, tmp_path) -> None:
    over = replace(asked, repaint=Repaint(take, 12, 28))
    hinted = replace(over, hints=(Hint(20, 0.5, 0.5, "lime", 0.5),))
    stills = {
        (name, frame): preview(
            request, frame, networks, tmp_path / f"{name}{frame}.png", lambda: None
        ).read_bytes()
        for name, request in (("plain", over), ("hinted", hinted))
        for frame in (5, 20)
    }
    assert stills["plain", 5] == stills["hinted", 5] and stills["plain", 20] != stills["hinted", 20]


@pytest.mark.parametrize("span", [(0, 41), (5, 5), (40, 41), (9, 4)])
def test_a_span_must_lie_in_the_film(asked, take, span) -> None:
    with pytest.raises(UserError, match="0 to 39"):
        OverTake(Repaint(take, *span), probe(asked.source), [0])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ({"num_frames": 39, "chroma": 40}, "39 frames"),
        ({"num_frames": 40, "width": 66, "chroma": 40}, "66 pixels across"),
        ({"num_frames": 40}, "no colours"),
    ],
)
def test_a_film_that_is_no_take_of_this_one_is_refused(asked, tmp_path, kind, said) -> None:
    other = make_film(tmp_path / "other.mp4", **kind)
    with pytest.raises(UserError, match=said):
        OverTake(Repaint(other, 4, 20), probe(asked.source), [0])


def test_another_film_of_the_same_size_is_refused(asked, take, tmp_path) -> None:
    """The same film upside down."""
    other = make_film(tmp_path / "other.mp4", num_frames=40, rotation=180)
    with pytest.raises(UserError, match="does not show"):
        OverTake(Repaint(take, 4, 20), probe(other), [0])
