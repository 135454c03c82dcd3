"""Truths of how pins, paint and spans are read from flags."""

import json
from pathlib import Path

import pytest

from lvocal.cli.point_wishes import hint_of, paint_of, reference_of, repaint_of, strokes_of
from lvocal.values import NEUTRAL, Hint, PaintedFrame, ReferenceFrame, Repaint, Stroke, UserError


def test_a_pin_is_a_frame_a_place_and_a_colour() -> None:
    assert hint_of("40:0.5,0.3=red") == Hint(40, 0.5, 0.3, "red")
    assert hint_of(" 0:0,1,0.1=#b3261e ") == Hint(0, 0.0, 1.0, "#b3261e", 0.1)
    assert hint_of("4:.5,.5=Neutral").color == NEUTRAL


@pytest.mark.parametrize("text", ["red", "40:0.5=red", "40:0.5,0.3", "x:0.5,0.3=red", "40:1.5,0.3=red"])
def test_what_is_no_pin_is_refused_in_words(text: str) -> None:
    with pytest.raises(UserError, match=text.split("=")[0].split(",")[0]):
        hint_of(text)


def test_a_misspelt_colour_is_named() -> None:
    with pytest.raises(UserError, match="mustrd"):
        hint_of("4:0.5,0.5=mustrd")


def test_pictures_are_said_with_their_frame() -> None:
    assert reference_of("12=a.png", Path) == ReferenceFrame(12, Path("a.png"))
    assert paint_of(" 12 = a.png", Path) == PaintedFrame(12, Path("a.png"))
    with pytest.raises(UserError, match="--paint 12=picture.png"):
        paint_of("a.png", Path)


def test_strokes_are_read_as_a_sidecar_holds_them(tmp_path) -> None:
    strokes = [
        {"frame": 4, "points": [[0.1, 0.2], [0.3, 0.2]], "color": "red", "radius": 0.05},
        {"frame": 4, "points": [[0.1, 0.2]], "color": None},
    ]
    (tmp_path / "strokes.json").write_text(json.dumps(strokes))
    assert strokes_of(tmp_path / "strokes.json") == (
        Stroke(4, ((0.1, 0.2), (0.3, 0.2)), "red", 0.05),
        Stroke(4, ((0.1, 0.2),), None),
    )


@pytest.mark.parametrize(
    "text",
    ["", "{}x", '[{"frame": 1}]', '[{"frame": 1, "points": [], "color": "red"}]', "[1]",
     '[{"frame": 1, "points": [[2, 0]], "color": "red"}]',
     '[{"frame": 1, "points": [[0, 0]], "colour": "red"}]'],
)  # fmt: skip
def test_what_holds_no_strokes_is_refused_in_words(tmp_path, text: str) -> None:
    (tmp_path / "strokes.json").write_text(text)
    with pytest.raises(UserError, match="holds no strokes"):
        strokes_of(tmp_path / "strokes.json")


def test_a_span_has_both_ends_and_a_take() -> None:
    assert repaint_of(Path("take.mp4"), "40-80", Path) == Repaint(Path("take.mp4"), 40, 81)
    assert repaint_of(None, None, Path) is None
    for over, span in (
        (Path("take.mp4"), None),
        (None, "40-80"),
        (Path("take.mp4"), "40"),
        (Path("t"), "80-40"),
    ):
        with pytest.raises(UserError):
            repaint_of(over, span, Path)
