"""Ways to colour a clip: each changes what it says, by the app's own line, and is known by its changes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from torch import nn

from lvocal.color.palette import palette_of_picture
from lvocal.color.palette_source import palette_of_words
from lvocal.evaluate.clips import methods
from lvocal.evaluate.clips.excerpt import Excerpt
from lvocal.evaluate.clips.film_suites import CLIPS, DAVIS, LOOKS, STILL
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.methods import UNHEARD, Given, Method, Ours
from lvocal.evaluate.clips.painted_clip import PaintedClip, paint_clip
from lvocal.evaluate.clips.suite import Setup
from lvocal.evaluate.clips.suite_run import run_suite
from lvocal.evaluate.switches import SWITCHES
from lvocal.media.video import probe, read_rgb
from lvocal.model.bundle import tiny_networks
from lvocal.values import ColorizeRequest, UserError
from tests.evaluate.clips import film
from tests.evaluate.pictures import SETTINGS

CAPTION = "a red car under a blue sky"
NETWORKS = tiny_networks()
LOSSLESS = {"qp": "0"}
"""Two films of the same pictures; x264 may lose other bits of each."""


def paint(path: Path, method: Method, caption: str = CAPTION) -> PaintedClip:
    setup = Setup(path.parent, SETTINGS, 0, method)
    return paint_clip(Footage(path.name, path, caption), method.changed(NETWORKS), setup, True)


@pytest.fixture(scope="module")
def heard(tmp_path_factory) -> Path:
    """A few frames with a gliding tone."""
    path = tmp_path_factory.mktemp("clips") / "heard.mov"
    return film(path, sound="pcm_s16le", sound_sec=1.0, options=LOSSLESS)


@pytest.fixture(scope="module")
def usual(heard: Path) -> np.ndarray:
    """What the app makes of it."""
    return paint(heard, Ours()).painted


def test_in_silence_a_film_is_as_one_that_has_no_sound_to_the_bit(heard: Path, usual, tmp_path: Path) -> None:
    silent = paint(heard, Ours("silent", settings=UNHEARD)).painted
    assert np.array_equal(silent, paint(film(tmp_path / "mute.mov", options=LOSSLESS), Ours()).painted)
    assert not np.array_equal(silent, usual)


def test_without_words_a_caption_says_nothing(heard: Path, usual) -> None:
    wordless = paint(heard, Ours("wordless", is_wordless=True)).painted
    assert np.array_equal(wordless, paint(heard, Ours(), caption="").painted)
    assert not np.array_equal(wordless, usual)


@pytest.mark.parametrize("source", ["drawn", "words", "truth"])
def test_a_palette_shows_and_is_the_same_every_time(heard: Path, usual, source) -> None:
    made = paint(heard, Ours("palette", palette=source))
    assert not np.array_equal(made.painted, usual) and made.luma_error == 0
    assert np.array_equal(made.painted, paint(heard, Ours("palette", palette=source)).painted)


def test_palettes_come_from_where_they_say(heard: Path, tmp_path: Path, monkeypatch) -> None:
    asked: list[ColorizeRequest] = []

    def stop(request: ColorizeRequest, *rest: object) -> None:
        asked.append(request)
        raise UserError("far enough")

    monkeypatch.setattr(methods, "colorize", stop)
    for source in ("drawn", "words", "truth", None):
        with pytest.raises(UserError, match="far enough"):
            Ours("p", palette=source).paint(Given(probe(heard), CAPTION, tmp_path), NETWORKS, SETTINGS)
    drawn, words, truth, none = (request.palette for request in asked)
    assert words == palette_of_words(CAPTION)
    assert truth == palette_of_picture(next(iter(read_rgb(probe(heard), 0, 1))))
    assert none is None and drawn not in (words, truth)


def test_words_that_bring_no_colour_leave_the_clip_out_with_the_reason(heard: Path, tmp_path: Path) -> None:
    setup = Setup(tmp_path, SETTINGS, 24, Ours("palette", palette="words"))
    (record,) = run_suite(CLIPS, [Footage("a", heard, "xyz")], setup, lambda: NETWORKS)
    assert "brings a colour" in record.fault


@pytest.mark.parametrize("switch", SWITCHES)
def test_every_switch_paints_a_whole_film_with_and_without_sound(
    switch: str, heard: Path, tmp_path: Path
) -> None:
    for path in (heard, film(tmp_path / "mute.mp4")):
        made = paint(path, Ours(switch, switch))
        assert made.painted.shape == made.truth.shape and made.luma_error == 0


def test_a_switch_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(UserError, match='"XY"') as caught:
        Ours("XY", "XY").changed(NETWORKS)
    assert all(name in caught.value.remedy for name in SWITCHES)


def test_settings_of_a_method_go_before_those_of_the_run(heard: Path, usual) -> None:
    other = replace(SETTINGS, seed=7)
    mine = Ours("seven", settings=(("seed", 7),))
    setup = Setup(heard.parent, other, 0)
    of_the_run = paint_clip(Footage("a", heard, CAPTION), NETWORKS, setup, True).painted
    assert np.array_equal(paint(heard, mine).painted, of_the_run)
    assert not np.array_equal(of_the_run, usual)


WAYS = (
    Ours(), *(Ours(switch=name) for name in SWITCHES), Ours(palette="drawn"), Ours(palette="words"),
    Ours(palette="truth"), Ours(is_wordless=True), Ours(settings=UNHEARD), Ours(settings=UNHEARD[:1]),
)  # fmt: skip


def test_facts_differ_whenever_colours_may_and_a_name_colours_nothing() -> None:
    facts = [way.facts for way in WAYS]
    assert all(one not in facts[:at] for at, one in enumerate(facts))
    assert Ours("another name").facts == Ours().facts


def test_facts_know_the_code_of_their_switch_and_the_code_that_paints(monkeypatch) -> None:
    class _Other(nn.Module):
        pass

    before = [Ours(switch=name).facts for name in ("R", "R-AC", "AC")]
    monkeypatch.setitem(SWITCHES["R"].__globals__, "_Trust", _Other)
    after = [Ours(switch=name).facts for name in ("R", "R-AC", "AC")]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False, True]
    monkeypatch.setattr(methods, "painting_print", lambda: "other")
    assert Ours(switch="AC").facts != after[2]


def test_a_method_of_another_name_keeps_its_records_in_a_folder_of_its_own(
    heard: Path, tmp_path: Path
) -> None:
    clips, setup = [Footage("a", heard)], Setup(tmp_path / "report", SETTINGS, 24)
    other = replace(setup, method=Ours("no/sound", "AC"))
    (usual,) = run_suite(DAVIS, clips, setup, lambda: NETWORKS)
    before = {path: path.read_bytes() for path in setup.report.rglob("*") if path.is_file()}
    (record,) = run_suite(DAVIS, clips, other, lambda: NETWORKS)
    assert DAVIS.folder(setup) == setup.report / "davis"
    assert DAVIS.folder(other).parent == setup.report / "davis" and DAVIS.folder(other).is_dir()
    assert {path: path.read_bytes() for path in before} == before
    assert (DAVIS.folder(other) / record.file(STILL)).is_file()
    assert record.key != usual.key and record.figure("CIEDE2000") != usual.figure("CIEDE2000")


def test_looks_are_those_of_the_app_as_it_is_and_of_whole_clips(tmp_path: Path) -> None:
    setup = Setup(tmp_path)
    assert LOOKS in CLIPS.codes(setup)
    for change in ({"method": Ours("AC", "AC")}, {"excerpt": Excerpt(4)}, {"excerpt": Excerpt(px=64)}):
        assert LOOKS not in CLIPS.codes(replace(setup, **change))
