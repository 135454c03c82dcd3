"""Truths of how marks on the page are read."""

from pathlib import Path

import pytest

from lvocal.ui.points_form import (
    MAX_MARKS,
    POINTS_DEFAULTS,
    Handed,
    read_marks,
    with_reference,
    without_reference,
)  # fmt: skip
from lvocal.values import Hint, ReferenceFrame, Repaint, Stroke, UserError

PIN = {"kind": "pin", "frame": 3, "x": 0.25, "y": 0.5, "color": "red", "radius": 0.02}
STROKE = {"kind": "stroke", "frame": 3, "points": [[0, 0.5], [1, 0.5]], "color": "#00ff00", "radius": 0.1}
HANDED = Handed({"set.png": Path("in-1/set.png")}, {"t1": Path("t1/film.mp4")})


def read(*marks, span=None) -> dict:
    return read_marks([*marks, *([{"kind": "span", **span}] if span else [])], HANDED)


def test_pins_strokes_and_erasers_keep_their_order() -> None:
    found = read(STROKE, PIN, {**STROKE, "color": None})
    assert found["hints"] == (Hint(3, 0.25, 0.5, "red", 0.02),)
    path = ((0.0, 0.5), (1.0, 0.5))
    assert found["strokes"] == (Stroke(3, path, "#00ff00", 0.1), Stroke(3, path, None, 0.1))


def test_no_marks_are_no_fields_of_the_request() -> None:
    for nothing in (None, POINTS_DEFAULTS["marks"]):
        assert not any(read_marks(nothing, HANDED).values())


@pytest.mark.parametrize(
    "mark",
    [
        {**PIN, "x": 1.5},
        {**PIN, "x": "left"},
        {**PIN, "frame": -1},
        {**PIN, "frame": 1.5},
        {**PIN, "kind": "arrow"},
        {**STROKE, "points": []},
        {**STROKE, "points": [[0.5]]},
        {**STROKE, "points": [[0, 0]] * 501},
        {"kind": "stroke", "frame": 1},
        "pin",
    ],
)
def test_what_is_no_mark_is_refused_in_words(mark) -> None:
    with pytest.raises(UserError, match="mark cannot be read"):
        read(mark)


def test_a_misspelt_colour_is_named() -> None:
    with pytest.raises(UserError, match="mustrd"):
        read({**PIN, "color": "mustrd"})


def test_too_many_marks_are_too_many() -> None:
    assert len(read(*[PIN] * MAX_MARKS)["hints"]) == MAX_MARKS
    with pytest.raises(UserError, match="more than"):
        read(*[PIN] * (MAX_MARKS + 1))


def test_pictures_and_takes_are_only_those_of_the_visit() -> None:
    reference = {"kind": "reference", "frame": 7, "picture": "set.png"}
    assert read(reference)["references"] == (ReferenceFrame(7, Path("in-1/set.png")),)
    with pytest.raises(UserError, match="/etc/passwd"):
        read({**reference, "picture": "/etc/passwd"})
    assert read(span={"first": 4, "last": 9, "take": "t1"})["repaint"] == Repaint(Path("t1/film.mp4"), 4, 10)
    with pytest.raises(UserError, match="gone"):
        read(span={"first": 4, "last": 9, "take": "/etc/passwd"})


@pytest.mark.parametrize(
    "span", [{"first": 9, "last": 4}, {"first": None, "last": 4}, {"first": 1.5, "last": 4}]
)
def test_a_span_runs_from_one_frame_to_a_later_one(span) -> None:
    with pytest.raises(UserError, match="frame"):
        read(span={**span, "take": "t1"})


def test_a_frame_has_one_coloured_picture() -> None:
    span = {"kind": "span", "first": 4, "last": 9, "take": "t1"}
    value = with_reference(with_reference([PIN, span], 3, "a.png"), 3, "b.png")
    assert [mark.get("picture") for mark in value] == [None, None, "b.png"]
    assert without_reference(value, 3) == [PIN, span] and without_reference(value, 4) == value
    assert with_reference(None, 2, "a.png")[0]["frame"] == 2
