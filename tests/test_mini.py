"""Truths of the embedded weights, as they are shipped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lvocal.checkpoint.engines import load_networks
from lvocal.checkpoint.mini import MINI
from lvocal.color.spaces import srgb_to_lab
from lvocal.media.audio import for_listener
from lvocal.media.mix import MixedSound
from lvocal.media.picture_file import read_picture
from lvocal.media.pixels import gray_unit
from lvocal.media.synth import preset
from lvocal.media.video import probe, read_luma
from lvocal.metrics.separation import si_sdr_db
from lvocal.model.bundle import Networks
from lvocal.sample.changes import music_as
from lvocal.sample.conditions import encode
from lvocal.sample.known import Known
from lvocal.sample.painter import Painter, Painting
from lvocal.sample.pipeline import end_of as finished
from lvocal.sample.pipeline import preview, still
from lvocal.sample.stems import take_apart
from lvocal.sample.windows import plan_windows
from lvocal.settings import ColorizeSettings
from lvocal.values import (
    EMOTIONS,
    Change,
    ColorizeRequest,
    ColorRow,
    Hearing,
    Hint,
    Lane,
    Mood,
    Shot,
    SoundMix,
    Stroke,
    Waveform,
    Window,
)
from tests.media.films import make_film

SETTINGS = ColorizeSettings(paint_px=96)
EXAMPLES = Path(__file__).parents[1] / "assets" / "examples"
SILENT = SoundMix(Lane("silence"), Lane("silence"))


@pytest.fixture(scope="module")
def mini() -> Networks:
    return load_networks()


def test_they_are_small_enough_to_ship_and_described() -> None:
    assert sum(path.stat().st_size for path in MINI.iterdir()) < 60_000_000
    assert (MINI / "MODEL_CARD.md").exists()


def test_every_vector_has_its_word(mini) -> None:
    assert len(mini.vocabulary.index) == len(mini.text.vectors) == mini.text.config.vocabulary
    assert {"coat", "dress", "sea", "red"} <= mini.vocabulary.index.keys()


@pytest.mark.parametrize("seconds", [3.0, 8.0, 20.0])
@pytest.mark.parametrize("emotion", EMOTIONS)
def test_a_mood_piece_is_read_as_what_it_is(mini, emotion: str, seconds: float) -> None:
    heard = mini.listener.hear(torch.from_numpy(for_listener(preset(emotion, seconds))), None)
    means = torch.tensor(heard.emotions).mean(0)
    assert EMOTIONS[int(means.argmax())] == emotion


@pytest.mark.parametrize(
    ("name", "label"), [("crackling-fire", "crackling fire"), ("rain", "rain"), ("sea-waves", "sea waves")]
)
def test_an_ambience_is_read_as_what_it_is(mini, name: str, label: str) -> None:
    heard = mini.listener.hear(None, torch.from_numpy(for_listener(preset(name, 8.0))))
    first = [labels[0][0] for labels in heard.ambience]
    assert first.count(label) > len(first) / 2


@pytest.mark.parametrize(
    ("mood", "place"), [("contentment", "rain"), ("sadness", "river"), ("awe", "street")]
)
def test_of_a_mood_and_a_place_each_stem_is_nearer_to_its_own_than_the_whole_was(
    mini, mood: str, place: str
) -> None:
    music, effects = (preset(name, 6.0) for name in (mood, place))
    whole = Waveform(music.samples + effects.samples, music.rate_hz)
    found = finished(take_apart(whole, mini.separator, lambda: None), lambda: None)
    gains = [
        si_sdr_db(stem.samples[0], truth.samples[0]) - si_sdr_db(whole.samples[0], truth.samples[0])
        for stem, truth in ((found.music, music), (found.effects, effects))
    ]
    assert min(gains) > 0


def test_words_and_sounds_change_the_picture_and_zero_does_not(mini, tmp_path) -> None:
    film = make_film(tmp_path / "film.mp4", width=96, height=96, num_frames=1)
    plain = ColorizeRequest(film, mix=SILENT, settings=SETTINGS)
    storm = SoundMix(Lane("preset:fear"), Lane("preset:storm"))
    mute = replace(SETTINGS, music_strength=0.0, ambience_strength=0.0)
    asked = {
        "plain": plain,
        "red": replace(plain, rows=(ColorRow("coat", "red"),)),
        "blue": replace(plain, rows=(ColorRow("coat", "blue"),)),
        "storm": replace(plain, mix=storm),
        "muted": replace(plain, mix=storm, settings=mute),
    }
    seen = {
        name: preview(request, 0, mini, tmp_path / f"{name}.png", lambda: None).read_bytes()
        for name, request in asked.items()
    }
    assert len({seen["plain"], seen["red"], seen["blue"], seen["storm"]}) == 4
    assert seen["muted"] == seen["plain"]


def test_a_thing_follows_its_colour_as_far_as_its_strength_says(mini) -> None:
    """Along the way from what the sky is by itself to the colour that is asked for, and on in its
    direction."""
    clip = probe(EXAMPLES / "beach.mp4")
    gray = gray_unit(next(iter(read_luma(clip, 0, 1))), clip)

    def sky(*rows: ColorRow) -> np.ndarray:
        request = ColorizeRequest(clip.path, "", rows, SILENT, settings=SETTINGS)
        brief = encode(request, MixedSound(None, None, None), mini, lambda: None)
        painter = Painter(mini, SETTINGS, brief, Known(), clip)
        ab = end_of(painter.paint(painter.shrink(gray)[None], Window(0, 1, 0)))[0]
        return ab[:, : ab.shape[1] // 5].mean(axis=(1, 2))

    alone, said = sky(), sky(ColorRow("sky", "pink"))
    way = (said - alone) / np.linalg.norm(said - alone)
    strengths = [0.05, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0]
    along = [float((sky(ColorRow("sky", "pink", strength)) - alone) @ way) for strength in strengths]
    assert along == sorted(along)
    assert abs(along[0]) < 0.1 * along[4] and along[6] > 1.5 * along[4]
    assert np.array_equal(sky(ColorRow("sky", "pink", 0.0)), alone)


def test_what_is_in_the_picture_is_found_and_what_is_not_is_not(mini, tmp_path) -> None:
    rows = (ColorRow("sky", "pink"), ColorRow("camel", "mustard"), ColorRow("sea", "turquoise", 0.0))
    asked = ColorizeRequest(EXAMPLES / "beach.mp4", "", rows, SILENT)
    sky, camel, sea = still(asked, 0, mini, tmp_path / "still.png", lambda: None).words.things
    assert sky.state == "found" and 0.2 < sky.share < 0.6 and sky.delta_e < 5
    assert camel.state in ("missing", "doubtful") and sea.state == "off"


def test_a_mark_colours_its_own_place_and_words_hold_theirs(mini, tmp_path) -> None:
    """A stroke along the sky, while words name sand and sea: these had turned red as well."""
    clip = probe(EXAMPLES / "beach.mp4")
    gray = gray_unit(next(iter(read_luma(clip, 0, 1))), clip)
    stroke = Stroke(0, ((0.55, 0.12), (0.8, 0.14)), "#b3261e", 0.03)

    def painted(*strokes: Stroke) -> np.ndarray:
        request = ColorizeRequest(clip.path, "tan sand, blue sky, turquoise sea", settings=ColorizeSettings())
        brief = encode(request, MixedSound(None, None, None), mini, lambda: None)
        painter = Painter(mini, request.settings, brief, Known(strokes=strokes), clip)
        return end_of(painter.paint(painter.shrink(gray)[None], Window(0, 1, 0)))[0]

    changed = np.linalg.norm(painted(stroke) - painted(), axis=0)
    height, width = changed.shape
    assert changed[int(0.13 * height), int(0.68 * width)] > 30
    assert changed[int(0.5 * height) :].mean() < 2


@pytest.fixture(scope="module")
def dialled(mini, tmp_path_factory) -> list[np.ndarray]:
    """Mean chroma, a* and b* of a still without words, from sadness to excitement."""
    folder, film = tmp_path_factory.mktemp("dial"), EXAMPLES / "campfire.mp4"
    seen = []
    for amount in (0.0, 0.5, 1.0):
        hearing = Hearing(Mood("sadness", "excitement", amount))
        request = ColorizeRequest(film, mix=SILENT, settings=SETTINGS, hearing=hearing)
        picture = read_picture(preview(request, 20, mini, folder / f"{amount}.png", lambda: None))
        lab = srgb_to_lab(picture.astype(np.float32) / 255)
        seen.append(
            np.array([np.hypot(lab[..., 1], lab[..., 2]).mean(), lab[..., 1].mean(), lab[..., 2].mean()])
        )
    return seen


def test_the_dial_from_sadness_to_excitement_makes_colours_stronger_and_warmer_all_the_way(dialled) -> None:
    chroma, _, yellow = np.array(dialled).T
    assert (np.diff(chroma) > 1).all() and (np.diff(yellow) > 1).all()


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_of_a_vetoed_emotion_the_listener_hears_less_than_half(mini, emotion: str) -> None:
    sound, at = MixedSound(None, preset(emotion, 12.0), None), EMOTIONS.index(emotion)
    roads = (music_as(sound, Hearing(emotions=told), mini, lambda: None) for told in ((), (Change(emotion),)))
    before, after = (mini.listener.emotion_head(road.features).softmax(-1)[:, at].mean() for road in roads)
    assert after < 0.5 * before


def test_colours_do_not_grow_from_window_to_window_behind_a_hint(mini) -> None:
    clip = probe(EXAMPLES / "beach.mp4")
    settings = replace(SETTINGS, window_frames=17, overlap_frames=5)
    request = ColorizeRequest(clip.path, mix=SILENT, settings=settings)
    brief = encode(request, MixedSound(None, None, None), mini, lambda: None)
    painter = Painter(mini, settings, brief, Known([Hint(0, 0.5, 0.5, "red", 0.05)]), clip)
    chroma = []
    for window in plan_windows(Shot(0, 53), 17, 5):
        lumas = read_luma(clip, window.start, window.stop)
        light = np.stack([painter.shrink(gray_unit(luma, clip)) for luma in lumas])
        chroma.append(np.linalg.norm(end_of(painter.paint(light, window)), axis=1).mean())
    assert len(chroma) == 4 and max(chroma) < 1.4 * chroma[0]


def end_of(painting: Painting) -> np.ndarray:
    """What a painting returns."""
    while True:
        try:
            next(painting)
        except StopIteration as finished:
            return finished.value
