"""Sheets of looks, of which each shows what it is called."""

from itertools import pairwise
from pathlib import Path

import numpy as np

from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.sheets import looks_of, middle, sheet, write_sheet
from lvocal.media.picture_file import read_picture
from lvocal.media.video import probe
from lvocal.model.bundle import tiny_networks
from lvocal.values import Hint
from tests.evaluate.clips import frames_folder
from tests.evaluate.pictures import SETTINGS
from tests.media.films import make_film

SEVEN = ["words", "excitement", "sadness", "crackling-fire", "sea-waves", "palette", "navy pinned"]


def test_every_look_is_another_picture_of_the_same_film(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4")
    looks = looks_of(Footage("film.mp4", film, "a red car", Hint(0, 0.5, 0.2, "navy", 0.04)), SETTINGS)
    assert [look.title for look in looks] == SEVEN
    rows = sheet(film, tiny_networks(), looks)
    assert len(rows) == 2 and {len(row) for row in rows} == {1 + len(looks)}
    for row in rows:
        assert np.ptp(row[0], axis=-1).max() <= 1, "the first is grey"
        assert all(not np.array_equal(one, two) for one, two in pairwise(row))


def test_a_folder_of_frames_has_a_sheet_as_well(tmp_path: Path) -> None:
    footage = Footage("bear", frames_folder(tmp_path / "bear"))
    write_sheet(tmp_path / "sheet.jpg", footage, tiny_networks(), SETTINGS)
    height, width, _ = read_picture(tmp_path / "sheet.jpg").shape
    assert width > 4 * 90 and height > 4 * 60


def test_the_middle_of_a_shot_is_shown_and_no_more_than_there_is(tmp_path: Path) -> None:
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=12))
    assert len(middle(clip, 5)) == 5 and len(middle(clip, 99)) == 12
    assert middle(clip, 6).start == 3
