"""Truths of which words speak of which thing."""

import pytest

from lvocal.model.text import tokenize
from lvocal.model.things import things_of
from lvocal.values import ColorRow


@pytest.mark.parametrize(
    ("caption", "things"),
    [
        ("", []),
        ("a quiet street", []),
        ("a woman in a red coat, a green car", [("coat", "red"), ("car", "green")]),
        ("the car is blue", [("car", "blue")]),
        ("a red coat, red shoes", [("coat", "red"), ("shoes", "red")]),
        ("the man in black", [("man", "black")]),
        ("dark blue sky", [("sky", "dark blue")]),
        ("a #c9a227 wall", [("wall", "#c9a227")]),
    ],
)
def test_every_colour_of_a_caption_has_its_thing(caption: str, things: list[tuple[str, str]]) -> None:
    assert [(thing.object, thing.color) for thing in things_of(caption)] == things


def test_rows_come_first_as_they_are_written_and_their_places_are_those_of_the_sentence() -> None:
    rows = (ColorRow("wool coat", "dark blue"), ColorRow("hat", "red", 0.0), ColorRow("car", "#c9a227", 0.5))
    things, tokens = things_of("a green door", rows), tokenize("a green door", rows)
    assert [(thing.object, thing.color) for thing in things] == [
        ("wool coat", "dark blue"), ("hat", "red"), ("car", "#c9a227"), ("door", "green"),
    ]  # fmt: skip
    assert [thing.is_row for thing in things] == [True, True, True, False]
    assert things[1].places == ()
    for thing in (things[0], things[2], things[3]):
        assert {tokens[place].carried for place in thing.places} == {thing.lab}
    assert [len(thing.places) for thing in things] == [3, 0, 2, 2]
