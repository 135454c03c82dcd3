"""Truths of the words of the page: what is read of controls, and what is shown of a report."""

from dataclasses import replace
from pathlib import Path

import pytest

from lvocal.color.naming import color_lab
from lvocal.ui.swatches import color_choices, look_up_color
from lvocal.ui.visits import Visit
from lvocal.ui.words_form import (
    MAX_ROWS,
    landed_value,
    mark,
    read_prompt,
    read_rows,
    read_shot_words,
    wording_value,
)
from lvocal.values import ColorRow, Landed, Shot, ShotWords, UserError, WordReport

FOUND = Landed("coat", "red", "found", share=0.1, delta_e=5.6, chroma=40.0, sureness=0.9)


def visit() -> Visit:
    return Visit("x" * 22, Path("."))


def test_rows_carry_their_strength_and_old_ones_count_as_they_are() -> None:
    rows = [{"object": " coat ", "color": "red", "strength": 0.5}, {"object": "car", "color": "#00ff00"}]
    assert read_rows(rows) == (ColorRow("coat", "red", 0.5), ColorRow("car", "#00ff00"))


@pytest.mark.parametrize("strength", [-0.1, 2.1, float("nan")])
def test_a_strength_out_of_bounds_is_said(strength: float) -> None:
    with pytest.raises(UserError, match="strength"):
        read_rows([{"object": "coat", "color": "red", "strength": strength}])


def test_words_of_shots_are_read_by_frame() -> None:
    shots = [
        {"frame": 90, "prompt": " at  night ", "rows": [{"object": "coat", "color": "navy", "strength": 2}]},
        {"frame": 4, "prompt": None, "rows": []},
    ]
    night = ShotWords(90, "at night", (ColorRow("coat", "navy", 2.0),))
    assert read_shot_words(shots) == (ShotWords(4), night)
    with pytest.raises(UserError, match="mustard"):
        read_shot_words([{"frame": 1, "rows": [{"object": "car", "color": "mustrad"}]}])


def test_too_much_is_refused_in_words() -> None:
    for read, much in (
        (read_rows, [{}] * (MAX_ROWS + 1)),
        (read_prompt, "x" * 501),
        (read_shot_words, [{}] * 201),
    ):
        with pytest.raises(UserError) as caught:
            read(much)
        assert caught.value.remedy


@pytest.mark.parametrize(
    ("thing", "shown"),
    [
        (FOUND, "✓ dE 6"),
        (replace(FOUND, state="doubtful"), "? dE 6"),
        (replace(FOUND, state="grey"), "grey"),
        (Landed("coat", "red", "missing", share=0.0), "not found"),
        (Landed("coat", "red", "unread"), "not read"),
        (Landed("coat", "red", "off"), "off"),
        (Landed("coat", "red", "unknown"), ""),
    ],
)
def test_every_fate_has_its_mark(thing: Landed, shown: str) -> None:
    assert mark(thing) == shown


def test_the_page_is_told_what_became_of_the_words() -> None:
    one = visit()
    assert landed_value(one) == {}
    one.landed(WordReport((FOUND,), 0.124, "bottom left"), "still", {"rows": [], "prompt": "a red coat"})
    value = landed_value(one)
    assert value["gray"] == "12% of the picture stayed nearly grey, most of it at the bottom left."
    assert value["things"][0]["mark"] == "✓ dE 6" and value["of"] == "still"
    one.shots, one.frame = (Shot(0, 10), Shot(10, 30)), 12
    assert wording_value(one) == {"shots": [[0, 10], [10, 30]], "frame": 12, "history": ["a red coat"]}


def test_every_name_that_is_offered_is_understood_and_has_its_colour() -> None:
    choices = color_choices()
    assert len(choices) > 900 and len({name for name, _ in choices}) == len(choices)
    for name, code in choices[::37]:
        assert look_up_color(name)["hex"] == code and color_lab(name) is not None
    assert look_up_color("mustrad") == {"hex": "", "hint": "mustard?"}
