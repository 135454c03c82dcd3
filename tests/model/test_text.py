"""Truths of the text encoder."""

import pytest
import torch

from lvocal.color.naming import color_lab
from lvocal.model.bundle import tiny_networks
from lvocal.model.text import Vocabulary, batch_tokens, tokenize
from lvocal.values import ColorRow


def words(text: str) -> list[tuple[tuple[str, ...], bool, bool]]:
    return [(t.words, t.lab is not None, t.carried is not None) for t in tokenize(text)]


def test_a_colour_is_carried_to_the_thing_it_stands_before() -> None:
    assert words("red coat and blue jeans") == [
        (("red",), True, True), (("coat",), False, True), (("and",), False, False),
        (("blue",), True, True), (("jeans",), False, True),
    ]  # fmt: skip


def test_a_colour_of_several_words_is_one_token() -> None:
    first, second = tokenize("dark blue hat")
    assert first.words == ("dark", "blue") and first.lab == color_lab("dark blue")
    assert second.carried == first.lab


@pytest.mark.parametrize(
    "text", ["a red coat in the street", "a red coat, a street", "the coat is red. street"]
)
def test_a_phrase_ends_where_the_sentence_turns(text: str) -> None:
    assert tokenize(text)[-1].words == ("street",) and tokenize(text)[-1].carried is None


def test_rows_say_what_a_phrase_says() -> None:
    (color, thing), (again, same) = tokenize("", [ColorRow("coat", "red")]), tokenize("red coat")
    assert (color.lab, thing.words, thing.carried) == (again.lab, same.words, same.carried)


def test_hex_is_a_colour_without_a_word() -> None:
    color, thing = tokenize("", [ColorRow("car", "#c9a227")])
    assert color.lab == color_lab("#c9a227") and thing.carried == color.lab


def test_plurals_fall_back_to_their_stem() -> None:
    vocabulary = Vocabulary(["coat", "dress"])
    rows = batch_tokens([tokenize("coats dresses zzz")], vocabulary, 4).rows[0]
    assert rows[:, 0].tolist() == [0, 1, -1, -1]


def test_long_sentences_are_cut_and_empty_ones_are_all_padding() -> None:
    networks = tiny_networks()
    tokens = batch_tokens([tokenize("red coat " * 40), []], networks.vocabulary, 24)
    assert tokens.mask.sum(1).tolist() == [24, 0]
    assert torch.isfinite(networks.text(tokens)).all()


def test_the_colour_of_a_word_reaches_its_features() -> None:
    networks = tiny_networks()

    def encode(text: str) -> torch.Tensor:
        return networks.text(batch_tokens([tokenize(text)], networks.vocabulary, 24))

    assert not torch.allclose(encode("red coat"), encode("blue coat"))
    assert torch.equal(encode("red coat"), encode("red coat"))


@pytest.mark.parametrize(
    ("sentence", "thing", "color"),
    [
        ("the car red, the man", "car", "red"),
        ("the man in black, the car red", "man", "black"),
        ("the sky is blue and the car is red", "sky", "blue"),
        ("a woman wearing red", "woman", "red"),
        ("people in white shirts", "people", None),
        ("a man in a black and white shirt", "man", None),
        ("a dog on grass, red coat", "dog", None),
    ],
)
def test_a_colour_without_a_thing_belongs_to_what_stands_before_it(
    sentence: str, thing: str, color: str | None
) -> None:
    token = next(token for token in tokenize(sentence) if token.words == (thing,))
    assert token.carried == (color_lab(color) if color else None)
