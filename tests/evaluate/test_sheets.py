"""Contact sheets: one column per look, of which each shows what it is called."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from lvocal.evaluate.sheets import looks_of, sheet, write_sheets
from lvocal.media.picture_file import read_picture
from lvocal.model.bundle import tiny_networks
from lvocal.values import UserError
from tests.evaluate.pictures import SETTINGS
from tests.media.films import make_film

SEVEN = ["words", "excitement", "sadness", "crackling-fire", "sea-waves", "palette", "navy pinned"]


def test_every_column_is_another_picture_of_the_same_film(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4")
    looks = looks_of({"words": "a red car", "pin": [0.5, 0.2, "navy"]}, SETTINGS)
    assert [look.title for look in looks] == SEVEN
    columns = np.split(sheet(film, tiny_networks(), looks), 1 + len(looks), axis=1)
    assert np.ptp(columns[0], axis=-1).max() <= 1, "the first is grey"
    assert all(not np.array_equal(one, two) for one, two in pairwise(columns))


def test_the_page_says_what_was_asked_for_and_holds_every_film(tmp_path: Path) -> None:
    folder, report = tmp_path / "films", tmp_path / "report"
    (folder / "more").mkdir(parents=True)
    make_film(folder / "a.mp4", num_frames=3), make_film(folder / "more" / "b.mp4", num_frames=1)
    (folder / "words.json").write_text(json.dumps({"a.mp4": {"words": "a <red> car"}}))
    page = write_sheets(folder, tiny_networks(), report, SETTINGS).read_text()
    assert "a &lt;red&gt; car" in page and "no words" in page and "red pinned" in page
    for name in ("a.mp4.png", "more-b.mp4.png"):
        assert name in page and read_picture(report / name).shape[0] == 2 * 64


def test_a_folder_without_films_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no films"):
        write_sheets(tmp_path, tiny_networks(), tmp_path / "report")


def test_films_of_one_name_stand_apart_and_a_broken_one_has_its_reason_on_the_page(tmp_path: Path) -> None:
    folder, report = tmp_path / "films", tmp_path / "report"
    for place in ("one", "two"):
        (folder / place).mkdir(parents=True)
    make_film(folder / "one" / "a.mp4", num_frames=1)
    make_film(folder / "two" / "a.mp4", 32, 64, num_frames=1).rename(folder / "two" / "a.MP4")
    (folder / "broken.mov").write_bytes(b"no film at all")
    page = write_sheets(folder, tiny_networks(), report, SETTINGS).read_text()
    assert page.count("<img") == 2 and "broken.mov" in page and "Left out" in page
    shapes = {read_picture(report / name).shape for name in ("one-a.mp4.png", "two-a.MP4.png")}
    assert len(shapes) == 2


def test_words_that_are_no_json_are_said_plainly(tmp_path: Path) -> None:
    make_film(tmp_path / "a.mp4", num_frames=1)
    (tmp_path / "words.json").write_text("{oops")
    with pytest.raises(UserError, match="words.json"):
        write_sheets(tmp_path, tiny_networks(), tmp_path / "report", SETTINGS)
