"""Truths of the figures about words."""

import numpy as np
import pytest

from lvocal.color.lexicon import COLOR_NAMES
from lvocal.color.naming import is_held_out
from lvocal.evaluate.bars import word_bars
from lvocal.evaluate.bars.garments import garment_of
from lvocal.evaluate.bars.word_bars import CHROMATIC, FINE, PAIRS, fine, objects, unseen, words, wrong_objects
from tests.evaluate.pictures import fashion, photograph, trial

PARTS = (words, unseen, fine, objects)


def garments(picture):
    return [garment_of(picture, region, 64) for region in picture.regions]


def painting(wearing, colors) -> np.ndarray:
    """Both garments painted as far as they can be, the ground grey (2, h, w)."""
    ab = np.zeros_like(wearing[0].still.ab)
    for garment, color in zip(wearing, colors, strict=True):
        ab[:, garment.inside] = garment.asked(COLOR_NAMES[color])[:, None]
    return ab


@pytest.mark.parametrize("pair", PAIRS)
def test_each_garment_in_its_own_colour_is_right_and_in_the_others_is_wrong(pair) -> None:
    wearing = garments(fashion())
    assert wrong_objects(wearing, pair, painting(wearing, pair)) == [False, False]
    assert wrong_objects(wearing, pair, painting(wearing, pair[::-1])) == [True, True]


def test_a_colour_on_both_is_wrong_on_one() -> None:
    wearing = garments(fashion())
    assert wrong_objects(wearing, ("red", "green"), painting(wearing, ("red", "red"))) == [False, True]


def test_the_colours_asked_for_are_known_and_learned() -> None:
    asked = {*CHROMATIC, *FINE, *(color for pair in PAIRS for color in pair)}
    assert asked <= COLOR_NAMES.keys()
    assert not [name for name in asked if is_held_out(name)]


@pytest.fixture
def obedient(monkeypatch):
    """A painter that does just what the rows say; gives the list of colours asked for."""
    asked = []

    def paint(networks, still, sentences, settings):
        painted = []
        for sentence in sentences:
            ab = np.zeros_like(still.ab)
            for token in sentence:
                region = next((r for r in still.picture.regions if r.label in token.words), None)
                if token.lab is not None:
                    asked.append(" ".join(token.words))
                if region is not None:
                    garment = garment_of(still.picture, region, settings.paint_px)
                    ab[:, garment.inside] = garment.asked(token.carried)[:, None]
            painted.append(ab)
        return np.stack(painted)

    monkeypatch.setattr(word_bars, "paint", paint)
    return asked


@pytest.mark.parametrize("part", PARTS)
def test_a_painter_that_obeys_reaches_every_bar(part, obedient) -> None:
    rows = part(trial(fashion("a"), fashion("b"), photograph()))
    assert rows and all(row.passed for row in rows), rows


@pytest.mark.parametrize("part", [words, unseen, fine])
def test_a_painter_that_leaves_all_grey_does_not(part, monkeypatch) -> None:
    grey = lambda networks, still, sentences, settings: np.zeros((len(sentences), *still.ab.shape))  # noqa: E731
    monkeypatch.setattr(word_bars, "paint", grey)
    rows = part(trial(fashion("a"), fashion("b")))
    assert [row.what for row in rows if row.passed is False]


def test_unseen_names_are_all_held_out_and_all_asked_for(obedient) -> None:
    pictures = [fashion(str(number)) for number in range(word_bars.FEW_GARMENTS // 2)]
    unseen(trial(*pictures))
    assert all(is_held_out(name) for name in obedient)
    assert len(set(obedient)) > 50


@pytest.mark.parametrize("part", PARTS)
def test_the_real_painter_gives_figures_and_the_limit_is_kept(part) -> None:
    rows = part(trial(fashion("a"), fashion("b"), limit=1))
    assert all(row.passed is not None for row in rows)


@pytest.mark.parametrize("part", PARTS)
def test_without_garments_nothing_is_measured(part) -> None:
    assert all(row.passed is None for row in part(trial(photograph())))
