"""Truths of looks on the command line: they begin a request, flags win, and their files come out."""

import json
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lvocal.__main__ import app
from lvocal.cli.flags import Flags
from lvocal.cli.look_commands import STANDARD_NINE
from lvocal.cli.look_wishes import palette_of, trim_of
from lvocal.cli.wishes import request_of
from lvocal.color.grade_files import LABEL
from lvocal.color.looks import dressed, look_of, looks
from lvocal.engine import Engine
from lvocal.media.picture_file import read_picture
from lvocal.media.video import probe
from lvocal.model.bundle import tiny_networks
from lvocal.values import ColorizeRequest, HueBand, Palette, Trim, UserError
from tests.media.films import make_film

TEAL = looks()["teal-orange"]


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Path:
    return make_film(tmp_path_factory.mktemp("films") / "street.mp4", 64, 48, 8)


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("lvocal.engine.Engine", partial(Engine, lambda name: tiny_networks()))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("name", ["natural", "teal-orange", "autochrome-1907"])
def test_a_look_is_the_request_dressed_in_it(film, name):
    assert request_of(film, Flags(look=name)) == dressed(ColorizeRequest(film), looks()[name])
    assert look_of(request_of(film, Flags(look=name))) == looks()[name]


def test_flags_win_over_the_look(film):
    flags = Flags(look="teal-orange", saturation=0.3, warmth=-5.0, palette="red", highlight_tint="0,0")
    request = request_of(film, flags)
    assert request.settings.saturation == 0.3 and request.trim.warmth == -5
    assert request.trim.highlight_tint == (0, 0) and request.trim.shadow_tint == TEAL.trim.shadow_tint
    assert request.palette is not None and len(request.palette.colors) == 1


def test_every_part_of_a_trim_can_be_said():
    flags = Flags(
        warmth=3.0, tint=-2.0, zones="0.5,1,1.5", shadow_tint="-8,-12", highlight_tint="red", two_color=0.5,
        band=["violet=0", "20=1.2,-20,60"],
    )  # fmt: skip
    trim = trim_of(flags, None)
    assert trim.bands == (HueBand(315, saturation=0), HueBand(20, 60, 1.2, -20))
    assert (trim.warmth, trim.tint, trim.saturation, trim.two_color) == (3, -2, (0.5, 1, 1.5), 0.5)
    assert trim.shadow_tint == (-8, -12) and trim.highlight_tint[0] > 50
    assert trim_of(Flags(), None) == Trim()
    assert trim_of(Flags(band=["violet=0"]), TEAL).bands == (*TEAL.trim.bands, HueBand(315, saturation=0))


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ({"zones": "1,2"}, "3 numbers"), ({"shadow_tint": "rde"}, "rde"), ({"warmth": 200.0}, "warmth"),
        ({"band": ["violet"]}, "--band"), ({"band": ["mauve=0"]}, "mauve"),
        ({"band": ["blue=9"]}, "saturation"), ({"band": ["blue=x"]}, "x"), ({"look": "teal"}, "teal-orange"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said(film, flags, said):
    with pytest.raises(UserError, match=said):
        request_of(film, Flags(**flags))


def test_locks_stay_while_the_others_are_found():
    palette = palette_of(Flags(palette="random:7", lock="#aa3322,navy"), None)
    assert palette is not None and palette.colors[0] == "#aa3322" and len(palette.colors) == 5
    for wrong in (Flags(lock="red"), Flags(lock="red", palette="blue")):
        with pytest.raises(UserError, match="lock"):
            palette_of(wrong, None)
    assert palette_of(Flags(), looks()["autochrome-1907"]) == looks()["autochrome-1907"].palette
    assert palette_of(Flags(palette="#123456"), TEAL) == Palette(("#123456",))


def test_the_looks_are_listed(run):
    done = run("looks")
    assert done.exit_code == 0
    assert all(name in done.stdout and look.title in done.stdout for name, look in looks().items())
    assert set(STANDARD_NINE) <= set(looks())


def test_the_global_part_is_written_with_its_label(run, tmp_path):
    cube, cdl = tmp_path / "look.cube", tmp_path / "look.cdl"
    done = run("looks", "--look", "sepia-memory", "--cube", cube, "--side", 17, "--cdl", cdl)
    assert done.exit_code == 0, done.output
    assert LABEL in done.stderr and "mean dE" in done.stderr
    assert LABEL in cube.read_text() and LABEL in cdl.read_text() and "LUT_3D_SIZE 17" in cube.read_text()
    again = run("looks", "--look", "sepia-memory", "--cube", cube)
    assert again.exit_code == 1 and "exists already" in again.stderr
    assert run("looks", "--look", "sepia-memory").exit_code == 1


def test_sheets_of_stills_and_moving_ones_come_out(run, film, tmp_path):
    mine = tmp_path / "mine.json"
    mine.write_text(json.dumps({"title": "Mine", "trim": {"warmth": 9}}))
    still, moving = tmp_path / "sheet.png", tmp_path / "sheet.mp4"
    small = ("--paint-px", 64)
    done = run("sheet", film, "-o", still, "--looks", f"natural,{mine}", "--frame", 2, "--frame", 5, *small)
    assert done.exit_code == 0, done.output
    assert read_picture(still).ndim == 3
    done = run("sheet", film, "-o", moving, "--looks", "natural,vivid", "--seconds", 0.2, *small)
    assert done.exit_code == 0, done.output
    assert probe(moving).num_frames == 5
    assert {path.name for path in tmp_path.iterdir()} == {"mine.json", "sheet.png", "sheet.mp4"}
    wrong = run("sheet", film, "-o", tmp_path / "b.png", "--seconds", 2)
    assert wrong.exit_code == 1 and ".mp4" in wrong.stderr


def test_a_look_sheet_is_made_of_a_sidecar(run, film, tmp_path):
    out = tmp_path / "a.mp4"
    assert run("colorize", film, "-o", out, "--look", "teal-orange", "--paint-px", 64).exit_code == 0
    done = run("look-sheet", out.with_suffix(".json"), "-o", tmp_path / "a.pdf", "--frame", 3)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    again = run("rerun", out.with_suffix(".json"))
    assert again.exit_code == 0 and "equal" in again.stdout
