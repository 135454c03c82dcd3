"""Trying a sound gives what is played, what is heard, and the relevance that painting will have."""

from dataclasses import replace

import pytest

from lvocal.model.bundle import tiny_networks
from lvocal.sample.audition import audition
from lvocal.sample.pipeline import colorize, preview
from lvocal.settings import ColorizeSettings
from lvocal.values import Change, ColorizeRequest, Hearing, Lane, Mood, SoundMix
from tests.media.films import make_film

NETWORKS = tiny_networks(3)
SETTINGS = ColorizeSettings(paint_px=64, window_frames=9, overlap_frames=4)
SILENCE = Lane("silence")


def go_on() -> None:
    pass


@pytest.fixture
def asked(tmp_path) -> ColorizeRequest:
    film = make_film(tmp_path / "film.mp4", num_frames=24, sound="aac")
    return ColorizeRequest(film, mix=SoundMix(Lane("preset:anger"), Lane("preset:rain")), settings=SETTINGS)


def test_it_tells_what_plays_and_what_is_heard(asked):
    tried = audition(asked, [], NETWORKS, go_on)
    assert set(tried.sound.peaks) == {"music", "ambience", "speech"} and tried.as_heard == tried.heard
    assert tried.heard.emotions and tried.heard.ambience and not tried.heard.relevance


def test_the_relevance_of_a_still_is_what_its_painting_has(asked, monkeypatch, tmp_path):
    (tried,) = audition(asked, [7], NETWORKS, go_on).heard.relevance
    painted = []
    gates = NETWORKS.transformer
    hooks = [
        gate.register_forward_hook(lambda _gate, _given, r: painted.append(float(r.mean())))
        for gate in (gates.env_gate, gates.mood_gate)
    ]
    preview(asked, 7, NETWORKS, tmp_path / "still.png", go_on)
    for hook in hooks:
        hook.remove()
    assert [tried.ambience, tried.music] == pytest.approx(painted, abs=1e-6)
    assert 0 < tried.music < 1 and tried.start_sec == pytest.approx(7 / 24, abs=0.02)


@pytest.mark.parametrize(
    ("silent", "missing"),
    [
        ({"mix": SoundMix(SILENCE, Lane("preset:rain"))}, "music"),
        ({"mix": SoundMix(Lane("preset:anger"), Lane("preset:rain"), muted=("ambience",))}, "ambience"),
        ({"settings": replace(SETTINGS, music_strength=0.0)}, "music"),
    ],
)
def test_a_road_that_is_silent_or_off_has_no_relevance(asked, silent, missing):
    (tried,) = audition(replace(asked, **silent), [3], NETWORKS, go_on).heard.relevance
    values = {"music": tried.music, "ambience": tried.ambience}
    assert values.pop(missing) is None and None not in values.values()


def test_a_film_leaves_the_relevance_of_every_window(asked, tmp_path):
    *_, result = colorize(asked, NETWORKS, tmp_path / "out", go_on)
    stretches = result.heard.relevance
    assert len(stretches) > 1 and stretches[0].start_sec == 0
    assert stretches[-1].stop_sec == pytest.approx(result.clip.duration_sec, abs=0.01)
    assert all(0 < item.music < 1 and 0 < item.ambience < 1 for item in stretches)


def still(request: ColorizeRequest, folder, name: str) -> bytes:
    return preview(request, 3, NETWORKS, folder / f"{name}.png", go_on).read_bytes()


def test_three_muted_lanes_are_words_alone_to_the_bit_whatever_the_dial_says(asked, tmp_path):
    words = replace(asked, settings=replace(SETTINGS, music_strength=0.0, ambience_strength=0.0))
    mute = replace(asked, mix=replace(asked.mix, muted=("music", "ambience", "speech")))
    plain = still(words, tmp_path, "words")
    assert still(mute, tmp_path, "mute") == plain != still(asked, tmp_path, "sound")
    assert still(replace(mute, hearing=Hearing(Mood("anger", "anger"))), tmp_path, "dial") == plain


def test_the_dial_needs_no_music(asked, tmp_path):
    silent = replace(asked, mix=SoundMix(SILENCE, SILENCE))
    dialled = replace(silent, hearing=Hearing(Mood("anger", "excitement", 0.5)))
    assert still(dialled, tmp_path, "dialled") != still(silent, tmp_path, "silent")


def test_a_change_that_changes_nothing_is_told(asked, tmp_path):
    idle = replace(asked, hearing=Hearing(places=(Change("no such label"),)))
    assert audition(idle, [], NETWORKS, go_on).idle == ("no such label",)
    *_, result = colorize(idle, NETWORKS, tmp_path / "out", go_on)
    assert any("no such label" in note for note in result.notes)
