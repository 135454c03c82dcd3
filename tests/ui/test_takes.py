"""Takes are named, starred, removed with their files, and packed to be carried away."""

import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from lvocal.media.stills import png_bytes
from lvocal.settings import ColorizeSettings
from lvocal.ui.takes import MAX_NAME, Take, remove, rename, take_of
from lvocal.ui.takes_zip import COLUMNS, pack
from lvocal.values import ColorizeRequest, UserError


def make_take(folder: Path, number: int, **more) -> Take:
    home = folder / f"job{number}"
    home.mkdir(parents=True)
    for name in ("street-lvocal.mp4", "street-lvocal.json"):
        (home / name).write_text(f"{name} {number}")
    (home / "thumb.png").write_bytes(png_bytes(np.zeros((8, 8, 3), np.uint8)))
    request = more.pop("request", ColorizeRequest(Path("street.mp4"), prompt="a red coat"))
    return Take(
        id=f"job{number}", number=number, name=more.pop("name", f"Take {number}"),
        video=home / "street-lvocal.mp4", sidecar=home / "street-lvocal.json", thumb=home / "thumb.png",
        request=request, form={"prompt": "a red coat"}, seconds={"colouring": 3.0}, notes=("It was dark.",),
        model={"name": "mini", "fingerprint": "abc"}, **more,
    )  # fmt: skip


def test_a_take_is_named_and_never_without_a_name(tmp_path):
    take = make_take(tmp_path, 1)
    rename(take, "  the   warm one ")
    assert take.name == "the warm one"
    rename(take, "x" * 200)
    assert len(take.name) == MAX_NAME
    with pytest.raises(UserError, match="name"):
        rename(take, "  ")


def test_removing_a_take_removes_its_files_and_no_others(tmp_path):
    one, two = takes = [make_take(tmp_path, 1), make_take(tmp_path, 2)]
    remove(takes, one)
    assert (
        takes == [two] and not one.video.parent.exists() and two.files == [two.video, two.sidecar, two.thumb]
    )


def test_an_unknown_take_is_said(tmp_path):
    with pytest.raises(UserError, match="not known"):
        take_of([make_take(tmp_path, 1)], "job2")


@pytest.mark.parametrize(
    ("music", "ambience", "expected"), [(0, 0, True), (1, 0, False), (0, 0.5, False), (1, 1, False)]
)
def test_a_take_without_any_sound_is_text_only(tmp_path, music, ambience, expected):
    settings = ColorizeSettings(music_strength=music, ambience_strength=ambience)
    take = make_take(tmp_path, 1, request=ColorizeRequest(Path("f.mp4"), settings=settings))
    assert take.is_text_only == expected


def test_the_zip_holds_films_stills_sidecars_and_an_index(tmp_path):
    takes = [make_take(tmp_path, 1, starred=True), make_take(tmp_path, 2, name="warm / cold")]
    with ZipFile(pack(takes, tmp_path)) as archive:
        assert archive.testzip() is None
        files = ("street-lvocal.json", "street-lvocal.mp4", "thumb.png")
        homes = ("01 Take 1", "02 warm _ cold")
        expected = [f"{home}/{file}" for home in homes for file in files]
        assert sorted(archive.namelist()) == [*expected, "index.csv", "index.json"]
        assert archive.read("02 warm _ cold/street-lvocal.mp4") == takes[1].video.read_bytes()
        rows = list(csv.DictReader(io.StringIO(archive.read("index.csv").decode())))
        index = json.loads(archive.read("index.json"))
    assert tuple(rows[0]) == COLUMNS and [row["starred"] for row in rows] == ["True", "False"]
    assert [row["film"] for row in rows] == [
        "01 Take 1/street-lvocal.mp4",
        "02 warm _ cold/street-lvocal.mp4",
    ]
    assert index["takes"][0]["request"]["prompt"] == "a red coat" and index["takes"][0]["form"]


def test_takes_of_one_name_do_not_overwrite_each_other_in_the_zip(tmp_path):
    takes = [make_take(tmp_path, 1, name="same"), make_take(tmp_path / "b", 1, name="same")]
    with ZipFile(pack(takes, tmp_path)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist()) == 8


def test_a_name_is_no_formula_in_a_spreadsheet_and_leads_to_no_other_folder(tmp_path):
    takes = [make_take(tmp_path, 1, name="=1+1"), make_take(tmp_path, 2, name="../../x")]
    with ZipFile(pack(takes, tmp_path)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("index.csv").decode())))
        assert rows[0]["name"] == "'=1+1"
        assert all(".." not in Path(name).parts for name in archive.namelist())


def test_an_export_replaces_the_one_before_and_nothing_is_no_export(tmp_path):
    takes = [make_take(tmp_path, 1)]
    old = pack(takes, tmp_path)
    new = pack(takes, tmp_path)
    assert new.exists() and not old.exists() and not list(tmp_path.glob("*.part"))
    with pytest.raises(UserError, match="no take"):
        pack([], tmp_path)
