"""Truths of the text encoder."""

import pytest
import torch

from lvocal.color.naming import color_lab
from lvocal.model.bundle import tiny_networks
from lvocal.model.text import Vocabulary, batch_tokens, marks_of, tokenize
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


def read(text: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Features and shades of a sentence."""
    networks = tiny_networks()
    tokens = batch_tokens([tokenize(text)], networks.vocabulary, 24)
    return networks.text(tokens), tokens.shades


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("red coat", "klein blue coat"),
        ("red coat", "#2040d0 coat"),
        ("red coat and green hat", "green coat and red hat"),
        ("red coat, white dog", "teal coat, white dog"),
    ],
)
def test_which_colour_it_is_changes_what_is_painted_but_not_where(one: str, other: str) -> None:
    (features, shades), (same, others) = read(one), read(other)
    assert torch.equal(features, same) and not torch.equal(shades, others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("coat", "red coat"),
        ("red coat and red hat", "red coat and green hat"),
        ("black coat", "white coat"),
        ("black coat", "red coat"),
        ("red coat and hat", "coat and red hat"),
    ],
)
def test_what_is_of_one_colour_and_how_light_it_is_are_heard(one: str, other: str) -> None:
    assert not torch.allclose(read(one)[0], read(other)[0])


def test_colours_of_one_sentence_have_marks_far_apart() -> None:
    said = "red coat, crimson hat, pink scarf, blue bag, navy shoes, teal belt, yellow skirt, olive socks"
    marks = torch.tensor(list(marks_of(tokenize(said)).values()))
    apart = torch.cdist(marks, marks) + 1e3 * torch.eye(8)
    assert len(marks) == 8 and apart.min() > 40


def test_more_colours_than_marks_are_read_all_the_same() -> None:
    named = "red green blue yellow orange purple pink teal navy olive".split()
    networks = tiny_networks()
    tokens = batch_tokens([tokenize(", ".join(f"{c} hat" for c in named))], networks.vocabulary, 24)
    assert tokens.has_color.sum() == 20 and torch.isfinite(networks.text(tokens)).all()


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
