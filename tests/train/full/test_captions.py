"""What is said of films: beside them or in a table, and what cannot be meant is named with its place."""

import json
from pathlib import Path

import pytest

from lvocal.train.full.captions import read_films
from lvocal.values import UserError


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in ("b.mp4", "a.mkv", "c.mov", "notes.pdf"):
        (tmp_path / name).touch()
    (tmp_path / "a.txt").write_text("a red\n coat")
    (tmp_path / "b.txt").write_text("the sea")
    return tmp_path


def test_films_with_a_text_beside_them_are_read_by_name(folder: Path) -> None:
    films = read_films(folder)
    assert [(film.path.name, film.captions[0].text) for film in films] == [
        ("a.mkv", "a red coat"), ("b.mp4", "the sea"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_table_may_speak_of_parts_and_emotions(folder: Path, kind: str) -> None:
    rows = [("c.mov", "a car", "awe", 0, 5), ("c.mov", "a boat", "", 5, "")]
    names = ("path", "caption", "emotion", "start", "stop")
    table = folder / f"captions.{kind}"
    if kind == "csv":
        table.write_text("\n".join(",".join(map(str, row)) for row in (names, *rows)))
    else:
        table.write_text("\n".join(json.dumps(dict(zip(names, row, strict=True))) for row in rows))
    (film,) = read_films(folder, table)
    assert film.said_at(4.9).text == "a car" and film.said_at(4.9).emotion == "awe"
    assert film.said_at(5.0).text == "a boat" and film.said_at(5.0).emotion is None
    assert film.said_at(1e6).text == "a boat"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"path": "c.mov"}, "entry 1 has the wrong fields"),
        ({"path": "c.mov", "caption": "x", "mood": "awe"}, "entry 1 has the wrong fields"),
        ({"path": "gone.mov", "caption": "x"}, "not there"),
        ({"path": "c.mov", "caption": "x", "emotion": "joy"}, 'emotion "joy"'),
        ({"path": "c.mov", "caption": "x", "start": "soon"}, "no number"),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(folder: Path, line: dict, said: str) -> None:
    table = folder / "captions.jsonl"
    table.write_text(json.dumps(line))
    with pytest.raises(UserError, match=said) as caught:
        read_films(folder, table)
    assert caught.value.remedy


def test_a_broken_table_and_a_folder_without_captions_are_named(folder: Path, tmp_path) -> None:
    table = folder / "captions.jsonl"
    table.write_text("{")
    with pytest.raises(UserError, match="cannot be read"):
        read_films(folder, table)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="No film in .* has a caption"):
        read_films(tmp_path / "empty")
