"""What is heard becomes words and five colours, as far as it counts and no farther."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lvocal.color.palette import palette_swatches
from lvocal.sample.tone_words import (
    MOODS,
    PLACES,
    mood_words,
    palette_words,
    place_words,
    spoken,
    tone_palette,
    usual_colors,
)  # fmt: skip
from lvocal.settings import ColorizeSettings
from lvocal.values import EMOTIONS, ColorizeRequest, Heard, Palette

SILENCE = Heard((), (), ())


def music(*moods: tuple[str, float]) -> Heard:
    """One segment each, with a share for one emotion and the rest spread evenly."""
    rows = []
    for name, share in moods:
        row = [(1 - share) / (len(EMOTIONS) - 1)] * len(EMOTIONS)
        row[EMOTIONS.index(name)] = share
        rows.append(tuple(row))
    return Heard(tuple(2.0 * k for k in range(len(rows))), tuple(rows), ())


def place(*labels: tuple[str, float]) -> Heard:
    return Heard((0.0,), (), (labels,))


def request(music: float = 1.0, ambience: float = 1.0, palette: Palette | None = None) -> ColorizeRequest:
    settings = ColorizeSettings(music_strength=music, ambience_strength=ambience)
    return ColorizeRequest(Path("film.mp4"), palette=palette, settings=settings)


def chroma(palette: Palette | None) -> float:
    assert palette is not None
    return float(np.linalg.norm(palette_swatches(palette)[:, 1:], axis=1).mean())


@pytest.mark.parametrize("name", EMOTIONS)
def test_every_emotion_that_is_clear_is_named(name: str) -> None:
    assert MOODS[name] in mood_words(music((name, 0.9)))


def test_moods_are_those_of_the_whole_film() -> None:
    said = mood_words(music(("sadness", 0.9), ("fear", 0.9)))
    assert "sad" in said and "fearful" in said
    assert mood_words(music(("sadness", 0.9), *[("awe", 0.9)] * 9)).startswith("The mood is full of awe, in")


def test_where_no_emotion_is_clear_none_is_named() -> None:
    assert not any(mood in mood_words(music(("sadness", 1 / 8))) for mood in MOODS.values())


def test_only_places_are_named_and_only_clear_ones() -> None:
    assert place_words(place(("sea waves", 0.8), ("wind", 0.5), ("dog", 0.9))) == "By the sea, in the wind"
    assert place_words(place(("sea waves", 0.1))) == "" and place_words(place(("music", 0.9))) == ""


def test_excitement_is_more_colourful_than_sadness_and_fire_warmer_than_the_sea() -> None:
    """L-VOCAL Fig. 3."""
    excited, sad = (tone_palette(music((name, 0.9))) for name in ("excitement", "sadness"))
    assert chroma(excited) > 1.3 * chroma(sad)
    fire, sea = (tone_palette(place((name, 0.9))) for name in ("crackling fire", "sea waves"))
    assert fire is not None and sea is not None
    warmth = [palette_swatches(palette)[:, 1:].sum() for palette in (fire, sea)]
    assert warmth[0] > warmth[1] + 20


def test_strength_moves_the_palette_all_the_way_from_the_usual_colours() -> None:
    heard = music(("excitement", 0.9))
    chromas = [chroma(tone_palette(heard, strength)) for strength in (0.25, 0.5, 1.0)]
    usual = float(np.linalg.norm(usual_colors()[:, 1:], axis=1).mean())
    assert [usual, *chromas] == sorted([usual, *chromas])
    assert tone_palette(heard, 0.0) is None


@pytest.mark.parametrize("name", PLACES)
def test_every_place_is_a_label_that_the_listener_knows(name: str) -> None:
    from lvocal.model.listen import LABELS

    assert name in LABELS


def test_strength_zero_and_silence_say_nothing() -> None:
    heard = Heard((0.0,), music(("fear", 0.9)).emotions, ((("rain", 0.9),),))
    assert spoken(request(0, 0), heard) == [] == spoken(request(), SILENCE)
    moody, placed = spoken(request(0.5, 0), heard), spoken(request(0, 1.5), heard)
    assert moody[0] == (mood_words(heard), 0.5) and "rain" not in str(moody)
    assert placed[0] == ("In the rain", 1.5) and "fearful" not in str(placed)


def test_a_palette_of_the_persons_own_takes_the_place_of_the_colours_heard() -> None:
    heard = music(("fear", 0.9))
    assert len(spoken(request(), heard)) == 2
    assert spoken(request(palette=Palette(("#aa3322",))), heard) == [(mood_words(heard), 1.0)]


def test_colours_are_told_by_names_each_once() -> None:
    assert palette_words(Palette(("#e50000",))) == "The colours are red"
    said = palette_words(Palette(("#e50000", "#0343df", "#000000")))
    assert said == "The colours are black, blue and red"
