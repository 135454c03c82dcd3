"""Sentences vary as people's do, and what they say of colours stays true."""

from __future__ import annotations

import numpy as np
import pytest

from lvocal.color.naming import find_colors
from lvocal.media.shards import Picture, Region
from lvocal.model.text import BREAKS, tokenize
from lvocal.train.regions import word_regions
from lvocal.train.sentences import NamedColor, _decoy, caption, name_regions
from lvocal.train.wordings import AROUND, MADE, OTHER_WORDS, around, call

ALL_WORDS = sorted({word for thing, others in OTHER_WORDS.items() for word in (thing, *others)})


@pytest.mark.parametrize("word", [*ALL_WORDS, *MADE.split(), *AROUND])
def test_no_word_around_a_colour_is_a_colour(word: str) -> None:
    assert not list(find_colors(word.split()))


def test_a_thing_is_called_by_several_words_but_never_by_one_that_is_taken() -> None:
    rng = np.random.default_rng(0)
    said = [call("coat", {"coat", "jacket"}, rng) for _ in range(300)]
    heads = {words.split()[-1] for words in said}
    assert heads == {"coat", *OTHER_WORDS["coat"]} - {"jacket"}
    assert any(words.split()[0] in MADE.split() for words in said)


def test_a_thing_without_other_words_keeps_its_own() -> None:
    rng = np.random.default_rng(0)
    assert {call("zebra", (), rng).split()[-1] for _ in range(50)} == {"zebra"}


def test_what_is_not_there_has_no_word_in_common_with_what_is() -> None:
    rng = np.random.default_rng(3)
    heard = {thing for _ in range(400) if (thing := _decoy({"coat", "sky"}, rng).split(" ")[-1])}
    assert len(heard) > 20 and not heard & {"coat", "jacket", "sky"}
    assert heard <= OTHER_WORDS.keys(), "only what other pictures show"


def test_words_around_come_now_and_then() -> None:
    rng = np.random.default_rng(0)
    said = {around(rng) for _ in range(300)}
    assert "" in said
    assert {words.strip() for words in said} <= {"", *AROUND}


def test_every_recolored_thing_is_still_bound_to_its_colour() -> None:
    """Whatever words stand around it, a word that carries its colour is among those of the sentence."""
    mask = np.repeat(np.arange(1, 5, dtype=np.uint8), 16).reshape(8, 8)
    regions = tuple(
        Region(n, label, 0.25, (50.0, 0.0, 0.0)) for n, label in enumerate(("coat", "hat", "sky", "hair"), 1)
    )
    picture = Picture("p", "ccp", np.full((8, 8, 3), 128, np.uint8), mask=mask, regions=regions)
    rng = np.random.default_rng(1)
    recolored = 0
    for _ in range(200):
        named = name_regions(picture, rng)
        numbers = set(word_regions(named, tokenize(caption(picture, named, rng))))
        asked = {n for n, item in enumerate(named, 1) if item.recolored}
        assert {named[n - 1].lab for n in asked} == {named[n - 1].lab for n in numbers - {0}}
        recolored += len(asked)
    assert recolored > 100


@pytest.mark.parametrize("words", [words for words in AROUND if words.split()[0] in BREAKS])
def test_words_around_do_not_take_a_colour(words: str) -> None:
    named = NamedColor(Region(1, "coat", 1.0, (50.0, 0.0, 0.0)), "red", (53.2, 80.1, 67.2), recolored=True)
    sentence = tokenize(f"{named.name} coat {words}")
    assert [token.carried is not None for token in sentence] == [True, True] + [False] * (len(sentence) - 2)
